import { derive } from '../kernel/random.ts';
import type { Fleet } from '../model.ts';
import type { Outlook } from './outlook.ts';
import { anyUp } from './upOnly.ts';

/**
 * The device expected to finish the request first, among those that would take it. When all would refuse, the one with
 * room that would finish first; when none has room, a random one that is up.
 */
export function earliest(outlook: Outlook, draw: number, fleet: Fleet): number {
  const taker = first(outlook, draw, true);
  if (taker >= 0) return taker;
  const open = first(outlook, draw, false);
  return open >= 0 ? open : anyUp(fleet, draw);
}

function first(outlook: Outlook, draw: number, asked: boolean): number {
  let best = -1;
  let done = Infinity;
  let alone = Infinity;
  let ties = 0;
  for (let g = 0; g < outlook.groups; g++) {
    const device = outlook.soonest(g, draw, asked);
    if (device < 0) continue;
    const { last } = outlook.estimates[g]!;
    const { wait, ties: others } = outlook.found;
    const order = wait + last - done || last - alone;
    if (order > 0) continue;
    ties = order === 0 ? ties + others : others;
    if (order !== 0 || derive(draw, g) * ties < others) best = device;
    done = wait + last;
    alone = last;
  }
  return best;
}
