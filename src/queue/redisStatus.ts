/** The state of a queue on Redis, and its workers. */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueStatus, VersionSeen, WorkerSeen } from './broker.ts';
import { countOf, serverWords } from './redisConnection.ts';

export async function redisStatus(client: Redis, prefix: string): Promise<QueueStatus> {
  const key = (...parts: readonly string[]): string => [prefix, ...parts].join(':');
  const names = await client.smembers(key('workers'));
  const texts = names.length > 0 ? await client.mget(names) : [];
  const gone = names.filter((_, i) => texts[i] === null);
  if (gone.length > 0) await client.srem(key('workers'), ...gone).catch(() => undefined);
  const workers = texts
    .filter((text) => typeof text === 'string')
    .map((text) => JSON.parse(text) as WorkerSeen & { readonly version: string });
  const versions: VersionSeen[] = [];
  for (const version of (await client.smembers(key('versions'))).sort()) {
    const queue = new Queue(version, { connection: client, prefix: prefix });
    const { waiting, prioritized, active, failed } = await queue.getJobCounts();
    await queue.close();
    const own = workers.filter((one) => one.version === version);
    // BullMQ lists a task somewhat longer than it runs, and even longer when its worker died.
    const tasks = {
      waiting: (waiting ?? 0) + (prioritized ?? 0) + (own.length === 0 ? (active ?? 0) : 0),
      running: own.reduce((sum, { busy }) => sum + busy, 0),
      dead: failed ?? 0,
    };
    if (own.length === 0 && Object.values(tasks).every((count) => count === 0)) continue;
    versions.push({
      version,
      ...tasks,
      workers: own.map(({ name, threads, busy }) => ({ name, threads, busy })),
    });
  }
  return {
    server: await serverWords(client),
    versions,
    answers: await countOf(client, key('answer', '*')),
    files: await countOf(client, key('file', '*')),
  };
}
