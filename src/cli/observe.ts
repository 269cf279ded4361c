import type { Command } from './command.ts';

const LOAD = 'What is sent';
const SERVER = 'The server';
const RECORD = 'What is recorded';

export const observe: Command = {
  name: 'observe',
  brief: 'A real server under a scenario or a calibration grid, recorded as a log',
  help: 'Drive a server as a scenario has it (arrivals, lengths and tenants of its workload, by its seed), or with a closed-loop grid to calibrate from, and record what became of every request. Speaks to llama-server, Ollama, vLLM, TGI and everything that is OpenAI-compatible. Nothing but the address that is named is ever asked.',
  places: [
    {
      name: 'url',
      help: 'The server, as http://localhost:8080; a path like /v1/chat/completions says how to ask',
    },
    { name: 'file', help: 'The scenario whose workload is sent; not with --grid', kind: 'optional' },
  ],
  options: {
    grid: {
      group: LOAD,
      help: 'A closed-loop grid: 1 to --streams requests at once, at lengths that tell the coefficients of a profile apart, round after round',
    },
    streams: {
      group: LOAD,
      value: 'N',
      help: 'Most requests of the grid at once. Default: what the server works on at a time, else 4',
    },
    prompts: { group: LOAD, value: '31,101,...', help: 'Prompt tokens of the grid. Default: 31,101,191,383' },
    outputs: { group: LOAD, value: '9,65', help: 'Output tokens of the grid, a few and many. Default: 9,65' },
    precision: {
      group: LOAD,
      value: '3%',
      help: 'Rounds are repeated until the 95 % intervals of their means are within that. Default: 3%',
    },
    time: { group: LOAD, value: '10m', help: 'No round of the grid begins after that. Default: 10m' },
    set: { group: LOAD, value: 'path=value', help: "A value in place of the scenario's; may be given again" },
    seed: { group: LOAD, value: 'N', help: "Seed of the requests, in place of the scenario's" },
    protocol: {
      group: SERVER,
      value: 'NAME',
      help: 'chat, completions, llama-server, ollama or ollama-chat. Default: what goes with the server',
    },
    model: { group: SERVER, value: 'NAME', help: 'The model to ask for. Default: the one it has' },
    'in-flight': {
      group: SERVER,
      value: 'N',
      help: 'Requests at the server at a time, at most; who is held back here is recorded as late. Default: 100',
    },
    timeout: { group: SERVER, value: '5m', help: 'Longest wait for a whole answer. Default: 5m' },
    'key-env': {
      group: SERVER,
      value: 'NAME',
      help: 'Environment variable with the API key. Default: EDGEWISE_API_KEY',
    },
    cloud: {
      group: SERVER,
      value: 'NAME',
      help: 'A cloud of the catalogue whose prices hold there. Default: by the name of the model',
    },
    power: {
      group: RECORD,
      value: 'FILE',
      help: 'Watts beside it: a file that a meter or tegrastats is writing to, a power1_input of the kernel, or tegrastats to run it',
    },
    out: { group: RECORD, value: 'DIR', help: 'Folder of the log. Default: out/observed-NAME' },
    force: { group: RECORD, help: 'Write over a log that is there' },
    'dry-run': {
      group: RECORD,
      help: 'Say how many requests and tokens that would be, how long and what it would cost; send none',
    },
    json: { group: RECORD, help: 'What was found on the standard output, and nothing else there' },
    quiet: { group: RECORD, help: 'Results and mistakes only: no progress, no notes' },
  },
  examples: [
    ['edgewise observe http://localhost:8080 --grid', 'what edgewise calibrate needs of a server'],
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
  more: 'In the folder: log.jsonl, a line for each request as it ends; server.json, what the server says of itself, and what it counted; power.csv where watts were read. Ctrl-C keeps what is there. The key goes to the server and into no file. Requests that are refused (429, 503), fail or take too long are recorded as such and not sent again.',
  async act(typed, terminal) {
    const { observeFlags } = await import('./observeFlags.ts');
    const flags = observeFlags(typed);
    const { runObserve } = await import('./runObserve.ts');
    return runObserve(flags, terminal);
  },
};
