import { under, type Command } from '../command.ts';
import { jsonOption, RUN_OPTIONS } from '../flags/runFlags.ts';

export const observe: Command = {
  name: 'observe',
  brief: 'Load a real server with a scenario or a calibration grid, and record a log',
  help: 'Send the requests of a scenario (arrivals, lengths and tenants of its workload, from its seed) or a closed-loop calibration grid to a server, and record what happened to every request. Works with llama-server, Ollama, vLLM, TGI and any OpenAI-compatible server. Requests go to the given address only.',
  places: [
    {
      name: 'url',
      help: 'The server, such as http://localhost:8080; a path such as /v1/chat/completions selects the protocol',
    },
    { name: 'file', help: 'The scenario whose workload is sent; not with --grid', kind: 'optional' },
  ],
  options: {
    ...under('What is sent', {
      grid: {
        help: 'A closed-loop grid: 1 to --streams requests at once, at lengths that separate the coefficients of a profile, round after round',
      },
      streams: {
        value: 'N',
        help: 'Most concurrent requests of the grid. Default: as many as the server processes at once, else 4',
      },
      prompts: { value: '31,101,...', help: 'Prompt tokens of the grid. Default: 31,101,191,383' },
      outputs: { value: '9,65', help: 'Output tokens of the grid, few and many. Default: 9,65' },
      precision: {
        value: '3%',
        help: 'Rounds are repeated until the 95 % intervals of their means are within this. Default: 3%',
      },
      time: { value: '10m', help: 'No round of the grid begins after this time. Default: 10m' },
      set: RUN_OPTIONS['set']!,
      seed: { value: 'N', help: "Seed of the requests, in place of the scenario's" },
    }),
    ...under('The server', {
      protocol: {
        value: 'NAME',
        help: 'chat, completions, llama-server, ollama or ollama-chat. Default: detected',
      },
      model: { value: 'NAME', help: "The model to request. Default: the server's only model" },
      'in-flight': {
        value: 'N',
        help: 'Most requests at the server at once; requests held back by this are recorded as late. Default: 100',
      },
      timeout: { value: '5m', help: 'Longest wait for a whole answer. Default: 5m' },
      'key-env': { value: 'NAME', help: 'Environment variable with the API key. Default: EDGEWISE_API_KEY' },
      cloud: {
        value: 'NAME',
        help: "A cloud of the catalogue with the prices of this server. Default: found by the model's name",
      },
    }),
    ...under('What is recorded', {
      power: {
        value: 'FILE',
        help: 'Record watts from a file that a meter or tegrastats is writing to, or a power1_input of the kernel; tegrastats runs it',
      },
      out: { value: 'DIR', help: 'Folder of the log. Default: out/observed-NAME' },
      force: { help: 'Overwrite an existing log' },
      'dry-run': { help: 'Print the number of requests and tokens, the time and the cost; send nothing' },
      json: jsonOption('The result as JSON'),
      quiet: RUN_OPTIONS['quiet']!,
    }),
  },
  examples: [
    ['edgewise observe http://localhost:8080 --grid', 'a log that edgewise calibrate can fit a profile to'],
    [
      'edgewise calibrate out/observed-grid/log.jsonl --board desk --model mine --quantisation q4',
      'a profile of it',
    ],
    [
      'edgewise observe http://localhost:8080 office.yaml --power meter.log',
      "the office's requests, with power",
    ],
    ['edgewise compare out/observed-office/log.jsonl office.yaml', 'how close the simulator comes'],
    [
      'edgewise observe https://api.openai.com/v1 chat.yaml --model gpt-4o-mini --key-env OPENAI_API_KEY --dry-run',
      'what that would cost',
    ],
  ],
  more: 'In the folder: log.jsonl, a line for each request as it ends; server.json, what the server reports about itself, and what it counted; power.csv where watts were read. Ctrl-C keeps what was recorded. The key goes to the server and into no file. Requests that are refused (429, 503), fail or take too long are recorded as such and not sent again.',
  async act(typed, terminal) {
    const { observeFlags } = await import('./observe/flags.ts');
    const flags = observeFlags(typed);
    const { runObserve } = await import('./observe/act.ts');
    return runObserve(flags, terminal);
  },
};
