/** Which contender is best at which alpha. Within a replication U and PCR are linear in alpha, so no run is needed. */
import { meanInterval } from '../../kernel/statistics.ts';
import { studentQuantile } from '../../kernel/student.ts';
import type { Interval, Won } from './result.ts';
import type { Crossing, Standing, AlphaStretch } from './alphaResult.ts';
import { alike, deviationOf, meanOf } from '../../kernel/spread.ts';

/** A line in alpha for every replication; replications of all contenders are paired. */
export interface Contender {
  readonly label: string;
  /** The values at alpha 0 and at alpha 1; NaN when there is none. */
  readonly zero: readonly number[];
  readonly one: readonly number[];
}

/** The best on average from alpha 0 to 1, and where that changes. */
export function standing(all: readonly Contender[]): Standing {
  const lines = all.flatMap(({ label, zero, one }) => {
    const line = { label, zero: mean(zero), one: mean(one) };
    return Number.isFinite(line.zero + line.one) ? [line] : [];
  });
  const stretches: AlphaStretch[] = [];
  const crossings: Crossing[] = [];
  if (lines.length === 0) return { stretches, crossings };
  // Of equals at the start the steepest is best right after it.
  let now = lines.reduce((a, b) => (b.zero > a.zero || (b.zero === a.zero && b.one > a.one) ? b : a));
  for (let from = 0; ;) {
    let next = { alpha: 1, line: now };
    for (const line of lines) {
      const gain = line.one - line.zero - (now.one - now.zero);
      if (line === now || !(gain > 0)) continue;
      const alpha = (now.zero - line.zero) / gain;
      const sooner = alpha < next.alpha || (alpha === next.alpha && line.one > next.line.one);
      if (alpha >= from && sooner && alpha < 1) next = { alpha, line };
    }
    stretches.push({ from, to: next.alpha, best: now.label });
    if (next.line === now) return { stretches, crossings };
    const named = (label: string): Contender => all.find((one) => one.label === label)!;
    const unsure = undecided(named(next.line.label), named(now.label), next.alpha);
    crossings.push({ alpha: next.alpha, before: now.label, after: next.line.label, unsure });
    from = next.alpha;
    now = next.line;
  }
}

export function winnerAt(all: readonly Contender[], alpha: number): Won {
  const values = all.map(({ label, zero, one }) => ({
    label,
    values: zero.map((start, i) => start + alpha * (one[i]! - start)),
  }));
  return winner(values, 1);
}

/** The best of some paired columns; `better` is 1 when more is. Null when there are no values, or all are equal. */
export function winner(
  all: readonly { readonly label: string; readonly values: readonly number[] }[],
  better: 1 | -1,
): Won {
  const known = all
    .map(({ label, values }) => ({ label, values, mean: mean(values) }))
    .filter((one) => Number.isFinite(one.mean))
    .sort((a, b) => (b.mean - a.mean) * better);
  const [best, second] = known;
  if (!best) return null;
  if (!second) return { best: best.label, told: false, second: null, margin: null, margin95: null };
  const gains = known
    .slice(1)
    .map(({ values }) => best.values.map((value, i) => better * (value - values[i]!)));
  if (gains.every((column) => column.every((value) => value === 0))) return null;
  const level = 1 - 0.05 / gains.length;
  return {
    best: best.label,
    told: gains.every((column) => apart(column, level)),
    second: second.label,
    margin: better * (best.mean - second.mean),
    margin95: interval(gains[0]!, level),
  };
}

/** Whether the mean of paired differences is significantly different from zero. */
export function apart(differences: readonly number[], level = 0.95): boolean {
  const known = differences.filter(Number.isFinite);
  if (known.length < 2) return false;
  if (alike(known)) return known[0] !== 0;
  const between = interval(known, level);
  return between !== null && (between[0] > 0 || between[1] < 0);
}

function interval(differences: readonly number[], level: number): Interval | null {
  return meanInterval(differences.filter(Number.isFinite), level).ci95;
}

/** Where around `alpha` the paired interval of a minus b covers zero (the connected part of Fieller's set). */
function undecided(a: Contender, b: Contender, alpha: number): readonly [number, number] | null {
  const pairs = a.zero.flatMap((zero, i) => {
    const start = zero - b.zero[i]!;
    const end = a.one[i]! - b.one[i]!;
    return Number.isFinite(start + end) ? [[start, end] as const] : [];
  });
  const n = pairs.length;
  if (n < 2) return null;
  const reach = studentQuantile(0.975, n - 1) / Math.sqrt(n);
  const covers = (at: number): boolean => {
    const values = pairs.map(([start, end]) => start + at * (end - start));
    return Math.abs(meanOf(values)) <= reach * deviationOf(values);
  };
  if (!covers(alpha)) return [alpha, alpha];
  const edge = (towards: number): number => {
    const far = Array.from({ length: 201 }, (_, i) => alpha + ((towards - alpha) * i) / 200);
    const beyond = far.findIndex((at) => !covers(at));
    if (beyond < 0) return towards;
    let [inside, outside] = [far[beyond - 1]!, far[beyond]!];
    for (let i = 0; i < 40; i++) {
      const middle = (inside + outside) / 2;
      if (covers(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [edge(0), edge(1)];
}

/** NaN when a replication has no value. */
function mean(values: readonly number[]): number {
  return values.length > 0 && values.every(Number.isFinite) ? meanOf(values) : NaN;
}
