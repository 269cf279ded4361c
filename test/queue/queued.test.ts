/** A study done by workers of a queue comes to what it comes to without one, whatever happens on the way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import type { Executor } from '../../src/experiment/executor.ts';
import { jobsOf } from '../../src/experiment/experiment.ts';
import type { Failed, Finished, Job } from '../../src/experiment/job.ts';
import type { RunJob } from '../../src/experiment/executor.ts';
import { parseAddress } from '../../src/queue/address.ts';
import { Labour } from '../../src/queue/labour.ts';
import { Lasting } from '../../src/queue/lasting.ts';
import { openQueue } from '../../src/queue/open.ts';
import { queued } from '../../src/queue/queued.ts';
import type { Broker } from '../../src/queue/broker.ts';
import { runner } from '../../src/store/runner.ts';
import { fileDigest } from '../../src/store/sources.ts';
import { office } from '../experiment/plan.ts';
import { ENGINES, Line, redisServer, type Server } from './servers.ts';

const VERSION = '1';
const real = runner({ base: '/' });
const jobs = (replications: number): Job[] =>
  jobsOf(
    office({ vary: ['strategy=random,leastQueue'], set: ['expect=[]', 'duration=5m'] }),
    replications,
    'devices',
  );

async function all(
  executor: Executor,
  of: readonly Job[],
  signal?: AbortSignal,
): Promise<(Finished | Failed)[]> {
  const over: (Finished | Failed)[] = [];
  for await (const one of executor.run(of, signal ? { signal } : {})) over.push(one);
  return over;
}

/** In order, and without how they travelled. */
const told = (over: readonly (Finished | Failed)[]): string =>
  JSON.stringify(
    over
      .toSorted((a, b) => a.cell - b.cell || a.replication - b.replication)
      .map((one) => ('error' in one ? one : { ...one, packed: undefined })),
  );

describe.each(ENGINES)('$name', ({ there, start, name: engine }) => {
  let server: Server;
  let count = 0;
  let expected: string;

  beforeAll(async () => {
    expected = told(await all(inProcess(real), jobs(20)));
    if (there) server = await start();
  });
  afterAll(async () => {
    if (there) await server.remove();
  });

  /** A queue of its own. Tasks are of few runs each, so that there are many. */
  function queue(asked: { readonly wait?: number; readonly at?: Server; readonly port?: number } = {}) {
    const { wait = 20, at = server } = asked;
    const { port = at.port } = asked;
    const notes: string[] = [];
    const closes: (() => Promise<void>)[] = [];
    const url = at.url(`name=${engine}-${++count}&lock=0.5s&wait=${wait}s&task=1ms`);
    const address = parseAddress(url.replace(`:${at.port}`, `:${port}`));
    const direct = parseAddress(url.replace('wait=', 'wait=1'));
    return {
      notes,
      async driver(version = VERSION): Promise<Executor> {
        const executor = await queued({
          address,
          version,
          files: null,
          note: (text) => notes.push(text),
          open: (onNews) => openQueue(address, { version, onNews }),
        });
        closes.push(() => executor.close());
        return executor;
      },
      /** A worker whose runs are done by `run`. */
      async worker(run: RunJob = real, version = VERSION): Promise<void> {
        const broker = await openQueue(direct, { version });
        const labour = new Labour({
          lanes: 2,
          folder: undefined,
          executor: () => inProcess(run),
          fetch: (hash) => broker.fetch(hash),
        });
        const stop = new AbortController();
        const lasting = new Lasting(direct, () => undefined);
        const worked = broker.work({
          name: `worker-${version}`,
          threads: 2,
          signal: stop.signal,
          perform: (body, tell) => labour.perform(body, tell),
          lasting: async (ask) => void (await lasting.of(ask)),
        });
        closes.push(async () => {
          stop.abort();
          await worked;
          await broker.close();
        });
      },
      async close(): Promise<void> {
        for (const close of closes) await close();
      },
    };
  }

  it.skipIf(!there)('gives the same results, byte for byte, and says who is there', async () => {
    const one = queue();
    await one.worker();
    const driver = await one.driver();
    expect(told(await all(driver, jobs(20)))).toBe(expected);
    expect(told(await all(driver, jobs(20)))).toBe(expected);
    expect(one.notes[0]).toMatch(/: 1 worker, 2 threads$/);
    await one.close();
  });

  it.skipIf(!there)(
    'a server that is restarted in the middle loses nothing, whether it has forgotten everything or not',
    async () => {
      const own = await start();
      const one = queue({ at: own });
      let done = 0;
      await one.worker((job, progress) => {
        // In the middle of the study.
        if (++done === 8) restarted = own.kill().then(() => own.start());
        return real(job, progress);
      });
      let restarted: Promise<void> | undefined;
      const driver = await one.driver();
      expect(told(await all(driver, jobs(20)))).toBe(expected);
      expect(restarted).toBeDefined();
      await restarted;
      await one.close();
      await own.remove();
    },
  );

  it.skipIf(!there).each([
    ['is cut', (line: Line) => line.cut()],
    ['goes silent', (line: Line) => line.silence()],
  ])('a line that %s for a while loses nothing', async (_how, damage) => {
    const line = await Line.to(server.port);
    const one = queue({ port: line.port });
    let done = 0;
    await one.worker((job, progress) => {
      if (++done === 8) damage(line);
      return real(job, progress);
    });
    const driver = await one.driver();
    const over = all(driver, jobs(20));
    // Until somebody has noticed and said so.
    while (!one.notes.some((note) => note.includes('trying again')))
      await new Promise((resolve) => setTimeout(resolve, 10));
    line.mend();
    expect(told(await over)).toBe(expected);
    expect(one.notes.some((note) => note.endsWith('answers again'))).toBe(true);
    await one.close();
    line.close();
  });

  it.skipIf(!there)('a server that stays away is an error, and not waited for without end', async () => {
    const line = await Line.to(server.port);
    const one = queue({ port: line.port, wait: 1 });
    await one.worker((job, progress) => {
      line.cut();
      return real(job, progress);
    });
    const study = async (): Promise<unknown> => all(await one.driver(), jobs(20));
    await expect(study()).rejects.toThrow(/was waited for 1 s in vain.*the same command goes on/);
    await one.close();
    line.close();
  });

  it.skipIf(!there)('no worker is an error in the end; workers of another version are named', async () => {
    const one = queue({ wait: 3 });
    await one.worker(real, '0.9');
    const driver = await one.driver();
    await expect(all(driver, jobs(20))).rejects.toThrow(/no worker of version 1 for 3 s, but of 0\.9 \(1\)/);
    expect(one.notes[0]).toMatch(/no worker of version 1 yet, but of 0\.9 \(1\)/);
    await one.close();
  });

  it.skipIf(!there).each(engine === 'redis' ? [engine] : [])(
    'a %s server that is full is waited for until there is room',
    async () => {
      const own = await redisServer({ more: ['--maxmemory', '1kb'] });
      const one = queue({ at: own });
      const driver = await one.driver();
      const over = all(driver, jobs(20));
      while (!one.notes.some((note) => note.includes('it is full (maxmemory); trying again')))
        await new Promise((resolve) => setTimeout(resolve, 10));
      const client = new Redis(own.port);
      await client.config('SET', 'maxmemory', '0');
      await one.worker();
      expect(told(await over)).toBe(expected);
      // Full again, while there are answers to give: the worker has to wait too.
      const more = all(driver, jobs(20));
      await client.config('RESETSTAT');
      await client.config('SET', 'maxmemory', '1kb');
      while ((await client.info('errorstats')).match(/errorstat_OOM:count=(\d+)/)?.[1] === undefined)
        await new Promise((resolve) => setTimeout(resolve, 10));
      await client.config('SET', 'maxmemory', '0');
      expect(told(await more)).toBe(expected);
      client.disconnect();
      await one.close();
      await own.remove();
    },
  );

  it.skipIf(!there).each(engine === 'postgres' ? [engine] : [])(
    'a %s server that takes no changes, as one does whose disk is full, is waited for until it does',
    async () => {
      const own = await start();
      const client = new Client({ connectionString: own.url() });
      await client.connect();
      const takesChanges = async (so: boolean): Promise<void> => {
        const wanted = so ? 'off' : 'on';
        await client.query(`alter system set default_transaction_read_only = ${wanted}`);
        await client.query('select pg_reload_conf()');
        // It passes that on to its sessions when it comes to it.
        const isOn = "select current_setting('default_transaction_read_only') as now";
        while ((await client.query<{ now: string }>(isOn)).rows[0]!.now !== wanted)
          await new Promise((resolve) => setTimeout(resolve, 10));
      };
      const one = queue({ at: own });
      await one.worker();
      const driver = await one.driver();
      const refused = (): number =>
        one.notes.filter((note) => note.includes('it takes no changes now (read-only)')).length;
      const beyond = async (count: number): Promise<void> => {
        while (refused() <= count) await new Promise((resolve) => setTimeout(resolve, 10));
      };
      await takesChanges(false);
      const over = all(driver, jobs(20));
      await beyond(0);
      await takesChanges(true);
      expect(told(await over)).toBe(expected);
      await client.end();
      await one.close();
      await own.remove();
    },
  );

  it.skipIf(!there)('who comes later takes part, and what fails is told as with threads', async () => {
    const one = queue();
    const driver = await one.driver();
    const over = all(driver, jobs(2));
    expect(one.notes[0]).toMatch(/no worker of version 1 yet; edgewise worker --queue URL starts one/);
    await one.worker((job, progress) => {
      if (job.replication === 1) throw new RangeError('no such trace');
      return real(job, progress);
    });
    expect((await over).map((each) => ('error' in each ? each.error : 'done')).toSorted()).toEqual([
      'done',
      'done',
      'no such trace',
      'no such trace',
    ]);
    await one.close();
  });

  it.skipIf(!there)('who is stopped leaves no task behind', async () => {
    const one = queue();
    const driver = await one.driver();
    const stop = new AbortController();
    const over = all(driver, jobs(20), stop.signal);
    const watcher = await openQueue(parseAddress(server.url(`name=${engine}-${count}`)), {
      version: VERSION,
    });
    while (((await watcher.status()).versions[0]?.waiting ?? 0) === 0);
    stop.abort();
    expect(await over).toEqual([]);
    await driver.close();
    expect((await watcher.status()).versions).toEqual([]);
    await watcher.close();
    await one.close();
  });

  describe.skipIf(!there)('a log that runs read', () => {
    const base = mkdtempSync(join(tmpdir(), 'edgewise-log-'));
    const elsewhere = mkdtempSync(join(tmpdir(), 'edgewise-elsewhere-'));
    const log = 'timestamp,prompt_tokens,output_tokens\n0,10,10\n5,20,20\n9,30,30\n';
    writeFileSync(join(base, 'week.csv'), log);
    afterAll(() => {
      for (const folder of [base, elsewhere]) rmSync(folder, { recursive: true, force: true });
    });
    const traced = (): Job[] =>
      jobsOf(
        office({
          vary: ['strategy=random,leastQueue'],
          set: ['expect=[]', 'duration=10s', 'workload={ kind: trace, file: week.csv }'],
        }),
        4,
        'devices',
      );

    /** A driver where the log is, and a worker that has another folder. */
    async function sending(more: string, damage?: (worker: Broker) => Promise<void>) {
      const address = parseAddress(server.url(`name=${engine}-${++count}&lock=0.5s&task=1ms${more}`));
      const worker = await openQueue(address, { version: VERSION });
      let fetched = 0;
      const labour = new Labour({
        lanes: 2,
        folder: elsewhere,
        executor: (where) => inProcess(runner(where)),
        fetch: async (hash) => {
          if (fetched++ === 0) await damage?.(worker);
          return worker.fetch(hash);
        },
      });
      const stop = new AbortController();
      const worked = worker.work({
        name: 'far',
        threads: 2,
        signal: stop.signal,
        perform: (body, tell) => labour.perform(body, tell),
        lasting: async (ask) => void (await ask()),
      });
      const driver = await queued({
        address,
        version: VERSION,
        files: { base, digests: { 'week.csv': fileDigest(base, 'week.csv') } },
        note: () => undefined,
        open: (onNews) => openQueue(address, { version: VERSION, onNews }),
      });
      return {
        driver,
        fetched: () => fetched,
        end: async (): Promise<void> => {
          await driver.close();
          stop.abort();
          await worked;
          await labour.close();
          await worker.close();
        },
      };
    }

    it('comes to a worker that does not have it, once', async () => {
      const here = told(await all(inProcess(runner({ base })), traced()));
      const { driver, fetched, end } = await sending('');
      expect(told(await all(driver, traced()))).toBe(here);
      expect(fetched()).toBe(1);
      await end();
    });

    it('is sent again when the server has forgotten it', async () => {
      const here = told(await all(inProcess(runner({ base })), traced()));
      let cleared = 0;
      const { driver, fetched, end } = await sending('', async () => {
        cleared++;
        await forget(server.url());
      });
      expect(told(await all(driver, traced()))).toBe(here);
      expect(cleared).toBe(1);
      expect(fetched()).toBeGreaterThan(1);
      await end();
    });

    it('that is too large to be sent is asked for where the worker is', async () => {
      const { driver, end } = await sending('&send=0');
      const [first] = await all(driver, traced());
      expect(first).toMatchObject({
        error: expect.stringMatching(
          /a worker has no .*week\.csv: .*too large to be sent, and edgewise worker --files DIR/,
        ) as string,
      });
      writeFileSync(join(elsewhere, 'week.csv'), log);
      const here = told(await all(inProcess(runner({ base })), traced()));
      expect(told(await all(driver, traced()))).toBe(here);
      await end();
    });
  });

  /** Has the server lose the files that it keeps. */
  async function forget(url: string): Promise<void> {
    if (engine === 'redis') {
      const client = new Redis(url);
      for (const key of await client.keys('*:file:*')) await client.del(key);
      client.disconnect();
      return;
    }
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('delete from edgewise_files');
    await client.end();
  }
});
