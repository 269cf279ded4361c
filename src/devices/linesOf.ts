import { Chains, Ranked, type Lines } from '../kernel/lines.ts';
import type { DeviceContext } from '../model.ts';

/** The lines of an entry's machines, in the order that was chosen. */
export function linesOf({ count, requests, order }: DeviceContext): Lines {
  return order ? new Ranked(count, requests, order) : new Chains(count, requests);
}
