import { describe, expect, test } from 'vitest';
import { holm, rankings } from '../../src/experiment/compare.ts';
import { studentCdf } from '../../src/kernel/student.ts';
import { findingsOf, randomFor, strategies, times } from './made.ts';

const METRIC = 'cloud.tokens';

describe('a ranking', () => {
  test('puts the better first and shares places that cannot be told apart', () => {
    const random = randomFor('ranking');
    const load = times(15, () => 1000 + 100 * random.normal());
    const noisy = (factor: number) => load.map((value) => factor * value + 5 * random.normal());
    const findings = findingsOf(METRIC, [noisy(1), noisy(1), noisy(0.5)]);
    const [found] = rankings(strategies('random', 'weighted', 'loadAware'), findings, { metrics: [METRIC] });
    expect(found!.places.map(({ label, best, worst }) => [label, best, worst])).toEqual([
      ['loadAware', 1, 1],
      [expect.any(String), 2, 3],
      [expect.any(String), 2, 3],
    ]);
  });

  test('is of figures with a better and a worse only', () => {
    const findings = findingsOf('edge.utilization', [
      [1, 2],
      [3, 4],
    ]);
    expect(rankings(strategies('a', 'b'), findings, { metrics: ['edge.utilization'] })).toEqual([]);
  });

  test('calls something different among four equal ones in at most 5 of 100 trials', () => {
    const random = randomFor('family');
    const scenarioFile = strategies('a', 'b', 'c', 'd');
    const trials = 1000;
    const wrong = times(trials, () => {
      const cells = times(4, () => times(8, () => 100 + random.normal()));
      return rankings(scenarioFile, findingsOf(METRIC, cells), { metrics: [METRIC] })[0]!;
    }).filter(({ places }) => places.some(({ best, worst }) => best !== 1 || worst !== 4)).length;
    expect(wrong / trials).toBeLessThan(0.06);
    expect(wrong).toBeGreaterThan(0);
  });
});

describe("Holm's correction", () => {
  const at = (chance: number) => {
    let [low, high] = [0, 1000];
    for (let i = 0; i < 200; i++) {
      const t = (low + high) / 2;
      if (2 * studentCdf(-t, 9) > chance) low = t;
      else high = t;
    }
    return { t: high, replications: 10, chance };
  };

  test('tells what the textbook tells: 0.01, 0.013, 0.014, 0.19 at 5 %', () => {
    expect(holm([at(0.19), at(0.014), at(0.01), at(0.013)]).map(({ chance }) => chance)).toEqual([
      0.01, 0.013, 0.014,
    ]);
  });

  test('stops at the first that fails, though a later one would pass on its own', () => {
    expect(holm([at(0.03), at(0.03), at(0.04)])).toEqual([]);
  });
});
