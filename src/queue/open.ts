/** Opens a queue by its address. Client libraries of servers are loaded only here. */
import { StoreError } from '../store/storeError.ts';
import type { QueueAddress } from './address.ts';
import type { Broker, BrokerOptions } from './broker.ts';
import { ServerRefusal } from './refused.ts';

type Open = (address: QueueAddress, options: BrokerOptions) => Promise<Broker>;

/** Throws an error of one line when it cannot be used. */
export async function openQueue(address: QueueAddress, options: BrokerOptions): Promise<Broker> {
  const open = await loaded(address);
  try {
    return await open(address, options);
  } catch (error) {
    if (error instanceof ServerRefusal)
      throw new StoreError(`${address.shown}: cannot be used: ${error.message}`, error.lasting);
    throw error;
  }
}

async function loaded({ engine, shown }: QueueAddress): Promise<Open> {
  try {
    if (engine === 'redis') return (await import('./redis.ts')).redis;
    return (await import('./postgres.ts')).postgres;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const packages = engine === 'redis' ? 'bullmq ioredis' : 'pg';
    throw new StoreError(
      `${shown}: needs packages that are not installed here: npm install ${packages}`,
      true,
    );
  }
}
