import { derive } from '../kernel/random.ts';
import { NONE, type RecourseContext } from '../model.ts';

const SALT = 301;

/**
 * Of the devices but `by` that would take the request the least loaded for its capability, or NONE. Among equals the
 * first after a place that the request's own draw gives, so that not all go to the same.
 */
export function another({ fleet, requests }: RecourseContext, id: number, by: number): number {
  const { size, open, load, capability } = fleet;
  const start = Math.floor(derive(requests.draw[id]!, SALT) * size);
  let best = NONE;
  let least = Infinity;
  for (let k = 0; k < size; k++) {
    const i = start + k < size ? start + k : start + k - size;
    if (i === by || open[i] === 0) continue;
    const score = load[i]! / capability[i]!;
    if (score < least && fleet.admits(i, id)) {
      best = i;
      least = score;
    }
  }
  return best;
}
