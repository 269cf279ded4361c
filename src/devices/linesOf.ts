import { Chains, Ranked, type WaitingLines } from '../kernel/lines.ts';
import type { DeviceContext } from '../model.ts';

/** The waiting lines of an entry's machines, in the configured order. */
export function linesOf({ count, requests, order }: DeviceContext): WaitingLines {
  return order ? new Ranked(count, requests, order) : new Chains(count, requests);
}

/** Rejects an order with preemption, for devices that cannot preempt. */
export function refusePreemption({ order }: DeviceContext, device: string): void {
  if (order?.preempts === true)
    throw new RangeError(`${device} does not preempt: preempt is for device: batching, batch: continuous`);
}
