/**
 * A queue on Redis or Valkey: tasks and their locks are managed by BullMQ. Answers are separate keys that expire, so that
 * BullMQ's clean-up does not affect them.
 */
import { Job, Queue, Worker, type WorkerOptions } from 'bullmq';
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
  type WorkerOrder,
  type WorkerSeen,
} from './broker.ts';
import { connectionOf, refuseForgetful, type Connection } from './redisConnection.ts';
import { redisStatus } from './redisStatus.ts';
import { ServerRefusal } from './refused.ts';
import { aborted, until } from './until.ts';

/** Milliseconds in which a finished task should have been removed from the list. */
const FAREWELL = 1000;

/** Throws when there is no server, or it refuses access. */
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
  /** The prefix of all keys: in braces, so that a cluster stores them together. */
  readonly #prefix: string;

  constructor(connection: Connection, address: QueueAddress, { version, onNews }: BrokerOptions) {
    this.#connection = connection;
    this.#address = address;
    this.#version = version;
    this.#prefix = `{edgewise:${address.name}}`;
    this.#client = new Redis(connection);
    // The next request notices; the client reconnects by itself.
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
          // Finished in between: its answer is there.
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
    /** Tasks without an answer yet. */
    let open = 0;
    const shown = () => {
      const self: WorkerSeen & { version: string } = { name, threads, busy: open, version: this.#version };
      return this.#client
        .pipeline()
        .sadd(this.#key('versions'), this.#version)
        .sadd(this.#key('workers'), seen)
        .set(seen, JSON.stringify(self), 'PX', Math.ceil((lock + LINGER) * 1000));
    };
    const show = (): void =>
      void shown()
        .exec()
        .catch(() => undefined);
    const worker = new Worker<string, null>(
      this.#version,
      async ({ id, data }) => {
        const key = id!.slice(1);
        busy++;
        open++;
        onTask?.(true);
        show();
        let isOpen = true;
        try {
          if ((await this.#client.exists(this.#key('answer', key))) === 0) {
            const answer = await perform(Buffer.from(data, 'base64'), (pace) => {
              this.#tell({ kind: 'pace', key, ...pace });
            });
            // Retries while the server is full or away: the work is done, so the lock may expire.
            open--;
            isOpen = false;
            // Clients that see the answer must not see the task as running.
            await lasting(async () => {
              const said = await shown()
                .set(this.#key('answer', key), Buffer.from(answer), 'EX', KEPT)
                .exec();
              const [error] = said?.at(-1) ?? [new Error('it did not take the answer')];
              if (error) throw error;
            });
          }
        } finally {
          busy--;
          if (isOpen) open--;
          onTask?.(false);
        }
        this.#tell({ kind: 'over', key });
        return null;
      },
      this.#workerOptions(threads),
    );
    let unsettled = 0;
    worker.on('active', () => unsettled++);
    for (const settled of ['completed', 'failed'] as const) worker.on(settled, () => unsettled--);
    worker.on('error', () => undefined);
    await shown().exec();
    this.#tell({ kind: 'workers' });
    const beat = setInterval(show, (lock * 1000) / 4);
    try {
      await aborted(signal);
      await worker.pause(true);
      await until(() => busy === 0);
      // Waiting for it to close could block forever while its connection is being reopened.
      await until(() => unsettled === 0, FAREWELL);
      await worker.close(true);
    } finally {
      clearInterval(beat);
    }
    await this.#client.multi().del(seen).srem(this.#key('workers'), seen).exec();
    this.#tell({ kind: 'workers' });
  }

  #workerOptions(threads: number): WorkerOptions {
    const { lock } = this.#address;
    return {
      connection: this.#connection,
      prefix: this.#prefix,
      concurrency: threads,
      lockDuration: lock * 1000,
      stalledInterval: lock * 500,
      maxStalledCount: ATTEMPTS - 1,
      drainDelay: Math.min(5, lock / 6),
    };
  }

  async keep(hash: string, make: () => Promise<Uint8Array>): Promise<void> {
    const name = this.#key('file', hash);
    if ((await this.#client.expire(name, KEPT)) === 0)
      await this.#client.set(name, Buffer.from(await make()), 'EX', KEPT);
  }

  async fetch(hash: string): Promise<Uint8Array | undefined> {
    return (await this.#client.getBuffer(this.#key('file', hash))) ?? undefined;
  }

  status(): Promise<QueueStatus> {
    return redisStatus(this.#client, this.#prefix);
  }

  async close(keys: readonly string[] = []): Promise<void> {
    const reachable = this.#client.status === 'ready';
    if (reachable)
      for (const key of keys) {
        // A running task is locked and stays.
        const task = await Job.fromId(this.#queue, `t${key}`);
        await task?.remove().catch(() => undefined);
      }
    await this.#queue.close().catch(() => undefined);
    this.#client.disconnect();
    this.#listener?.disconnect();
  }

  /** May fail: clients that miss it poll. */
  #tell(news: News): void {
    void this.#client.publish(this.#key('news', this.#version), JSON.stringify(news)).catch(() => undefined);
  }

  #key(...parts: readonly string[]): string {
    return [this.#prefix, ...parts].join(':');
  }
}

/** BullMQ's messages about a lost lock, reworded. */
function deathOf(reason: string): string {
  return reason.includes('stalled') ? `its worker died ${ATTEMPTS} times` : reason;
}
