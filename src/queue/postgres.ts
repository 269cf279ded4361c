/**
 * A queue on PostgreSQL: a table of tasks, taken with SKIP LOCKED and leased for some time, and one of answers. Waiting
 * clients are woken by NOTIFY. Times are those of the server's clock.
 */
import { Client, Pool, type ClientConfig } from 'pg';
import type { QueueAddress } from './address.ts';
import {
  ATTEMPTS,
  LINGER,
  type Broker,
  type BrokerOptions,
  type News,
  type QueueStatus,
  type Task,
  type TaskState,
  type WorkerOrder,
} from './broker.ts';
import { fetchFile, keepFile } from './postgresFiles.ts';
import { listening } from './postgresListening.ts';
import { postgresStatus } from './postgresStatus.ts';
import { postgresConfig, TABLES } from './postgresTables.ts';
import { ServerRefusal } from './refused.ts';

/** Milliseconds after which a worker polls, in case a notification was lost. */
const POLL = 2000;
const CHANNEL = 'edgewise_queue';

/** Throws when there is no server, or it refuses access. */
export async function postgres(address: QueueAddress, options: BrokerOptions): Promise<Broker> {
  const config = postgresConfig(address);
  const first = new Client(config);
  first.on('error', () => undefined);
  try {
    await first.connect();
    await first.query(TABLES);
  } catch (error) {
    throw new ServerRefusal(error);
  } finally {
    await first.end().catch(() => undefined);
  }
  return new PostgresBroker(config, address, options);
}

interface Heard {
  readonly name: string;
  readonly version: string;
  /** Null when there are new tasks. */
  readonly news: News | null;
}

class PostgresBroker implements Broker {
  readonly #pool: Pool;
  readonly #config: ClientConfig;
  readonly #lock: number;
  /** The first two parameters of every statement. */
  readonly #own: readonly [name: string, version: string];
  readonly #onNews: ((news: News) => void) | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #onTasks: () => void = () => undefined;
  #closed = false;

  constructor(config: ClientConfig, { name, lock }: QueueAddress, { version, onNews }: BrokerOptions) {
    this.#config = config;
    this.#lock = lock;
    this.#own = [name, version];
    this.#onNews = onNews;
    this.#pool = new Pool({ ...config, max: 4 });
    // The next query notices; the pool opens new connections.
    this.#pool.on('error', () => undefined);
    if (onNews) this.#listen();
  }

  async put(tasks: readonly Task[]): Promise<void> {
    const keys = tasks.map(({ key }) => key);
    const bodies = tasks.map(({ body }) => Buffer.from(body));
    await this.#ask(
      `insert into edgewise_tasks (name, version, key, body)
       select $1, $2, key, body from unnest($3::text[], $4::bytea[]) as one (key, body)
       where not exists (select from edgewise_answers a where a.name = $1 and a.version = $2 and a.key = one.key)
       on conflict do nothing`,
      [keys, bodies],
    );
    await this.#tell(null);
  }

  async collect(keys: readonly string[]): Promise<ReadonlyMap<string, TaskState>> {
    // In one statement, so that a task finished meanwhile is seen either before or after.
    const rows = await this.#ask<{ key: string; body: Buffer | null; error: string | null; spent: boolean }>(
      `with answers as (
         delete from edgewise_answers where name = $1 and version = $2 and key = any($3) returning key, body)
       select key, body, null as error, false as spent from answers
       union all
       select key, null, error, tries >= $4 and lease < now()
       from edgewise_tasks where name = $1 and version = $2 and key = any($3)`,
      [keys, ATTEMPTS],
    );
    const found = new Map<string, TaskState>(keys.map((key) => [key, { kind: 'gone' }]));
    const dead: string[] = [];
    for (const { key, body, error, spent } of rows)
      if (body) found.set(key, { kind: 'answered', answer: body });
      else if (error === null && !spent) found.set(key, { kind: 'open' });
      else {
        dead.push(key);
        found.set(key, { kind: 'dead', error: error ?? `its worker died ${ATTEMPTS} times` });
      }
    if (dead.length > 0) await this.#remove(dead);
    return found;
  }

  async work(order: WorkerOrder): Promise<void> {
    const { name, threads, signal } = order;
    const counts = { busy: 0 };
    let bell = () => undefined as void;
    let rung = Promise.resolve();
    const hang = (): void => void (rung = new Promise((resolve) => (bell = resolve)));
    hang();
    const ring = (): void => {
      bell();
      hang();
    };
    this.#onTasks = ring;
    signal.addEventListener('abort', ring);
    if (!this.#onNews) this.#listen();
    const show = async (): Promise<void> => {
      await this.#ask(
        `insert into edgewise_workers values ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')
         on conflict (name, version, worker) do update set busy = excluded.busy, until = excluded.until`,
        [name, threads, counts.busy, this.#lock + LINGER],
      );
      await this.#ask(
        `update edgewise_tasks set lease = now() + $4 * interval '1 second'
         where name = $1 and version = $2 and worker = $3 and lease is not null`,
        [name, this.#lock],
      );
    };
    await show();
    await this.#tell({ kind: 'workers' });
    const beat = setInterval(() => void show().catch(() => undefined), (this.#lock * 1000) / 4);
    const poll = setInterval(ring, Math.min(POLL, (this.#lock * 1000) / 2));
    const lane = async (): Promise<void> => {
      while (!signal.aborted) {
        const waited = rung;
        const task = await this.#take(name).catch(() => undefined);
        if (task) await this.#perform(task, order, counts);
        else if (!signal.aborted) await waited;
      }
    };
    try {
      await Promise.all(Array.from({ length: threads }, lane));
    } finally {
      clearInterval(beat);
      clearInterval(poll);
      signal.removeEventListener('abort', ring);
    }
    await this.#ask(`delete from edgewise_workers where name = $1 and version = $2 and worker = $3`, [name]);
    await this.#tell({ kind: 'workers' });
  }

  keep(hash: string, make: () => Promise<Uint8Array>): Promise<void> {
    return keepFile(this.#pool, this.#own[0], hash, make);
  }

  fetch(hash: string): Promise<Uint8Array | undefined> {
    return fetchFile(this.#pool, this.#own[0], hash);
  }

  status(): Promise<QueueStatus> {
    return postgresStatus(this.#pool, this.#own[0]);
  }

  async close(keys: readonly string[] = []): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (keys.length > 0)
      await this.#ask(
        `delete from edgewise_tasks where name = $1 and version = $2 and key = any($3)
         and (lease is null or lease < now())`,
        [keys],
      ).catch(() => undefined);
    await this.#stopListening?.();
    await this.#pool.end().catch(() => undefined);
  }

  async #take(worker: string): Promise<Task | undefined> {
    const [task] = await this.#ask<{ key: string; body: Buffer }>(
      `update edgewise_tasks set worker = $3, lease = now() + $4 * interval '1 second', tries = tries + 1
       where name = $1 and version = $2 and key = (
         select key from edgewise_tasks
         where name = $1 and version = $2 and error is null and tries < $5 and (lease is null or lease < now())
         order by place for update skip locked limit 1)
       returning key, body`,
      [worker, this.#lock, ATTEMPTS],
    );
    return task;
  }

  async #perform({ key, body }: Task, order: WorkerOrder, counts: { busy: number }): Promise<void> {
    const { perform, lasting, onTask } = order;
    counts.busy++;
    onTask?.(true);
    try {
      const answer = await perform(body, (pace) => void this.#tell({ kind: 'pace', key, ...pace }));
      // The task is deleted in the transaction that adds its answer.
      await lasting(() =>
        this.#ask(
          `with done as (delete from edgewise_tasks where name = $1 and version = $2 and key = $3)
           insert into edgewise_answers (name, version, key, body) values ($1, $2, $3, $4) on conflict do nothing`,
          [key, Buffer.from(answer)],
        ),
      );
    } catch (error) {
      await this.#ask(
        `update edgewise_tasks set error = $4, lease = null where name = $1 and version = $2 and key = $3`,
        [key, error instanceof Error ? error.message : String(error)],
      ).catch(() => undefined);
    } finally {
      counts.busy--;
      onTask?.(false);
    }
    await this.#tell({ kind: 'over', key });
  }

  #listen(): void {
    this.#stopListening = listening(this.#config, CHANNEL, (payload) => {
      const { name, version, news } = JSON.parse(payload) as Heard;
      if (name !== this.#own[0] || version !== this.#own[1]) return;
      if (news) this.#onNews?.(news);
      else this.#onTasks();
    });
  }

  async #remove(keys: readonly string[]): Promise<void> {
    await this.#ask(`delete from edgewise_tasks where name = $1 and version = $2 and key = any($3)`, [keys]);
  }

  async #ask<Row extends object>(text: string, more: readonly unknown[]): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, [...this.#own, ...more])).rows;
  }

  /** May fail: clients that miss it poll. */
  async #tell(news: News | null): Promise<void> {
    const [name, version] = this.#own;
    const heard: Heard = { name, version, news };
    await this.#pool
      .query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(heard)])
      .catch(() => undefined);
  }
}
