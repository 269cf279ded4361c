import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';

/** Prefill takes 1 s, every further token 1 s: 5 s for every request. One comes every 10 s, from 10 s to 100 s. */
const BASE = `
name: by-hand
duration: 100s
workload:
  arrivals: { kind: deterministic, rate: 0.1 }
  prompt: 10
  output: 5
fleet:
  - profile:
      name: board/slow
      pace: { prefill: { fixed: 1s, perToken: 0s }, step: { fixed: 1s } }
      power: { idle: 5, prefill: 20, decode: 10 }
      quality: 0.5
    queue: 0
metrics: { alpha: 0.25, electricity: 0.25 $/kWh }
slo: { ttft: 2s }
`;

function run(...set: string[]): Replication {
  const scenarioFile = read(BASE, { file: 'by-hand.yaml', set });
  return simulate(scenarioFile.cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
  });
}

const CLOUD =
  'cloud={ profile: { name: far/away, price: { input: 10, output: 20 }, quality: 1, roundTrip: 1s, ttft: 1s, decodeSpeed: 2 } }';

describe('a run that can be followed with pencil and paper', () => {
  it('counts what arrived, was served and was used', () => {
    const { metrics, offeredLoad } = run();
    expect(metrics).toMatchObject({
      arrived: 10,
      'edge.served': 10,
      'edge.rejected': 0,
      'edge.tokens': 150,
      'cloud.requests': 0,
      dropped: 0,
      failed: 0,
    });
    expect(offeredLoad).toBeCloseTo(0.5, 12);
  });

  it('says when more were answered at once than when its profile was measured', () => {
    const measured =
      'fleet.0.profile.range={ prompt: [1, 100], output: [1, 100], context: [1, 200], batch: [1, 2] }';
    const said = (...set: string[]): readonly string[] =>
      run(measured, 'fleet.0.device=batching', 'fleet.0.queue=8', ...set)
        .warnings.filter(({ code }) => code === 'batches')
        .map(({ text }) => text);
    // One comes every second and takes at least five: as many are answered at once as there are slots.
    expect(said('workload.arrivals.rate=1', 'fleet.0.slots=4')).toEqual([
      'board/slow: 4 requests were answered at once on a machine, 2 were measured at most: what more of them cost is extrapolated',
    ]);
    expect(said('workload.arrivals.rate=1', 'fleet.0.slots=2')).toEqual([]);
    expect(said('workload.arrivals.rate=0.1', 'fleet.0.slots=4')).toEqual([]);
  });

  it('measures time from the arrival: first token, each further token, the whole answer', () => {
    const { metrics } = run();
    expect(metrics['ttft.mean']).toBeCloseTo(1, 12);
    expect(metrics['tpot.mean']).toBeCloseTo(1, 12);
    expect(metrics['e2e.mean']).toBeCloseTo(5, 12);
    expect(metrics['e2e.p99']).toBeCloseTo(5, 1);
    expect(metrics['wait.mean']).toBe(0);
  });

  it('takes utilisation over the interval: the last answer runs on beyond it', () => {
    const { metrics } = run();
    expect(metrics['edge.utilization']).toBeCloseTo(0.45, 12);
    expect(metrics['edge.slotOccupancy']).toBeCloseTo(0.45, 12);
  });

  it('takes energy from the watts of each phase, and idles for the rest of the interval', () => {
    const { metrics, devices } = run();
    expect(metrics['edge.joules']).toBeCloseTo(10 * (20 * 1 + 10 * 4), 9);
    expect(metrics['edge.idleJoules']).toBeCloseTo(5 * 55, 9);
    expect(devices[0]!.metrics['power.mean']).toBeCloseTo((9 * 60 + 5 * 55) / 100, 9);
  });

  it('puts a price on a response, and utility over it', () => {
    const { metrics } = run();
    const cents = ((60 * 0.25) / 3.6e6) * 100;
    expect(metrics['costPerResponse']).toBeCloseTo(cents / 100, 15);
    expect(metrics['quality']).toBeCloseTo(0.5, 12);
    expect(metrics['responsiveness']).toBeCloseTo(1 / (1 + 1), 12);
    expect(metrics['utility']).toBeCloseTo(0.25 * 0.5 + 0.75 * 0.5, 12);
    expect(metrics['pcr']).toBeCloseTo(0.5 / cents, 6);
  });

  it('leaves the warm-up out of the counts and out of the interval', () => {
    const { metrics } = run('warmup=35s');
    expect(metrics['arrived']).toBe(7);
    expect(metrics['edge.utilization']).toBeCloseTo((6 * 5) / 65, 12);
    expect(metrics['edge.joules']).toBeCloseTo(7 * 60, 9);
  });

  it('drops what a full device refuses, and divides by what arrived', () => {
    const { metrics, reasons } = run('workload.arrivals.rate=0.25', 'workload.output=7');
    // One every 4 s, 7 s of service, nobody may wait: every second one is refused.
    expect(metrics).toMatchObject({ arrived: 25, 'edge.served': 13, 'edge.rejected': 12, dropped: 12 });
    expect(reasons).toEqual({ queueFull: 12 });
    expect(metrics['slo.attainment']).toBeCloseTo(13 / 25, 12);
    expect(metrics['goodput']).toBeCloseTo(13 / 100, 12);
    expect(metrics['quality']).toBeCloseTo((0.5 * 13) / 25, 12);
    expect(metrics['edge.quality']).toBeCloseTo(0.5, 12);
  });

  it('sends what was refused to the cloud, at its price and in its time', () => {
    const { metrics } = run('workload.arrivals.rate=0.25', 'workload.output=7', 'fallback=cloud', CLOUD);
    expect(metrics).toMatchObject({
      'cloud.requests': 12,
      'cloud.promptTokens': 120,
      'cloud.outputTokens': 84,
      'cloud.tokens': 204,
      dropped: 0,
    });
    expect(metrics['cloud.cost']).toBeCloseTo((120 * 10 + 84 * 20) / 1e6, 15);
    expect(metrics['cloud.ttft.mean']).toBeCloseTo(2, 12);
    expect(metrics['cloud.e2e.mean']).toBeCloseTo(2 + 6 / 2, 12);
    expect(metrics['ttft.mean']).toBeCloseTo((13 * 1 + 12 * 2) / 25, 12);
    expect(metrics['quality']).toBeCloseTo((13 * 0.5 + 12 * 1) / 25, 12);
    expect(metrics['total.cost']).toBeCloseTo(metrics['edge.cost']! + metrics['cloud.cost']!, 15);
  });

  it('waits in the queue where there is room', () => {
    const { metrics } = run(
      'workload.arrivals.rate=0.25',
      'workload.output=4',
      'fleet.0.queue=4',
      'duration=12s',
    );
    // Arrivals at 4, 8 and 12 s with 4 s of service each: nobody waits. With 5 s of service they wait 0, 1 and 2 s.
    expect(metrics['wait.mean']).toBeCloseTo(0, 12);
    const slower = run('workload.arrivals.rate=0.25', 'fleet.0.queue=4', 'duration=12s').metrics;
    expect(slower['wait.mean']).toBeCloseTo(1, 12);
    // One waited from 8 s to 9 s; the other came at the end of the interval.
    expect(slower['queue.mean']).toBeCloseTo(1 / 12, 12);
  });

  it('reads responsiveness in each of its three ways', () => {
    const reading = run('metrics.responsiveness=reading').metrics;
    expect(reading['responsiveness']).toBeCloseTo(5 / 5 / 5, 12);
    const table = run('metrics.responsiveness=table', 'fleet.0.profile.responsiveness=0.33').metrics;
    expect(table['responsiveness']).toBeCloseTo(0.33, 12);
    expect(() => run('metrics.responsiveness=table')).toThrow(/no constant R/);
  });

  it('gives a window its fill over time: a charge fills it for exactly its length', () => {
    const limit = 'limits=[{ kind: slidingWindow, window: 5s, requests: 1 }]';
    const { metrics } = run(limit);
    // 5 s of every 10 s from 10 s on, read in the middle of buckets of half a second.
    expect(metrics['edge.windowFill']).toBeCloseTo(0.45, 2);
  });

  it('draws series that add up to the totals', () => {
    const { series, metrics } = run();
    const fleet = series.find(({ device }) => device === 'fleet')!;
    const sum = (name: string): number =>
      fleet.quantities[name]!.reduce((total, value) => total + value * fleet.width, 0);
    expect(sum('arrivals')).toBeCloseTo(10, 9);
    expect(sum('utilization')).toBeCloseTo(45, 9);
    expect(sum('power')).toBeCloseTo(9 * 60 + metrics['edge.idleJoules']!, 6);
    expect(series.map(({ device }) => device)).toEqual(['fleet', 'board/slow#1']);
  });

  it('says when there is too little to go by', () => {
    expect(run().warnings.map(({ text }) => text)).toEqual([
      'only 10 requests arrived in the measured interval: p95 and p99 say little',
    ]);
  });

  it('says when a profile is used for lengths it was not measured at', () => {
    const range =
      'fleet.0.profile.range={ prompt: [20, 50], output: [1, 9], context: [1, 99], batch: [1, 1] }';
    expect(
      run(range)
        .warnings.map(({ text }) => text)
        .join(),
    ).toMatch(/board\/slow: all of its requests lie outside/);
  });
});
