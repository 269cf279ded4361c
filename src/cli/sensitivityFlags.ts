/** The options that only a study of sensitivity takes. */
import { DEFINITIONS } from '../metrics/definitions.ts';
import { mistake, ScenarioError, type Hints, type Mistake } from '../scenario/mistake.ts';
import { instead } from '../scenario/suggestion.ts';
import type { Typed } from './command.ts';
import { read, several } from './flags.ts';

export interface SensitivityFlags {
  readonly over: readonly string[];
  readonly metrics: readonly string[] | undefined;
  readonly maps: readonly (readonly [string, string])[] | 'all' | undefined;
  readonly side: number | undefined;
  readonly keepAll: boolean;
  readonly claims: boolean;
  readonly points: number | undefined;
  readonly samples: number | undefined;
  readonly walks: number | undefined;
  readonly levels: number | undefined;
  readonly doc: string | undefined;
}

/** Throws every mistake at once. */
export function sensitivityFlags(typed: Typed): SensitivityFlags {
  const wrong: Mistake[] = [];
  const refuse = (option: string, value: string, message: string, hints?: Hints): void => {
    const text = { file: `--${option}`, text: `--${option}${value === '' ? '' : ` ${value}`}`, option: true };
    const start = value === '' ? 0 : option.length + 3;
    wrong.push(mistake({ text, start, end: text.text.length }, '', message, hints));
  };
  const over = several(typed, 'over');
  if (over.length === 0)
    refuse('over', '', 'is missing: which numbers of the file shall be varied?', {
      allowed: '--over PATH=LOW..HIGH, once for each, as in --over limits.0.window=10s..10m:log',
    });
  const metrics = several(typed, 'metric');
  const names = DEFINITIONS.map(({ name }) => name);
  for (const metric of metrics)
    if (!names.includes(metric))
      refuse('metric', metric, `no metric is called ${metric}`, instead(metric, names));
  const paths = over.map((one) => (one.split('=')[0] ?? '').trim());
  const written = several(typed, 'map');
  const maps = written
    .filter((one) => one.trim() !== 'all')
    .map((written): readonly [string, string] => {
      const [a = '', b = '', ...more] = written.split(',').map((part) => part.trim());
      const hints = { allowed: `two of ${paths.join(', ')}, as a,b; or all` };
      if (b === '' || more.length > 0) refuse('map', written, 'does not name two inputs', hints);
      else if (a === b) refuse('map', written, 'names one input twice', hints);
      else
        for (const part of [a, b])
          if (!paths.includes(part))
            refuse('map', written, `${part} is not varied: no --over says so`, instead(part, paths));
      return [a, b];
    });
  const whole = (name: string, least: number, most: number): number | undefined =>
    read(typed, name, wrong, `0, or a whole number from ${least} to ${most}`, (text) => {
      const number = /^\s*\d+\s*$/.test(text) ? Number(text) : NaN;
      return number === 0 || (number >= least && number <= most) ? number : undefined;
    });
  const flags = {
    over,
    metrics: metrics.length > 0 ? [...new Set(metrics)] : undefined,
    maps: maps.length < written.length ? ('all' as const) : maps.length > 0 ? maps : undefined,
    side: whole('side', 3, 100),
    keepAll: typed['keep-all'] === true,
    claims: typed['claims'] === true,
    points: whole('points', 8, 65_536),
    samples: whole('samples', 8, 65_536),
    walks: whole('walks', 2, 10_000),
    levels: whole('levels', 3, 1000),
    doc: read(typed, 'doc', wrong, 'a Markdown file', (text) => (text.trim() === '' ? undefined : text)),
  };
  if (wrong.length > 0) throw new ScenarioError(wrong);
  return flags;
}
