import { Chains, Ranked, type WaitingLines } from '../kernel/lines.ts';
import type { DeviceContext } from '../model.ts';

/** The lines of an entry's machines, in the order that was chosen. */
export function linesOf({ count, requests, order }: DeviceContext): WaitingLines {
  return order ? new Ranked(count, requests, order) : new Chains(count, requests);
}

/** Where nobody leaves before it is done. */
export function refusePreemption({ order }: DeviceContext, device: string): void {
  if (order?.preempts === true)
    throw new RangeError(`${device} does not preempt: preempt is for device: batching, batch: continuous`);
}
