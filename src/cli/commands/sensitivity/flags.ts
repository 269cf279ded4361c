/** The options that only a study of sensitivity takes. */
import { DEFINITIONS } from '../../../metrics/definitions.ts';
import { mistake, ScenarioError, type Hints, type Mistake } from '../../../scenario/mistake.ts';
import { instead } from '../../../scenario/suggestion.ts';
import type { SensitivityStudyOptions } from '../../../studies/sensitivity/study.ts';
import type { Typed } from '../../command.ts';
import { read, several } from '../../flags/flags.ts';
import { numbered, quoted } from '../../flags/typedAgain.ts';

export interface SensitivityFlags {
  readonly asked: Omit<SensitivityStudyOptions, 'demands' | 'replications'>;
  /** Runs of a sweep, in place of a study. */
  readonly sweep: number | undefined;
  /** The Markdown file that gets the table of the claims. */
  readonly doc: string | undefined;
  /** As it is typed again: everything that changes a point or what is made of it. */
  readonly again: readonly string[];
}

/** Points at which claims are judged. */
const POINTS = 128;

type Refuse = (option: string, value: string, message: string, hints?: Hints) => void;

/** The two inputs of a map. */
function mapOf(written: string, paths: readonly string[], refuse: Refuse): readonly [string, string] {
  const [a = '', b = '', ...more] = written.split(',').map((part) => part.trim());
  const hints = { allowed: `two of ${paths.join(', ')}, as a,b; or all` };
  if (b === '' || more.length > 0) refuse('map', written, 'does not name two inputs', hints);
  else if (a === b) refuse('map', written, 'names one input twice', hints);
  else
    for (const part of [a, b])
      if (!paths.includes(part))
        refuse('map', written, `${part} is not varied: no --over says so`, instead(part, paths));
  return [a, b];
}

/** Throws every mistake at once. */
export function sensitivityFlags(typed: Typed): SensitivityFlags {
  const wrong: Mistake[] = [];
  const refuse: Refuse = (option, value, message, hints) => {
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
  const known = DEFINITIONS.map(({ name }) => name);
  for (const metric of metrics)
    if (!known.includes(metric))
      refuse('metric', metric, `no metric is called ${metric}`, instead(metric, known));
  const paths = over.map((one) => (one.split('=')[0] ?? '').trim());
  const written = several(typed, 'map');
  const maps = written.filter((one) => one.trim() !== 'all').map((one) => mapOf(one, paths, refuse));
  const whole = (name: string, least: number, most: number): number | undefined =>
    read(typed, name, wrong, `0, or a whole number from ${least} to ${most}`, (text) => {
      const number = /^\s*\d+\s*$/.test(text) ? Number(text) : NaN;
      return number === 0 || (number >= least && number <= most) ? number : undefined;
    });
  const doc = read(typed, 'doc', wrong, 'a Markdown file', (text) => (text.trim() === '' ? undefined : text));
  const sweep = read(
    typed,
    'sweep',
    wrong,
    'a whole number from 1 to 10000000, for instance 1000000',
    (text) => {
      const number = /^\s*\d+(?:e\d)?\s*$/.test(text) ? Number(text) : NaN;
      return number >= 1 && number <= 1e7 ? number : undefined;
    },
  );
  const keepAll = typed['keep-all'] === true;
  const claims = typed['claims'] === true || doc !== undefined;
  const points = whole('points', 8, 65_536);
  const names = metrics.length > 0 ? [...new Set(metrics)] : undefined;
  const mapped = maps.length < written.length ? ('all' as const) : maps;
  const numbers = {
    side: whole('side', 3, 100),
    samples: whole('samples', 8, 65_536),
    walks: whole('walks', 2, 10_000),
    levels: whole('levels', 3, 1000),
  };
  if (wrong.length > 0) throw new ScenarioError(wrong);
  const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return {
    asked: {
      over,
      keepAll,
      ...(mapped.length > 0 && { maps: mapped }),
      ...(claims && { claims: points ?? POINTS }),
      ...(names && { metrics: names }),
      ...Object.fromEntries(given),
    },
    sweep,
    doc,
    again: [
      ...over.map((one) => `--over ${quoted(one)}`),
      ...(names ?? []).map((one) => `--metric ${one}`),
      ...(mapped === 'all' ? ['all'] : mapped.map((pair) => pair.join(','))).map(
        (one) => `--map ${quoted(one)}`,
      ),
      ...numbered('side', numbers.side),
      ...(claims ? ['--claims'] : []),
      ...numbered('points', points),
      ...numbered('samples', numbers.samples),
      ...numbered('walks', numbers.walks),
      ...numbered('levels', numbers.levels),
      ...(keepAll ? ['--keep-all'] : []),
    ],
  };
}
