import { describe, expect, test } from 'vitest';
import { EDGE_ONLY, planned, planOf } from './office.ts';

/** The fast board with its step and its prompts known to so many per cent. */
const uncertain = (sd: number): string =>
  EDGE_ONLY.replaceAll(
    'quality: 0.8 }',
    `quality: 0.8, uncertainty: [{ kind: scale, of: [step.fixed, prefill.fixed], sd: ${sd} }] }`,
  );

const SMALL = [
  'plan.candidates.0.count=0',
  'plan.candidates.1.count=0..5',
  'plan.candidates.1.queue=unbounded',
];

describe('a plan with model error', () => {
  test('has nothing to add for profiles that are taken as exact', async () => {
    const { levels } = await planned(planOf(EDGE_ONLY, ...SMALL), { modelError: {} });
    expect(levels[0]!.robustness).toMatchObject({ draws: 50, survives: 1, next: null, tried: 0 });
    expect(levels[0]!.recommended!.attainment.model95 ?? null).toBeNull();
  }, 60_000);

  test('keeps it apart from sampling, and is the same fleet at the same price', async () => {
    const scenarioFile = planOf(uncertain(0.2), ...SMALL);
    const without = (await planned(scenarioFile)).levels[0]!;
    const { recommended, robustness } = (await planned(scenarioFile, { modelError: {} })).levels[0]!;
    expect(without.robustness).toBeNull();
    expect(recommended!.counts).toEqual(without.recommended!.counts);
    expect(recommended!.attainment.ci95).toEqual(without.recommended!.attainment.ci95);
    expect(recommended!.attainment.mean).toBe(without.recommended!.attainment.mean);
    const [low, high] = recommended!.attainment.model95!;
    expect(low).toBeLessThan(recommended!.attainment.mean!);
    expect(high).toBeGreaterThan(recommended!.attainment.mean!);
    expect(recommended!.attainment.variance!.model).toBeGreaterThan(0);
    expect(robustness!.survives).toBeGreaterThan(0);
  }, 60_000);

  test('names the next fleet when the cheapest holds in too few of the draws', async () => {
    const scenarioFile = planOf(uncertain(0.5), ...SMALL);
    const { recommended, robustness } = (await planned(scenarioFile, { modelError: {} })).levels[0]!;
    expect(robustness!.survives).toBeLessThan(0.95);
    const { next, tried } = robustness!;
    expect(tried).toBeGreaterThan(0);
    expect(next!.survives).toBeGreaterThanOrEqual(0.95);
    expect(next!.fleet.cost.total.mean).toBeGreaterThan(recommended!.cost.total.mean!);
    expect(next!.fleet.counts[1]).toBeGreaterThan(recommended!.counts[1]!);
  }, 60_000);
});
