/** The options that only a study of sensitivity takes. */
import { DEFINITIONS } from '../../../metrics/definitions.ts';
import { instead } from '../../../scenario/suggestion.ts';
import type { SensitivityStudyOptions } from '../../../studies/sensitivity/study.ts';
import type { Typed } from '../../command.ts';
import { given, readFlags, wholeIn, type FlagReader } from '../../flags/readFlags.ts';

export interface SensitivityFlags {
  readonly asked: Omit<SensitivityStudyOptions, 'demands' | 'replications'>;
  /** Runs of a sweep, in place of a study. */
  readonly sweep: number | undefined;
  /** The Markdown file that gets the table of the claims. */
  readonly doc: string | undefined;
}

/** Points at which claims are judged. */
const POINTS = 128;

/** Throws every mistake at once. */
export function sensitivityFlags(typed: Typed): SensitivityFlags {
  return readFlags(typed, (read) => {
    const whole = (name: string, least: number, most: number): number | undefined =>
      read.one(name, `0, or a whole number from ${least} to ${most}`, (written) =>
        wholeIn(written, written.trim() === '0' ? 0 : least, most),
      );
    const over = read.several('over');
    if (over.length === 0)
      read.refuse('over', null, 'is missing: which numbers of the file shall be varied?', {
        allowed: '--over PATH=LOW..HIGH, once for each, as in --over limits.0.window=10s..10m:log',
      });
    const maps = mapsIn(read, over);
    const doc = read.text('doc', 'a Markdown file');
    const points = whole('points', 8, 65_536);
    const metrics = metricsIn(read);
    const numbers = {
      side: whole('side', 3, 100),
      samples: whole('samples', 8, 65_536),
      walks: whole('walks', 2, 10_000),
      levels: whole('levels', 3, 1000),
    };
    return {
      asked: {
        over,
        keepAll: read.on('keep-all'),
        ...(maps.length > 0 && { maps }),
        ...((read.on('claims') || doc !== undefined) && { claims: points ?? POINTS }),
        ...(metrics.length > 0 && { metrics }),
        ...given(numbers),
      },
      sweep: read.whole('sweep', 1, 10_000_000),
      doc,
    };
  });
}

function metricsIn(read: FlagReader): readonly string[] {
  const names = [...new Set(read.several('metric'))];
  const known = DEFINITIONS.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name))
      read.refuse('metric', name, `no metric is called ${name}`, instead(name, known));
  return names;
}

function mapsIn(read: FlagReader, over: readonly string[]): 'all' | readonly (readonly [string, string])[] {
  const paths = over.map((one) => (one.split('=')[0] ?? '').trim());
  const written = read.several('map');
  const maps = written.filter((one) => one.trim() !== 'all').map((one) => mapOf(one, paths, read));
  return maps.length < written.length ? 'all' : maps;
}

function mapOf(written: string, paths: readonly string[], read: FlagReader): readonly [string, string] {
  const [a = '', b = '', ...more] = written.split(',').map((part) => part.trim());
  const hints = { allowed: `two of ${paths.join(', ')}, as a,b; or all` };
  if (b === '' || more.length > 0) read.refuse('map', written, 'does not name two inputs', hints);
  else if (a === b) read.refuse('map', written, 'names one input twice', hints);
  else
    for (const part of [a, b])
      if (!paths.includes(part))
        read.refuse('map', written, `${part} is not varied: no --over says so`, instead(part, paths));
  return [a, b];
}
