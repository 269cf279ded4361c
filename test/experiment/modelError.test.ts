import { describe, expect, test } from 'vitest';
import { asDrawn, drawn, withModelError } from '../../src/experiment/modelError.ts';
import { office } from './plan.ts';
import { randomFor, times } from './made.ts';

/** A figure whose replications differ by `sampling` and whose draws of the profiles by `model`. */
function world(name: string, { sampling, model, noise }: Record<'sampling' | 'model' | 'noise', number>) {
  const random = randomFor(name);
  return (draws: number, columns: number) => {
    const shared = times(columns, () => sampling * random.normal());
    const nominal = shared.map((value) => 100 + value + noise * random.normal());
    const rows = times(draws, () => {
      const moved = model * random.normal();
      return shared.map((value) => 100 + value + moved + noise * random.normal());
    });
    return { nominal, rows };
  };
}

const figure = { mean: 100, ci95: [95, 105] as const };

describe('model error', () => {
  test('is the variance between draws, without what the replications bring', () => {
    const make = world('split', { sampling: 30, model: 4, noise: 3 });
    const found = times(40, () => {
      const { nominal, rows } = make(50, 2);
      return withModelError(figure, rows, nominal, 9).variance!;
    });
    const mean = found.reduce((sum, { model }) => sum + model!, 0) / 40;
    expect(mean).toBeGreaterThan(13);
    expect(mean).toBeLessThan(19);
    expect(found.every(({ sampling }) => sampling === 9)).toBe(true);
  });

  test('is nothing when the draws differ by chance alone', () => {
    const make = world('none', { sampling: 30, model: 0, noise: 3 });
    const found = times(40, () => {
      const { nominal, rows } = make(50, 2);
      return withModelError(figure, rows, nominal, null).variance!.model!;
    });
    expect(found.reduce((a, b) => a + b) / 40).toBeLessThan(1.5);
  });

  test('spans where 95 of 100 worlds lie', () => {
    const make = world('span', { sampling: 30, model: 4, noise: 3 });
    const found = times(60, () => {
      const { nominal, rows } = make(100, 2);
      const [low, high] = withModelError(figure, rows, nominal, 9).model95!;
      return high - low;
    });
    const width = found.reduce((a, b) => a + b) / 60;
    expect(width).toBeGreaterThan(0.9 * 2 * 1.96 * 4);
    expect(width).toBeLessThan(1.1 * 2 * 1.96 * 4);
  });

  test('keeps the place of a draw that gives no such figure', () => {
    const { nominal, rows } = world('gap', { sampling: 0, model: 4, noise: 0 })(30, 2);
    const whole = asDrawn(100, rows, nominal)!.values;
    expect(whole).not.toContain(null);
    const gap = asDrawn(100, [...rows.slice(0, 3), [null, 100], ...rows.slice(3)], nominal)!.values;
    expect(gap).toEqual([...whole.slice(0, 3), null, ...whole.slice(3)]);
  });

  test('does not move away from the mean by chance, however few replications the draws had', () => {
    const make = world('chance', { sampling: 30, model: 1, noise: 3 });
    const spans = times(200, () => {
      const { nominal, rows } = make(50, 2);
      return withModelError(figure, rows, nominal, 9).model95;
    });
    const told = spans.filter((span) => span != null);
    expect(told.length).toBeGreaterThan(100);
    const without = told.filter(([low, high]) => low > figure.mean || high < figure.mean);
    expect(without.length).toBeLessThan(0.03 * told.length);
  });

  test('leaves the mean out where every other set of coefficients is on one side of it', () => {
    const random = randomFor('best');
    const nominal = times(2, () => 100 + random.normal());
    const rows = times(50, () => {
      const worse = 10 + 5 * random.normal() ** 2;
      return nominal.map((value) => value + worse + 0.5 * random.normal());
    });
    const [low, high] = withModelError(figure, rows, nominal, 9).model95!;
    expect(low).toBeGreaterThan(108);
    expect(high).toBeLessThan(150);
  });

  test('is exactly nothing for profiles taken as exact, and has then no interval', () => {
    const nominal = [90, 110];
    const found = withModelError(
      figure,
      times(30, () => nominal),
      nominal,
      9,
    );
    expect(found).toMatchObject({ model95: null, variance: { sampling: 9, model: 0 } });
  });

  test('is not known from few draws or incomplete ones, and leaves the interval of sampling as it was', () => {
    const { nominal, rows } = world('few', { sampling: 1, model: 1, noise: 1 })(19, 2);
    const found = withModelError(figure, rows, nominal, 9);
    expect(found).toEqual({ ...figure, model95: null, variance: { sampling: 9, model: null } });
    const gaps = times(40, (i) => (i < 25 ? [1, null] : [1, 2]));
    expect(withModelError(figure, gaps, nominal, 9).model95).toBeNull();
  });
});

describe('a draw of the profiles', () => {
  test('is the same in every cell and differs from draw to draw', () => {
    const scenarioFile = office();
    const [first, second] = scenarioFile.cells.map(({ scenario }) => drawn(scenario, scenarioFile.seed, 3));
    const next = drawn(scenarioFile.cells[0]!.scenario, scenarioFile.seed, 4);
    const given = scenarioFile.cells[0]!.scenario.fleet[0]!.profile.pace;
    expect(first!.fleet).toEqual(second!.fleet);
    expect(first!.strategy).not.toEqual(second!.strategy);
    expect(first!.fleet[0]!.profile.pace).not.toEqual(given);
    expect(next.fleet[0]!.profile.pace).not.toEqual(first!.fleet[0]!.profile.pace);
  });
});
