/** What is loaded only where there is a queue. */
import type { Executor } from '../../experiment/executor.ts';
import { parseAddress } from '../../queue/address.ts';
import { openQueue } from '../../queue/open.ts';
import { queued } from '../../queue/queued.ts';
import { build } from '../package.ts';
import type { QueueOrder } from './queueOrder.ts';

/** Not in the address, where everybody on the machine would see it. */
export const PASSWORD = 'EDGEWISE_QUEUE_PASSWORD';

export function queueCrew({ url, base, digests, note }: QueueOrder): Promise<Executor> {
  const address = parseAddress(url, process.env[PASSWORD]);
  const version = build();
  return queued({
    address,
    version,
    note,
    open: (onNews) => openQueue(address, { version, onNews }),
    files: Object.keys(digests).length > 0 ? { base, digests } : null,
  });
}
