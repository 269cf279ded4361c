/**
 * A queue on Redis or Valkey: BullMQ has the tasks and their locks. TaskAnswers are keys of their own that expire, so that
 * nothing of what the queue keeps or throws away touches them.
 */
import { Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import {
  ATTEMPTS,
  KEPT,
  LINGER,
  type Broker,
  type BrokerOptions,
  type News,
  type TaskState,
  type QueueStatus,
  type Task,
  type VersionSeen,
  type WorkerOrder,
  type WorkerSeen,
} from './broker.ts';
import { ServerRefusal } from './refused.ts';

/** Milliseconds for a first answer. */
const FIRST = 5000;
/** Milliseconds in which a task that is over should have been taken off the list. */
const FAREWELL = 1000;

/** Throws when nobody is there, or does not let us in. */
export async function redis(address: QueueAddress, options: BrokerOptions): Promise<Broker> {
  const connection = connectionOf(address);
  const probe = new Redis({ ...connection, lazyConnect: true, retryStrategy: () => null });
  let said: unknown;
  probe.on('error', (error) => (said = error));
  try {
    await probe.connect();
    refuseForgetful(await probe.info('memory'));
  } catch (error) {
    throw error instanceof ServerRefusal ? error : new ServerRefusal(said ?? error);
  } finally {
    probe.disconnect();
  }
  return new RedisBroker(connection, address, options);
}

class RedisBroker implements Broker {
  readonly #connection: Connection;
  readonly #address: QueueAddress;
  readonly #version: string;
  readonly #queue: Queue;
  readonly #client: Redis;
  readonly #listener: Redis | undefined;
  /** Before every key: in braces, so that a cluster has them in one place. */
  readonly #prefix: string;

  constructor(connection: Connection, address: QueueAddress, { version, onNews }: BrokerOptions) {
    this.#connection = connection;
    this.#address = address;
    this.#version = version;
    this.#prefix = `{edgewise:${address.name}}`;
    this.#client = new Redis(connection);
    // Whoever waits for an answer notices; and it connects again by itself.
    this.#client.on('error', () => undefined);
    this.#queue = new Queue(version, { connection: this.#client, prefix: this.#prefix });
    this.#queue.on('error', () => undefined);
    if (!onNews) return;
    this.#listener = new Redis(connection);
    this.#listener.on('error', () => undefined);
    this.#listener.on('message', (_channel, text) => onNews(JSON.parse(text) as News));
    void this.#listener.subscribe(this.#key('news', version)).catch(() => undefined);
  }

  async put(tasks: readonly Task[]): Promise<void> {
    await this.#client.sadd(this.#key('versions'), this.#version);
    await this.#queue.addBulk(
      tasks.map(({ key, body }) => ({
        name: 'task',
        data: Buffer.from(body).toString('base64'),
        opts: { jobId: `t${key}`, removeOnComplete: true, attempts: 1 },
      })),
    );
  }

  async collect(keys: readonly string[]): Promise<ReadonlyMap<string, TaskState>> {
    const found = new Map<string, TaskState>();
    const answered: string[] = [];
    const look = async (key: string): Promise<boolean> => {
      const name = this.#key('answer', key);
      const answer = await this.#client.getBuffer(name);
      if (!answer) return false;
      answered.push(name);
      found.set(key, { kind: 'answered', answer });
      return true;
    };
    await Promise.all(
      keys.map(async (key) => {
        if (await look(key)) return;
        const task = await Job.fromId(this.#queue, `t${key}`);
        if (!task) {
          // Done in between, it has left its answer.
          if (!(await look(key))) found.set(key, { kind: 'gone' });
        } else if (task.finishedOn !== undefined && task.failedReason) {
          found.set(key, { kind: 'dead', error: deathOf(task.failedReason) });
          await task.remove();
        } else found.set(key, { kind: 'open' });
      }),
    );
    if (answered.length > 0) await this.#client.unlink(...answered);
    return found;
  }

  async work({ name, threads, perform, signal, lasting, onTask }: WorkerOrder): Promise<void> {
    const { lock } = this.#address;
    const seen = this.#key('worker', `${this.#version}/${name}`);
    let busy = 0;
    const show = async (): Promise<void> => {
      const self: WorkerSeen & { version: string } = { name, threads, busy, version: this.#version };
      await this.#client
        .multi()
        .sadd(this.#key('versions'), this.#version)
        .sadd(this.#key('workers'), seen)
        .set(seen, JSON.stringify(self), 'PX', Math.ceil((lock + LINGER) * 1000))
        .exec();
    };
    const worker = new Worker<string, null>(
      this.#version,
      async ({ id, data }) => {
        const key = id!.slice(1);
        busy++;
        onTask?.(true);
        try {
          if ((await this.#client.exists(this.#key('answer', key))) === 0) {
            const answer = await perform(Buffer.from(data, 'base64'), (pace) => {
              this.#tell({ kind: 'pace', key, ...pace });
            });
            // For as long as the server is full or away: the work is done, and the lock may go.
            await lasting(() => this.#client.set(this.#key('answer', key), Buffer.from(answer), 'EX', KEPT));
          }
        } finally {
          busy--;
          onTask?.(false);
        }
        this.#tell({ kind: 'over', key });
        return null;
      },
      {
        connection: this.#connection,
        prefix: this.#prefix,
        concurrency: threads,
        lockDuration: lock * 1000,
        stalledInterval: lock * 500,
        maxStalledCount: ATTEMPTS - 1,
        drainDelay: Math.min(5, lock / 6),
      },
    );
    let unsettled = 0;
    worker.on('active', () => unsettled++);
    for (const settled of ['completed', 'failed'] as const) worker.on(settled, () => unsettled--);
    worker.on('error', () => undefined);
    await show();
    this.#tell({ kind: 'workers' });
    const beat = setInterval(() => void show().catch(() => undefined), (lock * 1000) / 4);
    try {
      await aborted(signal);
      await worker.pause(true);
      await until(() => busy === 0);
      // To wait for its own end would be to wait for ever when its line is just being made again.
      await until(() => unsettled === 0, FAREWELL);
      await worker.close(true);
    } finally {
      clearInterval(beat);
    }
    await this.#client.multi().del(seen).srem(this.#key('workers'), seen).exec();
    this.#tell({ kind: 'workers' });
  }

  async status(): Promise<QueueStatus> {
    const names = await this.#client.smembers(this.#key('workers'));
    const texts = names.length > 0 ? await this.#client.mget(names) : [];
    const gone = names.filter((_, i) => texts[i] === null);
    if (gone.length > 0) await this.#client.srem(this.#key('workers'), ...gone).catch(() => undefined);
    const workers = texts
      .filter((text) => typeof text === 'string')
      .map((text) => JSON.parse(text) as WorkerSeen & { readonly version: string });
    const versions: VersionSeen[] = [];
    for (const version of (await this.#client.smembers(this.#key('versions'))).sort()) {
      const queue = new Queue(version, { connection: this.#client, prefix: this.#prefix });
      const { waiting, prioritized, active, failed } = await queue.getJobCounts();
      await queue.close();
      const own = workers.filter((one) => one.version === version);
      const tasks = {
        waiting: (waiting ?? 0) + (prioritized ?? 0),
        running: active ?? 0,
        dead: failed ?? 0,
      };
      if (own.length === 0 && Object.values(tasks).every((count) => count === 0)) continue;
      versions.push({
        version,
        ...tasks,
        workers: own.map(({ name, threads, busy }) => ({ name, threads, busy })),
      });
    }
    return { server: await this.#server(), versions, answers: await this.#answers() };
  }

  async close(keys: readonly string[] = []): Promise<void> {
    const reachable = this.#client.status === 'ready';
    if (reachable)
      for (const key of keys) {
        // One that somebody is at is locked, and stays.
        const task = await Job.fromId(this.#queue, `t${key}`);
        await task?.remove().catch(() => undefined);
      }
    await this.#queue.close().catch(() => undefined);
    this.#client.disconnect();
    this.#listener?.disconnect();
  }

  async #server(): Promise<string> {
    const text = await this.#client.info();
    const of = (name: string): string => new RegExp(`^${name}:(.*)\r?$`, 'm').exec(text)?.[1]?.trim() ?? '?';
    const most = of('maxmemory') === '0' ? '' : ` of ${of('maxmemory_human')}`;
    return `Redis ${of('redis_version')}, ${of('used_memory_human')}${most} in use`;
  }

  async #answers(): Promise<number> {
    let count = 0;
    for (let cursor = '0'; ;) {
      const [next, keys] = await this.#client.scan(
        cursor,
        'MATCH',
        this.#key('answer', '*').replace('{', '\\{'),
        'COUNT',
        1000,
      );
      count += keys.length;
      cursor = next;
      if (cursor === '0') return count;
    }
  }

  /** Nobody waits for it to be heard. */
  #tell(news: News): void {
    void this.#client.publish(this.#key('news', this.#version), JSON.stringify(news)).catch(() => undefined);
  }

  #key(...parts: readonly string[]): string {
    return [this.#prefix, ...parts].join(':');
  }
}

type Connection = ReturnType<typeof connectionOf>;

function connectionOf({ url, secure, ca, lock }: QueueAddress) {
  const database = /^\/(\d+)$/.exec(url.pathname)?.[1];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || 6379,
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(database !== undefined && { db: Number(database) }),
    ...(secure && { tls: { ...(ca !== undefined && { ca }) } }),
    maxRetriesPerRequest: null,
    connectTimeout: FIRST,
    // A line that is silent is taken for dead well before a lock is lost.
    socketTimeout: Math.min(10, Math.max(1, lock / 3)) * 1000,
    retryStrategy: (times: number): number | null => Math.min(100 * times, 2000),
  };
}

/** One that throws away what it has no room for would throw away tasks. */
function refuseForgetful(info: string): void {
  const of = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const policy = of('maxmemory_policy');
  if (of('maxmemory') === '0' || policy === undefined || policy === 'noeviction') return;
  throw new ServerRefusal(
    `it throws away what it has no room for (maxmemory-policy ${policy}): set maxmemory-policy to noeviction`,
    true,
  );
}

/** In other words what BullMQ says of a lost lock. */
function deathOf(reason: string): string {
  return reason.includes('stalled') ? `its worker died ${ATTEMPTS} times` : reason;
}

async function until(so: () => boolean, milliseconds: number = Infinity): Promise<void> {
  const began = performance.now();
  while (!so() && performance.now() - began < milliseconds)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => {
      resolve();
    }),
  );
}
