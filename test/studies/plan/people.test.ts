import { expect, test } from 'vitest';
import { Bounds } from '../../../src/studies/plan/bounds.ts';
import { fleets } from '../../../src/studies/plan/space.ts';
import { meanOf } from '../../../src/kernel/spread.ts';
import { levelOf, planned, planOf, WITH_CLOUD } from './office.ts';

const PEOPLE =
  'workload={ kind: users, count: 20, think: { kind: exponential, mean: 80s }, prompt: 80, output: { kind: lognormal, mean: 100, cv: 0.6 } }';

/** Few fleets, and nothing more than what is asked. */
const SMALL = ['plan.candidates.0.count=0..3', 'plan.candidates.1.count=0..2', 'plan.headroom=0 %'];

test('a plan for people who wait: twice the demand is twice the people, and they need more', async () => {
  const { levels } = await planned(
    planOf(WITH_CLOUD, PEOPLE, ...SMALL, 'plan.growth=[1, 2]', 'plan.cloudShare=10 %'),
  );
  const [one, two] = levels;
  const machines = (counts: readonly number[] | undefined): number => counts?.reduce((a, b) => a + b, 0) ?? 0;
  expect(machines(one!.recommended?.counts)).toBeGreaterThan(0);
  expect(two!.recommended!.cost.hardware).toBeGreaterThan(one!.recommended!.cost.hardware);
  // 20 people who think for 80 s: a request every four seconds, if answers took no time.
  expect(one!.requests).toBeGreaterThan(0.23 * 730 * 3600);
  expect(one!.requests).toBeLessThan(0.27 * 732 * 3600);
  expect(two!.requests / one!.requests).toBeGreaterThan(1.9);
  expect(two!.requests / one!.requests).toBeLessThan(2.1);
}, 120_000);

test('what bounds a fleet beforehand holds for people, who ask less of a slow one', async () => {
  const level = levelOf(planOf(WITH_CLOUD, PEOPLE, 'plan.cloudShare=10 %'));
  const { trial, planning, scenario, demand } = level;
  expect(demand.closed).toBe(true);
  const bounds = new Bounds(planning, scenario, demand);
  const all = fleets(planning, scenario);
  await trial.run(all, 3);
  let waiting = 0;
  for (const counts of all) {
    const { cost, attainment, cloudShare } = bounds.of(counts);
    const runs = trial.runsOf(counts, 3);
    const of = (name: string): number => meanOf(runs.map(({ metrics }) => metrics[name]!));
    expect(meanOf(trial.bills(counts, 3))).toBeGreaterThanOrEqual(cost * (1 - 1e-9));
    expect(of('slo.attainment')).toBeLessThanOrEqual(attainment);
    expect(of('cloud.requests') / of('arrived')).toBeGreaterThanOrEqual(cloudShare);
    if (of('arrived') < 0.9 * demand.requests) waiting++;
  }
  expect(waiting).toBeGreaterThan(3);
});
