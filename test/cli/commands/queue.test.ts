/** Studies done by workers in processes of their own, through a real server. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../src/cli/package.ts';
import { inProcess } from '../../../src/executors/inProcess.ts';
import { parseAddress } from '../../../src/queue/address.ts';
import { Labour } from '../../../src/queue/labour.ts';
import { openQueue } from '../../../src/queue/open.ts';
import { runner } from '../../../src/store/runner.ts';
import {
  certificate,
  ENGINES,
  freePort,
  hasOpenssl,
  hasRedis,
  redisServer,
  type Server,
} from '../../queue/servers.ts';
import { WITH_CLOUD } from '../../studies/plan/office.ts';
import { edgewise, type Said } from '../captured.ts';
import { run, start, type Ended, type Started } from '../child.ts';
import { inFolder } from '../folder.ts';

const folder = inFolder();

/** Every file that a reader may look at, by name; the journal is in the order in which the runs ended. */
function files(path: string, below = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(path, below), { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const name = join(below, entry.name);
      if (entry.isDirectory()) return Object.entries(files(path, name));
      return name.startsWith('.') || name === 'journal.jsonl'
        ? []
        : [[name, readFileSync(join(path, name), 'latin1')]];
    }),
  );
}

function without(all: Record<string, string>, name: string): Record<string, string> {
  expect(Object.keys(all)).toContain(name);
  return Object.fromEntries(Object.entries(all).filter(([one]) => one !== name));
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function good(ended: Promise<Ended>): Promise<Ended> {
  const said = await ended;
  expect(said, said.err).toMatchObject({ code: 0 });
  return said;
}

describe.each(ENGINES)(
  'over TLS and with a password, $name',
  ({ name: engine, there, start: startServer }) => {
    const isHere = there && hasOpenssl;
    const keys = mkdtempSync(join(tmpdir(), 'edgewise-tls-'));
    const started: Started[] = [];
    let server: Server;
    let url: string;

    beforeAll(async () => {
      if (!isHere) return;
      certificate(keys);
      server = await startServer({ tls: keys, password: 'not in the address' });
      url = server.url(`ca=${join(keys, 'cert.pem')}&lock=1s&task=0.1s&wait=60s`);
      process.env['EDGEWISE_QUEUE_PASSWORD'] = 'not in the address';
    });
    afterAll(async () => {
      delete process.env['EDGEWISE_QUEUE_PASSWORD'];
      for (const { process } of started) process.kill('SIGKILL');
      if (isHere) await server.remove();
      rmSync(keys, { recursive: true, force: true });
    });

    const worker = async (): Promise<Started> => {
      const one = start(['worker', '--queue', url, '--threads', '1'], folder.path);
      started.push(one);
      await one.says('asks ');
      return one;
    };

    it.skipIf(!isHere)(
      'a worker and the study are killed: the same command makes the same files as threads',
      async () => {
        const command = ['run', 'small.yaml', '--set', 'duration=1d', '--replications', '6'];
        const first = await worker();
        const study = start(
          [...command, '--queue', url.replace('0.1s', '1ms'), '--out', `queued-${engine}`],
          folder.path,
        );
        started.push(study);
        const broker = await openQueue(parseAddress(url, process.env['EDGEWISE_QUEUE_PASSWORD']), {
          version: 'any',
        });
        const isAtWork = async (): Promise<boolean> =>
          (await broker.status()).versions.some(({ workers }) =>
            workers.some(({ name, busy }) => name.endsWith(`/${first.process.pid}`) && busy > 0),
          );
        // On a machine that looks away for that long it may be over before.
        let over = false;
        void study.ended.then(() => (over = true));
        while (!over && !(await isAtWork())) await pause();
        await broker.close();
        first.process.kill('SIGKILL');
        await first.ended;
        const second = await worker();
        const journal = join(`queued-${engine}`, 'journal.jsonl');
        const kept = (): number =>
          existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 2 : 0;
        while (kept() < 3) await pause();
        study.process.kill('SIGKILL');
        await study.ended;
        const again = await good(
          run([...command, '--queue', url.replace('0.1s', '1ms'), '--out', `queued-${engine}`], folder.path),
        );
        expect(again.err).toMatch(/\d+ runs were there already/);
        // Once for all kinds of server.
        if (!existsSync('threads'))
          expect(await edgewise([...command, '--workers', '1', '--out', 'threads', '--quiet'])).toMatchObject(
            { code: 0 },
          );
        // Which build it was is said in the sums: this process runs the sources, the others what was built of them.
        expect(without(files(`queued-${engine}`), 'sums.jsonl')).toEqual(
          without(files('threads'), 'sums.jsonl'),
        );
        second.process.kill('SIGTERM');
        expect((await good(second.ended)).out).toMatch(/: \d+ tasks done\n$/);
      },
      180_000,
    );

    it.skipIf(!isHere)(
      'a wrong password, a missing certificate and a server without TLS are one screen each',
      async () => {
        delete process.env['EDGEWISE_QUEUE_PASSWORD'];
        const status = (at: string): Promise<Said> => edgewise(['queue', 'status', '--queue', at]);
        const none = await status(url);
        expect(none.code).toBe(1);
        expect(none.err).toContain(
          engine === 'redis'
            ? 'it wants a password: redis://user:password@host, or EDGEWISE_QUEUE_PASSWORD'
            : 'it wants a password: postgres://user:password@host/database, or EDGEWISE_QUEUE_PASSWORD',
        );
        const wrong = await status(url.replace(/:\/\/(?:(\w+)@)?/, '://$1:secret@'));
        expect(wrong.code).toBe(1);
        expect(wrong.err).toContain('the user or the password is not right');
        expect(wrong.err).not.toContain('secret');
        const strange = await status(server.url('tls=yes'));
        expect(strange.err).toContain('its certificate is not trusted; ?ca=FILE says which one is');
        const plain = await startServer();
        const spoken = await status(plain.url('tls=yes&wait=1s'));
        expect(spoken.code).toBe(1);
        if (engine === 'postgres') expect(spoken.err).toContain('it does not speak TLS');
        await plain.remove();
        process.env['EDGEWISE_QUEUE_PASSWORD'] = 'not in the address';
      },
    );
  },
);

/** What every kind of study came to without a queue, by its name. */
const alone: Map<string, { readonly said: Said; readonly files: Record<string, string> }> = new Map();
const STUDIES: readonly (readonly [name: string, command: string])[] = [
  ['run', 'run small.yaml --set duration=2m --model-error'],
  ['figure4', 'figure4 --replications 2 --set duration=5m --set warmup=0'],
  [
    'capacity',
    'capacity small.yaml --set vary={} --set strategy=random --set expect=[] --set duration=2m --precision 90% --no-model-error',
  ],
  ['plan', 'plan plan.yaml --set plan.candidates.1.count=0 --set plan.cloudShare=0.3'],
  [
    'sensitivity',
    'sensitivity small.yaml --set duration=1m --replications 1 --over workload.arrivals.rate=0.2/s..0.6/s --over metrics.alpha=0..1 --over fleet.0.queue=1..4:int --samples 8 --walks 2 --levels 0 --side 0',
  ],
  [
    'sweep',
    'sensitivity small.yaml --set duration=2m --over workload.arrivals.rate=0.2/s..0.6/s --over metrics.alpha=0..1 --sweep 60',
  ],
  ['traced', 'run traced.yaml'],
  ['a world, alone and with overflow', 'run world.yaml --set duration=8m --set expect=[]'],
];

describe.each(ENGINES)('by workers of a queue on $name', ({ there, start: startServer }) => {
  let server: Server;
  let end: () => Promise<void>;
  let tasks = 0;

  beforeAll(async () => {
    if (!there) return;
    writeFileSync('log.csv', 'timestamp,prompt_tokens,output_tokens\n0,10,10\n5,20,20\n9,30,30\n');
    const traced = readFileSync('small.yaml', 'utf8')
      .replace(/workload:\n(?: .*\n)+/, 'workload: { kind: trace, file: log.csv }\n')
      .replace('duration: 20m', 'duration: 20s');
    writeFileSync('traced.yaml', traced);
    copyFileSync(join(import.meta.dirname, '../../../scenarios/regions.yaml'), 'world.yaml');
    writeFileSync('plan.yaml', WITH_CLOUD.replace('duration: 35m', 'duration: 15m'));
    server = await startServer();
    // In this process, which is of the same build as a study in it; and where there is no log.
    const broker = await openQueue(parseAddress(server.url()), { version: build() });
    const labour = new Labour({
      lanes: 2,
      folder: join(folder.path, 'elsewhere'),
      executor: (where) => inProcess(runner(where)),
      fetch: (hash) => broker.fetch(hash),
    });
    const stop = new AbortController();
    const worked = broker.work({
      name: 'here',
      threads: 2,
      signal: stop.signal,
      perform: (body, tell) => labour.perform(body, tell),
      lasting: async (ask) => void (await ask()),
      onTask: (began) => void (tasks += began ? 1 : 0),
    });
    end = async () => {
      stop.abort();
      await worked;
      await labour.close();
      await broker.close();
      await server.remove();
    };
  });
  afterAll(async () => {
    if (there) await end();
  });

  it.skipIf(!there).each(STUDIES)('%s comes to the same bytes as with threads', async (name, command) => {
    const args = [...command.split(' '), '--quiet', '--out'];
    if (!alone.has(name)) {
      rmSync('alone', { recursive: true, force: true });
      const said = await edgewise([...args, 'alone']);
      alone.set(name, { said, files: files('alone') });
    }
    const { said, files: expected } = alone.get(name)!;
    tasks = 0;
    rmSync('queue', { recursive: true, force: true });
    const here = await edgewise([...args, 'queue', '--queue', server.url('task=0.1s')]);
    expect(here, here.err).toMatchObject({ code: said.code, err: '' });
    expect(said.err).toBe('');
    expect(here.out.replaceAll('queue/', 'alone/')).toBe(said.out);
    expect(files('queue')).toEqual(expected);
    expect(tasks).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasRedis)('what cannot be is said on one screen', () => {
  it('a server that is not there, one that forgets, one that is full, and no worker', async () => {
    const study = ['run', 'small.yaml', '--out', 'never', '--quiet'];
    const nobody = await edgewise([...study, '--queue', `redis://127.0.0.1:${await freePort()}`]);
    expect(nobody).toMatchObject({ code: 1 });
    expect(nobody.err).toContain('cannot be used: nobody listens there');

    const forgets = await redisServer({
      more: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    });
    const refused = await edgewise([...study, '--queue', forgets.url()]);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain('maxmemory-policy allkeys-lru');
    await forgets.remove();

    const full = await redisServer({ more: ['--maxmemory', '1kb'] });
    const waited = await edgewise([...study, '--queue', full.url('wait=2s')]);
    expect(waited).toMatchObject({ code: 1 });
    expect(waited.err).toContain('was waited for 2 s in vain: it is full (maxmemory)');
    await full.remove();

    const idle = await redisServer();
    const alone = await edgewise([...study, '--queue', idle.url('wait=2s')]);
    expect(alone).toMatchObject({ code: 1 });
    expect(alone.err).toMatch(/no worker of version \S+ for 2 s; start one: edgewise worker --queue URL/);
    const status = await edgewise(['queue', 'status', '--queue', idle.url()]);
    expect(status).toMatchObject({ code: 0 });
    expect(status.out).toContain('Nothing waits, and nobody works');
    const bored = await run(
      ['worker', '--queue', idle.url(), '--idle', '0.2s', '--threads', '1'],
      folder.path,
    );
    expect(bored, bored.err).toMatchObject({ code: 0 });
    expect(bored.out).toMatch(/: 0 tasks done\n$/);
    await idle.remove();
  });
});

it.each([
  [['run', 'small.yaml', '--queue', 'host'], 'an address, for instance redis://host'],
  [['run', 'small.yaml', '--queue', 'kafka://host'], 'there is no queue of the kind kafka'],
  [['queue', 'status', '--queue', 'host:6379'], 'does not say which kind of server; there are redis://host'],
  [['run', 'small.yaml', '--queue', 'redis://host/office'], 'the number of a database'],
  [['run', 'small.yaml', '--queue', 'redis://host?lok=1s'], 'there is no lok; there are wait, lock, task'],
  [['run', 'small.yaml', '--queue', 'redis://host?lock=soon'], 'lock is a time of at least 0.5 s'],
  [['run', 'small.yaml', '--queue', 'redis://host', '--workers', '2'], '--workers does not go with --queue'],
  [['run', 'small.yaml', '--queue', 'redis://host', '--requests'], '--requests does not go with --queue'],
  [['worker'], '--queue is missing'],
  [['worker', '--queue', 'redis://host', '--threads', '0'], 'a whole number from 1 to 1024'],
  [['queue', 'stats', '--queue', 'redis://host'], 'there is no stats; there is status'],
])('%s: %s', async (args, says) => {
  const { code, err } = await edgewise(args);
  expect(code).toBe(2);
  expect(err).toContain(says);
});
