/** What every engine of a queue has to do, on the real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/queue/address.ts';
import type { Broker, News, TaskState, Task, VersionSeen, WorkerOrder } from '../../src/queue/broker.ts';
import { openQueue } from '../../src/queue/open.ts';
import { ENGINES, Line, type Server } from './servers.ts';

const running = (versions: readonly VersionSeen[]): number =>
  versions.reduce((sum, one) => sum + one.running, 0);
const waiting = (versions: readonly VersionSeen[]): number =>
  versions.reduce((sum, one) => sum + one.waiting, 0);
const bytes = (text: string): Uint8Array => Buffer.from(text);
const task = (key: string): Task => ({ key, body: bytes(`body of ${key}`) });
const answerIn = (state: TaskState | undefined): string =>
  state?.kind === 'answered' ? Buffer.from(state.answer).toString() : (state?.kind ?? 'none');

describe.each(ENGINES)('$name', ({ there, start, name: engine }) => {
  let server: Server;
  let count = 0;

  beforeAll(async () => {
    if (there) server = await start();
  });
  afterAll(async () => {
    if (there) await server.remove();
  });

  /** A queue of its own for each test, with what closes all that was opened of it. */
  function queue(lock = 5, line?: Line) {
    const name = `${engine}-${++count}`;
    const opened: (() => Promise<void>)[] = [];
    const url = server.url(`name=${name}&lock=${lock}s&wait=20s`);
    const here = line ? url.replace(`:${server.port}`, `:${line.port}`) : url;
    return {
      async open(version = 'one', onNews?: (news: News) => void, where = url): Promise<Broker> {
        const broker = await openQueue(parseAddress(where), { version, ...(onNews && { onNews }) });
        opened.push(() => broker.close());
        return broker;
      },
      here,
      /** Begins to work; what is returned ends it. */
      work(broker: Broker, perform: WorkerOrder['perform'], name = 'a'): () => Promise<void> {
        const stop = new AbortController();
        const lasting = async (ask: () => Promise<unknown>): Promise<void> => void (await ask());
        const worked = broker.work({ name, threads: 2, perform, signal: stop.signal, lasting });
        return async () => {
          stop.abort();
          await worked;
        };
      },
      async close(): Promise<void> {
        for (const close of opened.toReversed()) await close();
      },
    };
  }

  /** Asks until it is so. */
  async function until<Value>(ask: () => Promise<Value>, so: (value: Value) => boolean): Promise<Value> {
    for (;;) {
      const value = await ask();
      if (so(value)) return value;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  const stateOf = async (broker: Broker, key: string): Promise<TaskState> =>
    (await broker.collect([key])).get(key)!;

  it.skipIf(!there)('a task is done and its answer handed out once', async () => {
    const one = queue();
    const [driver, worker] = [await one.open(), await one.open()];
    expect(await stateOf(driver, 'k')).toEqual({ kind: 'gone' });
    await driver.put([task('k'), task('l')]);
    expect(await stateOf(driver, 'k')).toEqual({ kind: 'open' });
    const end = one.work(worker, async (body) => bytes(`done: ${Buffer.from(body).toString()}`));
    for (const key of ['k', 'l']) {
      const state = await until(
        () => stateOf(driver, key),
        ({ kind }) => kind !== 'open',
      );
      expect(answerIn(state)).toBe(`done: body of ${key}`);
      expect(
        await until(
          () => stateOf(driver, key),
          ({ kind }) => kind !== 'open',
        ),
      ).toEqual({ kind: 'gone' });
    }
    await end();
    await one.close();
  });

  it.skipIf(!there)(
    'a task that is put twice is done once, and one whose answer is there not again',
    async () => {
      const one = queue();
      const [driver, worker] = [await one.open(), await one.open()];
      const seen: string[] = [];
      await driver.put([task('k'), task('k')]);
      await driver.put([task('k'), task('z')]);
      const end = one.work(worker, async (body) => {
        seen.push(Buffer.from(body).toString());
        return bytes('done');
      });
      // Its answer is not fetched.
      await until(
        () => driver.status(),
        ({ answers }) => answers === 2,
      );
      await until(
        () => driver.status(),
        ({ versions }) => running(versions) === 0,
      );
      await driver.put([task('k')]);
      await until(
        () => driver.status(),
        ({ versions }) => running(versions) + waiting(versions) === 0,
      );
      await end();
      expect(seen.toSorted()).toEqual(['body of k', 'body of z']);
      expect(answerIn(await stateOf(driver, 'k'))).toBe('done');
      await one.close();
    },
  );

  it.skipIf(!there)(
    'a file is kept once, whoever asks, and handed out as often as it is asked for',
    async () => {
      const one = queue();
      const [driver, worker] = [await one.open(), await one.open('another')];
      expect(await worker.fetch('h')).toBeUndefined();
      let made = 0;
      const make = async (): Promise<Uint8Array> => {
        made++;
        return bytes('a log\0 with any bytes');
      };
      await driver.keep('h', make);
      await driver.keep('h', make);
      expect(made).toBe(1);
      for (const broker of [driver, worker])
        expect(Buffer.from((await broker.fetch('h'))!).toString()).toBe('a log\0 with any bytes');
      expect(await driver.status()).toMatchObject({ versions: [], answers: 0, files: 1 });
      await one.close();
    },
  );

  it.skipIf(!there)('its status is of one moment: who has an answer finds nobody at the task', async () => {
    const one = queue();
    const [driver, worker] = [await one.open(), await one.open()];
    // A task is at work on the server a moment before the worker has it.
    const held: (() => void)[] = [];
    const end = one.work(worker, async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      return bytes('done');
    });
    for (let again = 0; again < 20; again++) {
      const key = `k${again}`;
      await driver.put([task(key)]);
      await until(
        async () => held.length,
        (length) => length > 0,
      );
      const { versions } = await until(
        () => driver.status(),
        ({ versions }) => running(versions) > 0,
      );
      expect(versions).toMatchObject([{ waiting: 0, running: 1, workers: [{ busy: 1 }] }]);
      held.pop()!();
      await until(
        () => stateOf(driver, key),
        ({ kind }) => kind === 'answered',
      );
      expect((await driver.status()).versions).toMatchObject([
        { waiting: 0, running: 0, dead: 0, workers: [{ busy: 0 }] },
      ]);
    }
    await end();
    expect((await driver.status()).versions).toEqual([]);
    await one.close();
  });

  it.skipIf(!there)('another version sees none of it but is counted', async () => {
    const one = queue();
    const [driver, old] = [await one.open('new'), await one.open('old')];
    let begun = 0;
    const perform = async (): Promise<Uint8Array> => {
      begun++;
      return bytes('wrong');
    };
    const end = one.work(old, perform, 'veteran');
    await driver.put([task('k')]);
    // Its own are done, so that it could have done the other too.
    await old.put([task('own')]);
    await until(
      () => stateOf(old, 'own'),
      ({ kind }) => kind === 'answered',
    );
    expect(begun).toBe(1);
    const { versions, server } = await until(
      () => driver.status(),
      ({ versions }) => versions.every(({ running }) => running === 0),
    );
    expect(server).not.toBe('');
    expect(versions).toEqual([
      { version: 'new', waiting: 1, running: 0, dead: 0, workers: [] },
      {
        version: 'old',
        waiting: 0,
        running: 0,
        dead: 0,
        workers: [{ name: 'veteran', threads: 2, busy: 0 }],
      },
    ]);
    await end();
    expect((await driver.status()).versions.flatMap(({ workers }) => workers)).toEqual([]);
    await one.close();
  });

  it.skipIf(!there)('what nobody has begun is taken out at the end, what somebody is at is not', async () => {
    const one = queue();
    const [driver, worker] = [await one.open(), await one.open()];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const end = one.work(worker, async () => {
      await held;
      return bytes('done');
    });
    await driver.put([task('a'), task('b')]);
    await until(
      () => driver.status(),
      ({ versions }) => running(versions) === 2,
    );
    await driver.put([task('c'), task('d')]);
    await driver.close(['a', 'b', 'c', 'd']);
    const later = await one.open();
    expect(await stateOf(later, 'c')).toEqual({ kind: 'gone' });
    expect(await stateOf(later, 'd')).toEqual({ kind: 'gone' });
    release();
    for (const key of ['a', 'b'])
      expect(
        answerIn(
          await until(
            () => stateOf(later, key),
            ({ kind }) => kind !== 'open',
          ),
        ),
      ).toBe('done');
    await end();
    await one.close();
  });

  it.skipIf(!there)('who listens hears of workers, of how far a task is, and that it is over', async () => {
    const one = queue();
    const heard: News[] = [];
    const driver = await one.open('one', (news) => heard.push(news));
    const worker = await one.open();
    const hears = (news: News): Promise<unknown> =>
      until(
        async () => heard.some((one) => JSON.stringify(one) === JSON.stringify(news)),
        (so) => so,
      );
    let release: () => void = () => undefined;
    const end = one.work(worker, async (_body, tell) => {
      // What is said before somebody listens is heard by nobody.
      const again = setInterval(() => tell({ requests: 5, share: 0.5 }), 20);
      await new Promise<void>((resolve) => (release = resolve));
      clearInterval(again);
      return bytes('done');
    });
    await driver.put([task('k')]);
    await hears({ kind: 'pace', key: 'k', requests: 5, share: 0.5 });
    release();
    await hears({ kind: 'over', key: 'k' });
    await end();
    await hears({ kind: 'workers' });
    await one.close();
  });

  it.skipIf(!there)('a task whose worker is not heard of goes to another', async () => {
    const line = await Line.to(server.port);
    const one = queue(0.5, line);
    const [driver, other] = [await one.open(), await one.open()];
    const lost = await one.open('one', undefined, one.here);
    let begun = false;
    const stay = one.work(lost, () => {
      begun = true;
      return new Promise<Uint8Array>((resolve) => (release = resolve));
    });
    let release: (answer: Uint8Array) => void = () => undefined;
    await driver.put([task('k')]);
    await until(async () => begun, Boolean);
    line.cut();
    const end = one.work(other, async () => bytes('done by another'), 'b');
    const state = await until(
      () => stateOf(driver, 'k'),
      ({ kind }) => kind === 'answered',
    );
    expect(answerIn(state)).toBe('done by another');
    line.mend();
    release(bytes('too late'));
    await Promise.all([stay(), end()]);
    await one.close();
    line.close();
  });

  it.skipIf(!there)(
    'a task that could not be done at all is given up, with why, and may be put again',
    async () => {
      const one = queue();
      const [driver, worker] = [await one.open(), await one.open()];
      const end = one.work(worker, async () => {
        throw new Error('no room');
      });
      await driver.put([task('k')]);
      const state = await until(
        () => stateOf(driver, 'k'),
        ({ kind }) => kind !== 'open',
      );
      expect(state).toEqual({ kind: 'dead', error: 'no room' });
      expect(await stateOf(driver, 'k')).toEqual({ kind: 'gone' });
      await end();
      await one.close();
    },
  );
});
