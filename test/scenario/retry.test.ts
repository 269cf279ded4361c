import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import { OPTIONAL } from '../../src/metrics/definitions.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';

/** 7 s for every request, one at a time, and nobody may wait. One comes every 4 s, from 4 s to 24 s. */
const BASE = `
name: retries
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
    queue: 0
`;

const CLOUD =
  'cloud={ profile: { name: far/away, price: { input: 10, output: 20 }, roundTrip: 1s, ttft: 1s, decodeSpeed: 2 } }';
const LATER = 'retry={ later: { first: 3s, jitter: 0, most: 1 } }';

function run(...set: string[]): Replication {
  const scenarioFile = read(BASE, { file: 'retries.yaml', set });
  return simulate(scenarioFile.cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
  });
}

describe('a request that comes again', () => {
  it('is served when there is room then, and only who never finds room is rejected', () => {
    const { metrics, reasons } = run(LATER);
    // Those of 8, 16 and 24 s come again at 11, 19 and 27 s, as the machine has just become free; those of 12 and 20 s do not find it so.
    expect(metrics).toMatchObject({
      arrived: 6,
      'edge.served': 4,
      'edge.rejected': 2,
      dropped: 2,
      retries: 5,
    });
    expect(metrics['attempts.mean']).toBeCloseTo(11 / 6, 12);
    expect(metrics['e2e.mean']).toBeCloseTo((7 + 3 * 10) / 4, 12);
    expect(reasons).toEqual({ queueFull: 2 });
  });

  it('goes to the cloud after its last try', () => {
    const { metrics, reasons } = run(LATER, 'fallback=cloud', CLOUD);
    expect(metrics).toMatchObject({ 'edge.served': 4, 'edge.rejected': 2, 'cloud.requests': 2, dropped: 0 });
    expect(metrics['cloud.e2e.mean']).toBeCloseTo(3 + 2 + 6 / 2, 12);
    expect(reasons).toEqual({ queueFull: 2 });
  });

  it('is not told of where nobody tries again', () => {
    for (const { name } of OPTIONAL) expect(Object.keys(run().metrics)).not.toContain(name);
    expect(Object.keys(run(LATER).metrics)).toEqual(expect.arrayContaining(['retries', 'attempts.mean']));
  });

  it('whose prompt is too long for any machine does not come again', () => {
    const { metrics, reasons } = run(LATER, 'fleet.0.profile.context=16');
    expect(metrics).toMatchObject({ 'edge.rejected': 6, dropped: 6, retries: 0 });
    expect(reasons).toEqual({ contextLimit: 6 });
  });
});

describe('a request that is tried elsewhere', () => {
  const two = ['fleet.0.count=2', 'strategy=roundRobin', 'workload.output=11', 'duration=16s'];

  it('goes at once to a device that takes it', () => {
    // 11 s each. The turn at 16 s is that of the second, busy until 19 s; the first is free from 15 s on.
    const alone = run(...two).metrics;
    expect(alone).toMatchObject({ arrived: 4, 'edge.served': 2, 'edge.rejected': 2 });
    const { metrics, devices } = run(...two, 'retry={ elsewhere: 1 }');
    expect(metrics).toMatchObject({ arrived: 4, 'edge.served': 3, 'edge.rejected': 1, retries: 1 });
    expect(metrics['e2e.mean']).toBeCloseTo(11, 12);
    expect(devices.map((device) => device.metrics['served'])).toEqual([2, 1]);
    expect(devices.map((device) => device.metrics['rejected'])).toEqual([1, 1]);
  });
});

it('retries and work in flight survive being written down and read again', () => {
  const set = [LATER, 'fleet.0.inFlight=elsewhere', 'retry.elsewhere=2'];
  const scenarioFile = read(BASE, { file: 'retries.yaml', set });
  const again = read(scenarioFile.text, { file: 'again.yaml' });
  expect(again.cells).toEqual(scenarioFile.cells);
  expect(scenarioFile.cells[0]!.scenario.retry).toEqual({
    elsewhere: 2,
    later: { first: 3, factor: 2, jitter: 0, most: 1, upTo: 60 },
  });
  expect(read(BASE, { file: 'retries.yaml' }).text).not.toMatch(/retry|inFlight/);
});
