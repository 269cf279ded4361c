/** Finds the stretch of a run in which most happens. */
import type { Timeline } from './result.ts';
import type { TimelineOptions } from './timeline.ts';

type Stretch = Pick<TimelineOptions, 'from' | 'to'>;

/** Steps per length of the stretch when searching. */
const PARTS = 4;
/** A refusal counts as much as so many requests in the system. */
const REFUSAL = 10;
/** Its ends are rounded to so many seconds, to be easy to type. */
const ROUND = 10;

/** From a timeline of the whole run: the stretch of so many seconds with most refusals and requests in the system. */
export function busiest({ from, to, bars, marks }: Timeline, seconds: number): Stretch {
  if (seconds >= to - from) return { from, to };
  const step = seconds / PARTS;
  const columns = Math.max(PARTS, Math.ceil((to - from) / step));
  const weights = new Float64Array(columns);
  const at = (time: number): number => Math.min(columns - 1, Math.max(0, Math.floor((time - from) / step)));
  for (const bar of bars) {
    const last = at(bar.end);
    for (let k = at(bar.from); k <= last; k++) {
      const begin = from + k * step;
      weights[k]! += Math.max(0, Math.min(bar.end, begin + step) - Math.max(bar.from, begin)) / step;
    }
  }
  for (const mark of marks) if (mark.kind === 'refused') weights[at(mark.at)]! += REFUSAL / PARTS;
  let best = 0;
  let [sum, most] = [0, -1];
  for (let k = 0; k < columns; k++) {
    sum += weights[k]! - (weights[k - PARTS] ?? 0);
    if (k >= PARTS - 1 && sum > most * (1 + 1e-9)) [best, most] = [k - PARTS + 1, sum];
  }
  const begin = Math.min(from + best * step, to - seconds);
  const rounded = Math.max(from, Math.floor(begin / ROUND) * ROUND);
  return { from: rounded, to: Math.min(to, rounded + seconds) };
}
