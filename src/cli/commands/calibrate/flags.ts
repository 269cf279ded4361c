/** What `calibrate` is told of the device beside its files. */
import { parseBytes } from '../../../kernel/units.ts';
import type { Typed } from '../../command.ts';
import { Fault } from '../../fault.ts';
import { readFlags } from '../../flags/readFlags.ts';

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
  const flags = readFlags(typed, (read) => {
    const number = (
      name: string,
      allowed: string,
      parse: (written: string) => number | undefined,
    ): number | undefined =>
      read.one(name, allowed, (written) => {
        const value = written.trim() === '' ? undefined : parse(written);
        return value !== undefined && value > 0 && value < Infinity ? value : undefined;
      });
    const watts = (name: string): number | undefined =>
      number(name, 'watts above 0, for instance 14.5', (text) => Number(text.replace(/\s*W$/i, '')));
    const size = (name: string, instance: string): number | undefined =>
      number(name, `a size, for instance ${instance}`, parseBytes);
    const names = ['board', 'model', 'quantisation', 'engine', 'mode'].flatMap((name) => {
      const value = read.one(name, 'letters, digits, dots and dashes', (written) =>
        /^[\w.-]+$/.test(written) ? written : undefined,
      );
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      files: read.several('file'),
      names: Object.fromEntries(names),
      watts: { idle: watts('idle-watts'), decode: watts('decode-watts'), prefill: watts('prefill-watts') },
      weights: size('weights', '1.9GB'),
      kvPerToken: size('kv-per-token', '131kB'),
      usable: size('usable', '7GB'),
      context: read.whole('context', 1),
      cacheTokens: read.whole('cache-tokens', 1),
      slots: read.whole('slots', 1),
      promptTokens: read.whole('prompt-tokens', 1),
      outputTokens: read.whole('output-tokens', 1),
      stepTokens: read.whole('step-tokens', 1),
      processor: read.among('processor', PROCESSORS),
      experts: read.on('experts') ? true : read.on('dense') ? false : undefined,
      quality: read.share('quality', 'a share from 0 to 1', (share) => share >= 0 && share <= 1),
      skipBroken: read.on('skip-broken'),
      out: read.text('out', 'a folder') ?? 'out/calibration',
      json: read.on('json'),
    };
  });
  const { idle, decode } = flags.watts;
  if (typed['experts'] === true && typed['dense'] === true)
    throw new Fault('edgewise calibrate: --experts or --dense, not both');
  if ((idle === undefined) !== (decode === undefined))
    throw new Fault('edgewise calibrate: --idle-watts and --decode-watts are given together or not at all');
  if (idle !== undefined && decode !== undefined && idle >= decode)
    throw new Fault(
      `edgewise calibrate: --idle-watts ${idle} must be below --decode-watts ${decode}: both are of the whole board`,
    );
  const twice = flags.files.find((file, k) => flags.files.indexOf(file) < k);
  if (twice !== undefined)
    throw new Fault(`edgewise calibrate: ${twice} is given twice: its rows would count twice`);
  return flags;
}
