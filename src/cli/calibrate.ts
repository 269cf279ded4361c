import { parseBytes, parseShare } from '../kernel/units.ts';
import { ScenarioError, type Mistake } from '../scenario/mistake.ts';
import type { Command, Typed } from './command.ts';
import { Fault } from './fault.ts';
import { read } from './flags.ts';

const NAMED = 'What the files do not say';
const NUMBERS = 'What they did not measure';

export const calibrate: Command = {
  name: 'calibrate',
  brief: 'Measurements of a device to a profile, with its errors and a picture',
  help: "Fit profiles to measurements: a table of your own (CSV), llama-bench (json, jsonl, csv), Ollama responses, vLLM's serving benchmark, genai-perf or aiperf exports; a tegrastats log beside any of them gives the power. What a file is, is told from its content.",
  places: [{ name: 'file', help: 'Measurement files of one or several devices', kind: 'several' }],
  options: {
    board: {
      group: NAMED,
      value: 'NAME',
      help: 'The machine, as orin-nano-8gb; a known one brings its memory and idle power',
    },
    model: { group: NAMED, value: 'NAME', help: 'The language model, as qwen2.5-3b' },
    quantisation: { group: NAMED, value: 'NAME', help: 'As q4' },
    engine: { group: NAMED, value: 'NAME', help: 'As llamacpp' },
    mode: { group: NAMED, value: 'NAME', help: 'The power mode, as 25w' },
    'idle-watts': { group: NUMBERS, value: 'W', help: 'Watts of the whole board while it waits' },
    'decode-watts': { group: NUMBERS, value: 'W', help: 'Watts while it writes an answer' },
    'prefill-watts': {
      group: NUMBERS,
      value: 'W',
      help: 'Watts while it reads a prompt. Default: as decode',
    },
    weights: { group: NUMBERS, value: '1.9GB', help: 'Size of the weights' },
    context: { group: NUMBERS, value: 'N', help: 'Longest prompt and answer together, in tokens' },
    quality: { group: NUMBERS, value: '0.8', help: 'Share of answers that are right' },
    'skip-broken': { help: 'Leave out rows that cannot be read instead of refusing the file' },
    out: { value: 'DIR', help: 'Folder of the profiles. Default: out/calibration' },
    json: { help: 'The profiles on the standard output, and no files' },
  },
  examples: [
    [
      'edgewise calibrate bench.json tegrastats.log --board orin-nano-8gb --mode 25w',
      'llama-bench with its power',
    ],
    ['edgewise calibrate mine.csv --idle-watts 6 --decode-watts 14', 'an own table, power by hand'],
  ],
  more: 'Beside each profile lie a scenario that runs with it and a picture of what the fit leaves over. A fit on too few points is refused with what is missing. Columns of a table of your own: prompt_tokens, output_tokens, ttft_ms, tok_s; as far as they are known batch, power_w, prefill_w, idle_w; and board, model, quantisation, engine, mode where no option says them.',
  async act(typed, { out }) {
    const asked = askedOf(typed);
    const { runCalibrate } = await import('./runCalibrate.ts');
    return runCalibrate(asked, out);
  },
};

export interface CalibrateFlags {
  readonly files: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly watts: Readonly<Record<'idle' | 'decode' | 'prefill', number | undefined>>;
  readonly weights: number | undefined;
  readonly context: number | undefined;
  readonly quality: number | undefined;
  readonly skipBroken: boolean;
  readonly out: string;
  readonly json: boolean;
}

function askedOf(typed: Typed): CalibrateFlags {
  const wrong: Mistake[] = [];
  const number = (
    name: string,
    allowed: string,
    parse: (written: string) => number | undefined,
    holds: (value: number) => boolean,
  ): number | undefined =>
    read(typed, name, wrong, allowed, (written) => {
      const value = written.trim() === '' ? undefined : parse(written);
      return value !== undefined && Number.isFinite(value) && holds(value) ? value : undefined;
    });
  const watts = (name: string): number | undefined =>
    number(
      name,
      'watts above 0, for instance 14.5',
      (text) => Number(text.replace(/\s*W$/i, '')),
      (w) => w > 0,
    );
  const names = ['board', 'model', 'quantisation', 'engine', 'mode'].flatMap((name) => {
    const value = read(typed, name, wrong, 'letters, digits, dots and dashes', (written) =>
      /^[\w.-]+$/.test(written) ? written : undefined,
    );
    return value === undefined ? [] : [[name, value] as const];
  });
  const made = {
    files: [typed['file']].flat().map(String),
    names: Object.fromEntries(names),
    watts: { idle: watts('idle-watts'), decode: watts('decode-watts'), prefill: watts('prefill-watts') },
    weights: number('weights', 'a size, for instance 1.9GB', parseBytes, (bytes) => bytes > 0),
    context: number(
      'context',
      'a whole number of tokens from 1',
      Number,
      (n) => Number.isSafeInteger(n) && n > 0,
    ),
    quality: number('quality', 'a share from 0 to 1', parseShare, (share) => share >= 0 && share <= 1),
    skipBroken: typed['skip-broken'] === true,
    out: read(typed, 'out', wrong, 'a folder', (written) => written.trim() || undefined) ?? 'out/calibration',
    json: typed['json'] === true,
  };
  const { idle, decode } = made.watts;
  if (wrong.length > 0) throw new ScenarioError(wrong);
  if ((idle === undefined) !== (decode === undefined))
    throw new Fault('edgewise calibrate: --idle-watts and --decode-watts are given together or not at all');
  return made;
}
