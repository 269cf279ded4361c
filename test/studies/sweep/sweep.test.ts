/** What a sweep makes of its runs, against what is known of the function that they are of. */
import { expect, test } from 'vitest';
import { sobolPoint, sobolPoints } from '../../../src/studies/sensitivity/sequence.ts';
import { partValues, sweepJobs, sweepPlan, SweepSums } from '../../../src/studies/sweep/sweep.ts';
import { createStreams } from '../../../src/kernel/random.ts';
import { readInputs } from '../../../src/studies/sensitivity/over.ts';
import { office } from '../../experiment/plan.ts';

const file = office({ vary: ['strategy=random,leastQueue'], set: ['expect=[]'] });
const inputs = readInputs(file, [
  'workload.arrivals.rate=0.1/s..0.5/s',
  'metrics.alpha=0..1',
  'fleet.0.count=1..4:int',
]);

test('any point of the sequence is the one that stands there', () => {
  const stream = (): ReturnType<ReturnType<typeof createStreams>> => createStreams(3, 0)('points');
  const all = sobolPoints(300, 5, stream());
  const at = sobolPoint(5, stream());
  expect(all.map((_, place) => at(place))).toEqual(all);
});

test('runs are made one by one: cells of a point alike but for what they vary, those that are there left out', () => {
  const plan = sweepPlan(file, inputs, ['cloud.tokens'], 5);
  expect(plan).toMatchObject({ points: 3, runs: 6 });
  const jobs = [...sweepJobs(plan, (run) => run === 1)];
  expect(jobs.map(({ cell, replication }) => [cell, replication])).toEqual([
    [0, 0],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 2],
  ]);
  const [, , ...others] = jobs;
  expect(others[0]!.scenario.workload).not.toEqual(others[1]!.scenario.workload);
  expect(others[1]!.scenario.workload).toEqual(others[2]!.scenario.workload);
});

/** Of y = 3 a + b + noise: the shares of a and b are 9 and 1 parts, and those of the noise. */
function swept(noise: number): ReturnType<SweepSums['outputs']> {
  const plan = sweepPlan(file, inputs, ['cloud.tokens', 'arrived'], 20_000);
  const sums = new SweepSums(plan);
  const random = createStreams(1, 0)('noise');
  for (let run = 0; run < plan.runs; run++) {
    const [a = 0, b = 0] = plan.at(Math.floor(run / 2));
    sums.add(run, [3 * a + b + noise * (random.uniform() - 0.5), run % 2 === 0 ? NaN : 7]);
  }
  expect(sums.done).toBe(20_000);
  return sums.outputs();
}

test('shares of the variance and means over the ranges are those of a function that is known', () => {
  const [first] = swept(0);
  const [a, b, none] = first!.effects;
  // Within a part the input still varies: one part in 256.
  expect(a!.share).toBeCloseTo(0.9 * (1 - 1 / 256), 3);
  expect(b!.share).toBeCloseTo(0.1 * (1 - 1 / 256), 2);
  expect(Math.abs(none!.share!)).toBeLessThan(0.002);
  expect(a!.curve).toHaveLength(16);
  expect(none!.curve).toHaveLength(4);
  a!.curve.forEach(({ mean, ci95 }, part) => {
    expect(mean).toBeCloseTo((3 * (part + 0.5)) / 16 + 0.5, 1);
    // Of b, which is anywhere from 0 to 1: 625 runs in a part.
    expect(ci95![1] - ci95![0]).toBeGreaterThan(0);
    expect(ci95![1] - ci95![0]).toBeLessThan(0.1);
  });
  expect(first).toMatchObject({ cell: 0, metric: 'cloud.tokens', runs: 10_000 });
  expect(first!.mean).toBeCloseTo(2, 3);
  expect(first!.deviation).toBeCloseTo(Math.sqrt(10 / 12), 3);
});

test('chance is nobody’s effect, and the interval covers what is so', () => {
  const [first] = swept(Math.sqrt(90));
  const truth = [0.09 * (1 - 1 / 256), 0.01 * (1 - 1 / 256), 0];
  first!.effects.forEach(({ share, ci95 }, i) => {
    expect(share).toBeCloseTo(truth[i]!, 1);
    // Twice as wide as it is said: of three one in seven would miss it by the letter.
    const middle = (ci95![0] + ci95![1]) / 2;
    expect(Math.abs(middle - truth[i]!)).toBeLessThan(ci95![1] - ci95![0]);
    // 10,000 runs: the standard error of a share of 0.09 is about 0.006.
    expect(ci95![1] - ci95![0]).toBeLessThan(0.04);
  });
});

test('a figure that is missing or never moves has no shares', () => {
  const [, missing, , constant] = swept(0);
  expect(missing).toMatchObject({ runs: 0, mean: null, deviation: null });
  expect(constant).toMatchObject({ runs: 10_000, mean: 7, deviation: 0 });
  for (const { effects } of [missing!, constant!])
    expect(effects.every(({ share, ci95 }) => share === null && ci95 === null)).toBe(true);
});

test('parts of a range have the value in their middle, and whole numbers one each', () => {
  const [rate, , count] = inputs;
  expect(partValues(rate!)).toHaveLength(16);
  expect(partValues(rate!)[0]).toBeCloseTo(0.1 + 0.4 / 32, 9);
  expect(partValues(count!)).toEqual([1, 2, 3, 4]);
});

test('of ever other chances, the intervals cover what is so about as often as they say', () => {
  const plan = sweepPlan(file, inputs, ['cloud.tokens'], 800);
  let [covered, asked] = [0, 0];
  for (let again = 0; again < 60; again++) {
    const sums = new SweepSums(plan);
    const random = createStreams(again, 0)('noise');
    for (let run = 0; run < plan.runs; run++) {
      const [a = 0, b = 0] = plan.at(Math.floor(run / 2));
      sums.add(run, [3 * a + b + 3 * random.normal()]);
    }
    // Variances of 9/12, 1/12 and 9.
    const truth = [(0.75 / (10 / 12 + 9)) * (1 - 1 / 256), (1 / 12 / (10 / 12 + 9)) * (1 - 1 / 256), 0];
    for (const { effects } of sums.outputs())
      effects.forEach(({ ci95 }, i) => {
        asked++;
        if (ci95![0] <= truth[i]! && truth[i]! <= ci95![1]) covered++;
      });
  }
  expect(asked).toBe(360);
  expect(covered / asked).toBeGreaterThan(0.9);
  expect(covered / asked).toBeLessThan(0.995);
});
