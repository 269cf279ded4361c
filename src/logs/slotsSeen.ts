/** How many requests a server worked on at a time, by its log alone. */
import type { RealLog } from './answers.ts';

/** So many requests have to find as many others there, and never write beside all of them, before that is no chance. */
const ENOUGH = 10;

/**
 * The most that wrote their answers at once, where requests kept coming while as many were there; undefined where the
 * server was never full for long, and so might have taken more.
 */
export function slotsSeen({ arrival, firstToken, end, status }: RealLog): number | undefined {
  const answered = [...status.keys()].filter((k) => status[k] === 'ok' && end[k]! > firstToken[k]!);
  const changes = answered
    .flatMap((k) => [
      { at: firstToken[k]!, by: 1 },
      { at: end[k]!, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  const inOrder = [...answered].sort((a, b) => arrival[a]! - arrival[b]!);
  let found = 0;
  let there: number[] = [];
  for (const k of inOrder) {
    there = there.filter((other) => end[other]! > arrival[k]!);
    if (there.length >= most) found++;
    there.push(k);
  }
  return most > 0 && found >= ENOUGH ? most : undefined;
}
