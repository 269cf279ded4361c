/** What is loaded only where there is a queue. */
import type { Executor } from '../../experiment/executor.ts';
import { openQueue } from '../../queue/open.ts';
import { queued } from '../../queue/queued.ts';
import { addressOf } from '../flags/queueAddress.ts';
import { build } from '../package.ts';
import type { QueueOrder } from './queueOrder.ts';

export function queueCrew({ url, base, digests, note }: QueueOrder): Promise<Executor> {
  const address = addressOf(url);
  const version = build();
  return queued({
    address,
    version,
    note,
    open: (onNews) => openQueue(address, { version, onNews }),
    files: Object.keys(digests).length > 0 ? { base, digests } : null,
  });
}
