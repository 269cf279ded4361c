import { expect, test } from 'vitest';
import { Batches } from '../../src/kernel/batches.ts';
import { createStreams, type Random } from '../../src/kernel/random.ts';

const fed = (count: number, next: () => number): Batches => {
  const batches = new Batches();
  const values = Float64Array.from({ length: count }, next);
  // In blocks, as a run has them.
  for (let i = 0; i < count; i += 37) batches.addAll(values.subarray(i), Math.min(37, count - i));
  return batches;
};

/** Waiting times of a single server, in service times, from the steady state on. Their mean is load / (1 - load). */
function waits(load: number, arrivals: Random, services: Random): () => number {
  let wait = arrivals.uniform() < load ? arrivals.exponential() / (1 - load) : 0;
  return () => {
    const now = wait;
    wait = Math.max(0, wait + services.exponential() - arrivals.exponential() / load);
    return now;
  };
}

/** In how many of the trials there is an interval, and in how many of those it holds the truth. */
function coverage(
  trials: number,
  truth: number,
  observations: (trial: number) => Batches,
): [given: number, held: number] {
  let given = 0;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const interval = observations(trial).interval();
    if (!interval) continue;
    given++;
    if (interval[0] <= truth && truth <= interval[1]) held++;
  }
  return [given / trials, held / given];
}

test('independent observations get an interval nearly always, and it covers the true mean 95 times in 100', () => {
  for (const count of [400, 1037, 2500]) {
    const [given, held] = coverage(700, 0, (trial) =>
      fed(
        count,
        (
          (random) => () =>
            random.normal()
        )(createStreams(6, trial)(`n${count}`)),
      ),
    );
    expect(given).toBeGreaterThan(0.92);
    expect(Math.abs(held - 0.95)).toBeLessThan(0.02);
  }
});

test('a queue at load 0.9 gets no interval from 20,000 requests: its batches are still correlated', () => {
  const [given] = coverage(20, 9, (trial) => {
    const streams = createStreams(7, trial);
    return fed(20_000, waits(0.9, streams('arrivals'), streams('services')));
  });
  expect(given).toBe(0);
});

test('a queue at load 0.5 gets an interval from 20,000 requests, which covers the true mean', () => {
  const [given, held] = coverage(200, 1, (trial) => {
    const streams = createStreams(8, trial);
    return fed(20_000, waits(0.5, streams('arrivals'), streams('services')));
  });
  expect(given).toBeGreaterThan(0.9);
  expect(held).toBeGreaterThan(0.92);
});

test('a rising trend gets no interval', () => {
  const random = createStreams(9, 0)('trend');
  let i = 0;
  expect(fed(10_000, () => random.normal() + i++ / 5000).interval()).toBeNull();
});

test('fewer than 400 observations get no interval, and neither do equal ones', () => {
  const random = createStreams(10, 0)('few');
  expect(fed(399, () => random.normal()).interval()).toBeNull();
  expect(fed(5000, () => 3).interval()).toBeNull();
  expect(new Batches().interval()).toBeNull();
});

test('the interval contains the mean of the observations, whatever the number of merges', () => {
  for (const count of [420, 799, 800, 801, 1600, 12_345, 100_000]) {
    const random = createStreams(11, 0)(`mean${count}`);
    let sum = 0;
    const interval = fed(count, () => {
      const value = 5 + random.exponential();
      sum += value;
      return value;
    }).interval();
    if (!interval) continue;
    const half = (interval[1] - interval[0]) / 2;
    expect(Math.abs((interval[0] + interval[1]) / 2 - sum / count)).toBeLessThan(half);
    expect(half * Math.sqrt(count)).toBeLessThan(5);
  }
});
