import { calibrateFlags } from './calibrate/flags.ts';
import { under, type Command } from '../command.ts';
import { typedAgain } from '../flags/typedAgain.ts';

export const calibrate: Command = {
  name: 'calibrate',
  brief: 'Fit a profile to measurements of a device, with its errors and a picture',
  help: "Fit profiles to measurements: a table of your own (CSV), llama-bench in any of its forms, llama-batched-bench, llama-server timings and /metrics, Ollama responses, vLLM's serving benchmark, aiperf, GuideLLM, LiteLLM logs, OpenTelemetry spans, MLPerf summaries, logs of requests; a tegrastats log or any table of time and watts beside them gives the power. The kind of a file is recognised by its content.",
  places: [{ name: 'file', help: 'Measurement files of one or several devices', kind: 'several' }],
  options: {
    ...under('What the files do not say', {
      board: {
        value: 'NAME',
        help: 'The machine, such as orin-nano-8gb; for a known machine, memory and idle power come from the catalogue',
      },
      model: { value: 'NAME', help: 'The language model, such as qwen2.5-3b' },
      quantisation: { value: 'NAME', help: 'Such as q4' },
      engine: { value: 'NAME', help: 'Such as llamacpp' },
      mode: { value: 'NAME', help: 'The power mode, such as 25w' },
      'prompt-tokens': { value: 'N', help: 'Length of the prompts' },
      'output-tokens': { value: 'N', help: 'Length of the answers' },
    }),
    ...under('What they did not measure', {
      'idle-watts': { value: 'W', help: 'Watts of the whole board while it is idle' },
      'decode-watts': { value: 'W', help: 'Watts while it writes an answer' },
      'prefill-watts': { value: 'W', help: 'Watts while it reads a prompt. Default: that of decoding' },
      weights: { value: '1.9GB', help: 'Size of the weights' },
      'kv-per-token': { value: '131kB', help: 'Cache of one token' },
      usable: { value: '7GB', help: 'Memory of the board for weights and cache' },
      context: { value: 'N', help: 'Longest prompt and answer together, in tokens' },
      quality: { value: '0.8', help: 'Share of answers that are right' },
    }),
    ...under('How the server was set', {
      slots: { value: 'N', help: 'Sequences it processes at once (llama-server -np, vLLM --max-num-seqs)' },
      'step-tokens': {
        value: 'N',
        help: 'Tokens per step (vLLM --max-num-batched-tokens). Default: what fits the rows best',
      },
      'cache-tokens': {
        value: 'N',
        help: 'Size of its cache in tokens (vLLM prints it at the start). Default: large enough',
      },
      processor: {
        value: 'gpu',
        help: 'cpu, gpu or npu. Default: that of the board if known, else inferred from the rows',
      },
      experts: { help: 'The model is a mixture of experts. Default: inferred from its name and the rows' },
      dense: { help: 'The model is dense' },
    }),
    'skip-broken': { help: 'Leave out rows that cannot be read instead of refusing the file' },
    out: { value: 'DIR', help: 'Folder of the profiles. Default: out/calibration' },
    json: { help: 'The profiles on the standard output, and no files' },
  },
  examples: [
    [
      'edgewise calibrate bench.json --board desk --model mine --quantisation q4 --idle-watts 6 --decode-watts 14',
      'llama-bench -p 31,101,191,383 -n 64 -d 0,512,2048 -o json > bench.json, power by hand',
    ],
    [
      'edgewise calibrate bench.json tegrastats.log --board orin-nano-8gb --mode 25w',
      'llama-bench with its power',
    ],
    [
      'edgewise calibrate bench.json batched.jsonl --board desk --idle-watts 6 --decode-watts 14',
      'llama-batched-bench -npp 31,191 -ntg 64 -npl 1,2,3,4 --output-format jsonl > batched.jsonl: several at once',
    ],
    ['edgewise calibrate mine.csv --idle-watts 6 --decode-watts 14', 'a table of your own, power by hand'],
  ],
  more: 'Each profile comes with a scenario that uses it and a picture of the residuals. Rows with several requests at once are fitted by simulating them. One or two figures, such as the default output of llama-bench, give a profile marked rough. Measure prompt lengths that are not multiples of 16 too: multiples are the fastest, and a fit to them alone cannot show this. Columns of a table of your own: prompt_tokens, output_tokens, ttft_ms, tok_s; if known, also batch, power_w, prefill_w, idle_w; and board, model, quantisation, engine, mode where they are not given as options.',
  async act(typed, { out }) {
    const asked = calibrateFlags(typed);
    const { runCalibrate } = await import('./calibrate/act.ts');
    return runCalibrate(asked, out, typedAgain(calibrate, typed));
  },
};
