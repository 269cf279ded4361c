/** What `calibrate` is told of the device beside its files. */
import { parseBytes, parseShare } from '../../../kernel/units.ts';
import { ScenarioError, type Mistake } from '../../../scenario/mistake.ts';
import type { Typed } from '../../command.ts';
import { Fault } from '../../fault.ts';
import { read } from '../../flags/flags.ts';

export interface CalibrateFlags {
  readonly files: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly watts: Readonly<Record<'idle' | 'decode' | 'prefill', number | undefined>>;
  readonly weights: number | undefined;
  readonly context: number | undefined;
  readonly quality: number | undefined;
  readonly kvPerToken: number | undefined;
  readonly usable: number | undefined;
  readonly cacheTokens: number | undefined;
  readonly slots: number | undefined;
  readonly promptTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly stepTokens: number | undefined;
  readonly processor: 'cpu' | 'gpu' | 'npu' | undefined;
  readonly experts: boolean | undefined;
  readonly skipBroken: boolean;
  readonly out: string;
  readonly json: boolean;
}

const PROCESSORS = ['cpu', 'gpu', 'npu'] as const;

/** Throws every mistake there is in them at once. */
export function calibrateFlags(typed: Typed): CalibrateFlags {
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
  const size = (name: string, instance: string): number | undefined =>
    number(name, `a size, for instance ${instance}`, parseBytes, (bytes) => bytes > 0);
  const whole = (name: string, what: string): number | undefined =>
    number(name, `a whole number of ${what} from 1`, Number, (n) => Number.isSafeInteger(n) && n > 0);
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
    weights: size('weights', '1.9GB'),
    kvPerToken: size('kv-per-token', '131kB'),
    usable: size('usable', '7GB'),
    context: whole('context', 'tokens'),
    cacheTokens: whole('cache-tokens', 'tokens'),
    slots: whole('slots', 'sequences'),
    promptTokens: whole('prompt-tokens', 'tokens'),
    outputTokens: whole('output-tokens', 'tokens'),
    stepTokens: whole('step-tokens', 'tokens'),
    processor: read(typed, 'processor', wrong, 'cpu, gpu or npu', (written) =>
      PROCESSORS.find((one) => one === written.toLowerCase()),
    ),
    experts: typed['experts'] === true ? true : typed['dense'] === true ? false : undefined,
    quality: number('quality', 'a share from 0 to 1', parseShare, (share) => share >= 0 && share <= 1),
    skipBroken: typed['skip-broken'] === true,
    out: read(typed, 'out', wrong, 'a folder', (written) => written.trim() || undefined) ?? 'out/calibration',
    json: typed['json'] === true,
  };
  const { idle, decode } = made.watts;
  if (wrong.length > 0) throw new ScenarioError(wrong);
  if (typed['experts'] === true && typed['dense'] === true)
    throw new Fault('edgewise calibrate: --experts or --dense, not both');
  if ((idle === undefined) !== (decode === undefined))
    throw new Fault('edgewise calibrate: --idle-watts and --decode-watts are given together or not at all');
  return made;
}
