import { describe, expect, it } from 'vitest';
import { verdict } from '../../src/experiment/verdict.ts';
import { simulate } from '../../src/experiment/simulate.ts';
import { OPTIONAL } from '../../src/metrics/definitions.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';

/** 7 s for every request, one at a time: 1 s to the first token, 1 s for each of six more. One comes every 4 s, from 4 s to 24 s. */
const BASE = `
name: patience
duration: 24s
workload:
  arrivals: { kind: deterministic, rate: 0.25 }
  prompt: 10
  output: 7
fleet:
  - profile:
      name: board/slow
      pace: { prefill: { fixed: 1s, perToken: 0s }, step: { fixed: 1s } }
      power: { idle: 5, prefill: 20, decode: 10 }
`;

const CLOUD =
  'cloud={ profile: { name: far/away, price: { input: 10, output: 20 }, roundTrip: 1s, ttft: 1s, decodeSpeed: 2 } }';

const DEVICES = ['serial', 'batching', '{ kind: batching, batch: static }'];

function run(...set: string[]): Replication {
  const scenarioFile = read(BASE, { file: 'patience.yaml', set });
  return simulate(scenarioFile.cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
  });
}

describe.each(DEVICES)(
  'a client who has waited long enough for the answer of a device that is %s',
  (device) => {
    const on = `fleet.0.device=${device}`;

    it('cancels at once: the next one starts, and what was done is lost', () => {
      const { metrics, reasons } = run(on, 'patience={ answer: 10s }');
      // That of 8 s is complete at 18 s, just in time. Those of 12, 16, 20 and 24 s have four tokens when their clients leave.
      expect(metrics).toMatchObject({ arrived: 6, 'edge.served': 2, abandoned: 4, dropped: 0, failed: 0 });
      expect(metrics).toMatchObject({ 'edge.rejected': 0, 'edge.lostJoules': 4 * (20 + 30) });
      expect(metrics['edge.joules']).toBeCloseTo(2 * 80 + 200, 9);
      expect(reasons).toEqual({ timeout: 4 });
    });

    it('cancels at the end of the step: it is done, and lost as well', () => {
      const { metrics } = run(on, 'patience={ answer: 10.5s, cancels: atStep }');
      expect(metrics).toMatchObject({ 'edge.served': 2, abandoned: 4 });
      expect(metrics['edge.lostJoules']).toBeCloseTo(20 + 40 + 3 * (20 + 30), 9);
    });

    it('never cancels: the machine goes on for nobody, and even begins for nobody', () => {
      const { metrics } = run(on, 'patience={ answer: 10s, cancels: never }');
      expect(metrics).toMatchObject({ 'edge.served': 2, abandoned: 4, 'edge.lostJoules': 4 * 80 });
    });
  },
);

describe('a client who waits for the first token', () => {
  it('leaves a queue that is too slow, and stays for the rest once there is one', () => {
    const { metrics } = run('patience={ firstToken: 3s }');
    // Those of 8, 16 and 24 s leave as the machine becomes free; those of 12 and 20 s find it so.
    expect(metrics).toMatchObject({ 'edge.served': 3, abandoned: 3, 'edge.lostJoules': 0 });
    expect(metrics['e2e.mean']).toBeCloseTo(7, 12);
  });

  it('waits for the whole answer from the arrival, too', () => {
    const { metrics } = run('patience={ firstToken: 3s, answer: 5s }', 'duration=4s');
    expect(metrics).toMatchObject({ arrived: 1, abandoned: 1, 'edge.lostJoules': 20 + 40 });
  });
});

it('a client may leave while the request waits to come again: nobody rejected it', () => {
  const { metrics } = run(
    'fleet.0.queue=0',
    'retry={ later: { first: 3s, jitter: 0 } }',
    'patience={ answer: 8s }',
  );
  // Waits of 3 and 6 s: those of 8, 16 and 24 s are accepted 3 s late and would need 10 s; the others wait when their clients leave.
  expect(metrics).toMatchObject({ arrived: 6, 'edge.rejected': 0, dropped: 0 });
  expect(metrics['edge.served']! + metrics['abandoned']!).toBe(6);
});

it('what a cloud has sent of an answer that its client leaves is paid', () => {
  const { metrics } = run('strategy=cloudOnly', CLOUD, 'patience={ answer: 4s }');
  // The first token comes after 2 s, another every half: the fifth as the client leaves.
  expect(metrics).toMatchObject({ 'cloud.requests': 0, failed: 0, abandoned: 6 });
  expect(metrics['cloud.cost']).toBeCloseTo((6 * (10 * 10 + 5 * 20)) / 1e6, 15);
  const never = run('strategy=cloudOnly', CLOUD, 'patience={ answer: 4s, cancels: never }').metrics;
  expect(never).toMatchObject({ 'cloud.requests': 0, abandoned: 6 });
  expect(never['cloud.cost']).toBeCloseTo((6 * (10 * 10 + 7 * 20)) / 1e6, 15);
});

describe('people who wait for answers and give up', () => {
  const people =
    'workload={ kind: users, count: 1, think: 10s, prompt: 10, output: 7, patience: { answer: 5s, cancels: never } }';

  it('think about the next question as soon as they have left, whatever is still worked on', () => {
    const { metrics } = run(people, 'duration=10m');
    // 10 s of thought and 5 s of waiting, after a first pause that has begun before.
    expect(metrics['arrived']).toBeCloseTo(600 / 15, -0.5);
    expect(metrics['abandoned']).toBe(metrics['arrived']);
    expect(metrics['users.active']).toBeCloseTo((5 * metrics['arrived']!) / 600, 1);
    expect(metrics['edge.lostJoules']).toBe(80 * metrics['arrived']!);
  });

  it('are said in one place', () => {
    const inside = run(people, 'duration=10m');
    const outside = run(
      'workload={ kind: users, count: 1, think: 10s, prompt: 10, output: 7 }',
      'patience={ answer: 5s, cancels: never }',
      'duration=10m',
    );
    expect(outside).toEqual(inside);
  });
});

it('more than 1 % of clients who give up make a run limited', () => {
  const scenarioFile = read(BASE, { file: 'patience.yaml', set: ['patience={ answer: 10s }'] });
  const result = run('patience={ answer: 10s }');
  expect(verdict([result], scenarioFile.cells[0]!.scenario.duration! / 2)).not.toBe('stable');
  expect(verdict([{ ...result, trend: null, offeredLoad: 0.5 }], null)).toBe('limited');
});

it('patience is drawn from the request alone: every strategy meets the same clients', () => {
  const given = (strategy: string): Replication =>
    run(
      'fleet.0.count=3',
      `strategy=${strategy}`,
      'duration=1h',
      'patience={ answer: { kind: exponential, mean: 5s } }',
    );
  // With enough machines nobody waits, and who leaves is a matter of the patience alone.
  const [one, two] = ['roundRobin', 'leastQueue'].map((strategy) => given(strategy).metrics['abandoned']);
  expect(one).toBe(two);
  expect(one).toBeGreaterThan(300);
});

it('patience survives being written down and read again, and is not told of where there is none', () => {
  const set = ['patience={ firstToken: { kind: exponential, mean: 20s }, answer: 2m, cancels: atStep }'];
  const scenarioFile = read(BASE, { file: 'patience.yaml', set });
  expect(read(scenarioFile.text, { file: 'again.yaml' }).cells).toEqual(scenarioFile.cells);
  expect(scenarioFile.cells[0]!.scenario.patience).toEqual({
    firstToken: { kind: 'exponential', mean: 20 },
    answer: { kind: 'constant', value: 120 },
    cancels: 'atStep',
  });
  expect(read(BASE, { file: 'patience.yaml' }).text).not.toContain('patience:');
  for (const { name } of OPTIONAL) expect(Object.keys(run().metrics)).not.toContain(name);
});

describe('what each tenant got', () => {
  it('has those who gave up, so that what ended adds up to what arrived', () => {
    const { tenants, metrics } = run('patience={ answer: 10s }', 'workload.tenants=2', 'metrics.tenants=2');
    const sum = (name: string): number =>
      tenants!.reduce((total, one) => total + (one.metrics[name] ?? 0), 0);
    expect(sum('abandoned')).toBe(4);
    expect(sum('abandoned')).toBe(metrics['abandoned']);
    const ends = ['edge.served', 'cloud.requests', 'dropped', 'failed', 'abandoned'];
    expect(ends.reduce((total, name) => total + sum(name), 0)).toBe(sum('arrived'));
  });

  it('says nothing of giving up where nobody does', () => {
    const { tenants } = run('workload.tenants=2', 'metrics.tenants=2');
    expect(Object.keys(tenants![0]!.metrics)).not.toContain('abandoned');
  });

  it('has the bill of answers that were for nobody', () => {
    const { tenants, metrics } = run(
      CLOUD,
      'fallback=cloud',
      'fleet.0.queue=0',
      'patience={ answer: 3s, cancels: never }',
      'workload.tenants=2',
      'metrics.tenants=2',
    );
    expect(metrics['abandoned']).toBeGreaterThan(0);
    expect(metrics['cloud.cost']).toBeGreaterThan(0);
    const bill = tenants!.reduce((total, one) => total + one.metrics['cloud.cost']!, 0);
    expect(bill).toBeCloseTo(metrics['cloud.cost']!, 12);
  });
});
