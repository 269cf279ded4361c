/** Picks among devices that are up, since a router learns at once that one is down. Scans all devices only when the one it would have picked is down. */
import { derive } from '../kernel/random.ts';
import type { Fleet } from '../model.ts';

/** A random device among those that are up; among all when none is. */
export function anyUp(fleet: Pick<Fleet, 'size' | 'up'>, draw: number): number {
  const drawn = Math.floor(draw * fleet.size);
  return fleet.up[drawn] === 1 ? drawn : lightest(fleet, draw, drawn, NONE);
}

const NONE: ArrayLike<number> = [];

/** The least loaded device that is up, ties broken by the draw; `picked` when none is. */
export function leastUp(fleet: Pick<Fleet, 'size' | 'up' | 'load'>, draw: number, picked: number): number {
  return lightest(fleet, draw, picked, fleet.load);
}

function lightest(
  { size, up }: Pick<Fleet, 'size' | 'up'>,
  draw: number,
  picked: number,
  load: ArrayLike<number>,
): number {
  let least = Infinity;
  let ties = 0;
  for (let i = 0; i < size; i++) {
    const held = load[i] ?? 0;
    if (up[i] === 0 || held > least) continue;
    ties = held < least ? 1 : ties + 1;
    least = held;
  }
  let left = Math.floor(derive(draw, 0) * ties);
  for (let i = 0; i < size && ties > 0; i++)
    if (up[i] === 1 && (load[i] ?? 0) === least && left-- === 0) return i;
  return picked;
}

/** A random device that is up, with probability proportional to its weight; `picked` when none is. */
export function weightedUp(
  { size, up, capability }: Pick<Fleet, 'size' | 'up' | 'capability'>,
  draw: number,
  picked: number,
): number {
  let total = 0;
  for (let i = 0; i < size; i++) total += up[i]! * capability[i]!;
  let left = derive(draw, 0) * total;
  let last = picked;
  for (let i = 0; i < size && left >= 0; i++) {
    if (up[i] === 0) continue;
    last = i;
    left -= capability[i]!;
  }
  return last;
}
