/** A comparison in words. */
import { capital, counted } from '../kernel/words.ts';
import { known, knownEnd, scaleFor, type AxisScale } from '../kernel/numbers.ts';
import { metricOf, type Definition } from '../metrics/definitions.ts';
import type { Comparison, Estimate, Labels } from '../results.ts';
import { settingOf, valueOf } from './axisName.ts';

type Compared = Omit<Comparison, 'text'>;

/** Whether its words begin with a name: those of other axes come before it, and so does that nothing can be told. */
export const isNamed = ({ cell, verdict }: Compared): boolean =>
  Object.keys(cell).length === 1 && verdict !== 'cannot tell yet';

/** Without its full stop. */
export interface Words {
  readonly text: string;
  /** Whether it begins with a name, which stays as the file writes it. */
  readonly named: boolean;
}

/** As a sentence of its own. */
export const asSentence = ({ text, named: isName }: Words): string => `${isName ? text : capital(text)}.`;

/** "loadAware redirects 41 % fewer tokens than random (95 % interval 37 to 45)". */
export function comparisonWords(comparison: Compared, oneLog = false): string {
  const { axis, cell, baseline, metric, verdict } = comparison;
  const wording = metricOf(metric);
  const who = valueOf(cell, axis);
  const other = valueOf(baseline, axis);
  const where = context(cell, axis);
  if (verdict === 'same') return `${where}${who} and ${other} do not differ in ${wording.subject}`;
  const { size, range, among, direction } = amount(comparison, wording);
  const interval = intervalWords(range, among);
  const { verb, noun } = wording;
  const says = verb === 'has' ? 'has a' : verb;
  if (verdict !== 'cannot tell yet')
    return verb === 'has'
      ? `${where}${who} ${says} ${direction} ${noun} than ${other}, by ${size}${interval}`
      : `${where}${who} ${says} ${size} ${direction} ${noun} than ${other}${interval}`;
  return (
    `${where}cannot tell yet whether ${who} ${says} ${direction} ${noun} than ${other}: ` +
    `${size} ${direction}${interval}; ${advice(comparison, oneLog)}`
  );
}

/** What one log leaves open, more draws from it do not tell. */
function advice({ more, difference }: Compared, oneLog: boolean): string {
  if (difference.ci95 === null) return 'at least 2 replications are needed';
  if (more === null && oneLog) return 'more replications from this log would not tell, a longer log would';
  if (more === null) return 'no sensible number of replications would tell';
  return `about ${counted(more, 'more replication')} would tell`;
}

export interface Amount {
  /** Without its sign, in `unit`: per cent of the baseline, points of a share, or the figure's own. */
  readonly value: number;
  readonly unit: string;
  readonly size: string;
  /** From end to end of the interval; empty where there is none. */
  readonly range: string;
  /** How many pairs the interval holds for at once. */
  readonly among: number;
  readonly direction: string;
}

/**
 * Shares change in points. What is an amount changes in per cent of the baseline where that can be had with its
 * interval, else in the figure's own unit.
 */
export function amount(
  { difference, relative, among = 1 }: Pick<Compared, 'difference' | 'relative' | 'among'>,
  wording: Pick<Definition, 'up' | 'down' | 'share' | 'unit'>,
): Amount {
  const { up, down } = wording;
  const inPercent =
    !wording.share && relative.mean !== null && (relative.ci95 !== null || difference.ci95 === null);
  const { mean, ci95 } = inPercent ? relative : difference;
  const { factor, unit } = inPercent ? { factor: 100, unit: '%' } : ownScale(wording, mean ?? 0);
  const value = (mean ?? 0) * factor;
  const [low, high] = ci95 === null ? [value, value] : [ci95[0] * factor, ci95[1] * factor];
  const text = (one: number): string => known(Math.abs(one), (high - low) / 2, unit);
  // That nothing is left out is for the difference to say: of its share of the baseline the interval is another.
  const told = difference.ci95 !== null && (difference.ci95[0] > 0 || difference.ci95[1] < 0);
  const end = (one: number): string => (told ? knownEnd(Math.abs(one), (high - low) / 2, unit) : text(one));
  const [before, after] = unit === '$' ? ['$', ''] : ['', unit === '' ? '' : ` ${unit}`];
  const ends =
    low < 0 && high > 0
      ? `${text(low)} ${down} to ${text(high)} ${up}`
      : low < 0
        ? `${end(high)} to ${end(low)}`
        : `${end(low)} to ${end(high)}`;
  return {
    value: Math.abs(value),
    unit,
    size: `${before}${text(value)}${after}`,
    range: ci95 === null ? '' : ends,
    among,
    direction: value < 0 ? down : up,
  };
}

/** No figure is below nothing, though a fitted mean may be: of none more than all of it can go. */
export function atMostAll({ mean, ci95 }: Estimate): Estimate {
  const least = (value: number): number => Math.max(-1, value);
  return { mean: mean === null ? null : least(mean), ci95: ci95 && [least(ci95[0]), least(ci95[1])] };
}

/** What the noun of a sentence names already: `5 fewer requests`. */
const IN_THE_NOUN: readonly string[] = ['requests', 'tokens', 'people'];

function ownScale({ share, unit }: Pick<Definition, 'share' | 'unit'>, mean: number): AxisScale {
  return share ? { factor: 100, unit: 'points' } : scaleFor(IN_THE_NOUN.includes(unit) ? '' : unit, [mean]);
}

/** ` (95 % interval 37 to 45)`; empty where there is none. */
export function intervalWords(range: string, among = 1): string {
  return range === '' ? '' : ` (95 % interval ${among > 1 ? `for all ${among} pairs ` : ''}${range})`;
}

/** ` (37 to 45)`: of the intervals of one sentence all but the first. */
export const furtherInterval = (range: string, among = 1): string =>
  range === '' ? '' : ` (${among > 1 ? `for all ${among} pairs ` : ''}${range})`;

/** "with arrivals bursty, ": what the compared cells have in common. */
function context(labels: Labels, axis: string): string {
  const others = Object.keys(labels).filter((path) => path !== axis);
  return others.length === 0 ? '' : `with ${others.map((path) => settingOf(labels, path)).join(' and ')}, `;
}
