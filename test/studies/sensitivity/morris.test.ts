import { describe, expect, it } from 'vitest';
import { effects, walks } from '../../../src/studies/sensitivity/morris.ts';
import type { Effect } from '../../../src/studies/sensitivity/result.ts';
import { randomFor } from '../../experiment/made.ts';
import { g, ishigami } from './functions.ts';

const COUNT = 40;

function screen(inputs: number, at: (shares: readonly number[]) => number, count = COUNT): Effect[] {
  const all = walks(count, inputs, randomFor('walks'));
  return effects(
    all,
    all.map(({ points }) => points.map(at)),
    randomFor('bootstrap'),
  );
}

describe('walks', () => {
  const all = walks(COUNT, 4, randomFor('walks'));

  it('stay in the cube and move every input once, by the step they say', () => {
    for (const { points, moved } of all) {
      expect(moved.map(({ input }) => input).sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
      moved.forEach(({ input, by }, step) =>
        points[step + 1]!.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(-1e-12);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
          expect(share - points[step]![i]!).toBeCloseTo(i === input ? by : 0, 12);
        }),
      );
    }
  });

  it('visit every level of every input equally often', () => {
    for (let input = 0; input < 4; input++) {
      const levels = [0, 0, 0, 0];
      for (const { points } of all)
        for (const share of [points[0]![input]!, points.at(-1)![input]!]) levels[Math.round(3 * share)]!++;
      expect(levels).toEqual([COUNT / 2, COUNT / 2, COUNT / 2, COUNT / 2]);
    }
  });
});

it('a straight line has its slopes as effects, without spread', () => {
  const found = screen(3, ([x, y]) => 3 * x! - 5 * y!);
  expect(found.map(({ mean }) => Math.round(mean * 1e9) / 1e9)).toEqual([3, -5, 0]);
  expect(found.map(({ size }) => Math.round(size * 1e9) / 1e9)).toEqual([3, 5, 0]);
  for (const { spread } of found) expect(spread).toBeLessThan(1e-12);
});

it('what depends on another input has spread', () => {
  const [x, y, z] = screen(3, ([a, b, c]) => a! * b! + c!) as [Effect, Effect, Effect];
  expect(x.spread).toBeGreaterThan(0.2);
  expect(y.spread).toBeGreaterThan(0.2);
  expect(z.spread).toBeLessThan(1e-12);
});

it("ranks the inputs of Sobol's g function as they are", () => {
  const sizes = screen(g.inputs, g.at).map(({ size }) => size);
  expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
  expect(sizes[4]!).toBeLessThan(0.1 * sizes[0]!);
});

it("sees that Ishigami's third input works only with the first", () => {
  const [, , third] = screen(ishigami.inputs, ishigami.at);
  expect(third!.size).toBeGreaterThan(3);
  expect(Math.abs(third!.mean)).toBeLessThan(third!.size);
  expect(third!.spread).toBeGreaterThan(third!.size / 2);
});

it('intervals hold the estimate and need two walks', () => {
  const [x] = screen(2, ([a, b]) => a! * b!);
  expect(x!.size95![0]).toBeLessThanOrEqual(x!.size);
  expect(x!.size95![1]).toBeGreaterThanOrEqual(x!.size);
  expect(screen(2, ([a]) => a!, 1)[0]!.size95).toBeNull();
});

it('walks that meet a point without a value are left out', () => {
  const found = screen(2, ([a, b]) => (a! > 0.9 ? NaN : a! + b!));
  expect(found[0]!.walks).toBeGreaterThan(0);
  expect(found[0]!.walks).toBeLessThan(COUNT);
});
