import { describe, expect, it } from 'vitest';
import { DIRECTIONS, MOST_DIMENSIONS, sobolPoints } from '../../../src/studies/sensitivity/sequence.ts';
import { randomFor } from '../../experiment/made.ts';

/** Whether powers of x run through every polynomial but 0 before they come back to 1. */
function isPrimitive(degree: number, coefficients: number): boolean {
  const polynomial = (1 << degree) | (coefficients << 1) | 1;
  let power = 1;
  for (let order = 1; order < 1 << degree; order++) {
    power <<= 1;
    if (power >> degree) power ^= polynomial;
    if (power === 1) return order === (1 << degree) - 1;
  }
  return degree === 1;
}

const strata = (values: readonly number[], parts: number): number =>
  new Set(values.map((value) => Math.floor(value * parts))).size;

describe.each([
  ['plain', undefined],
  ['shifted', 7],
])('the sequence, %s', (_, shift) => {
  const random = shift === undefined ? undefined : randomFor('shift');
  const points = sobolPoints(256, MOST_DIMENSIONS, random);

  it('has one of its first 2^m points in each of 2^m equal parts, in every dimension', () => {
    for (let m = 1; m <= 8; m++)
      for (let k = 0; k < MOST_DIMENSIONS; k++) {
        const column = points.slice(0, 2 ** m).map((point) => point[k]!);
        expect(strata(column, 2 ** m), `dimension ${k}, first ${2 ** m}`).toBe(2 ** m);
      }
  });

  it('has one of 16 points in each square of a 4 by 4 board, in the first two dimensions', () => {
    const squares = points.slice(0, 16).map(([x, y]) => 4 * Math.floor(4 * x!) + Math.floor(4 * y!));
    expect(new Set(squares).size).toBe(16);
  });

  it('never has two dimensions alike', () => {
    for (let j = 0; j < MOST_DIMENSIONS; j++)
      for (let k = 0; k < j; k++) {
        const mean =
          points.reduce((sum, point) => sum + (point[j]! - 0.5) * (point[k]! - 0.5), 0) / points.length;
        expect(Math.abs(12 * mean), `dimensions ${j} and ${k}`).toBeLessThan(0.25);
      }
  });
});

it('starts as everybody has it', () => {
  expect(sobolPoints(8, 3)).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25],
    [0.25, 0.75, 0.75],
    [0.375, 0.375, 0.625],
    [0.875, 0.875, 0.125],
    [0.625, 0.125, 0.875],
    [0.125, 0.625, 0.375],
  ]);
});

it('rests on primitive polynomials and odd direction numbers below 2^i', () => {
  const seen = new Set<string>();
  for (const [degree, coefficients, first] of DIRECTIONS) {
    expect(isPrimitive(degree, coefficients), `degree ${degree}, ${coefficients}`).toBe(true);
    expect(first).toHaveLength(degree);
    first.forEach((number, i) => {
      expect(number % 2).toBe(1);
      expect(number).toBeLessThan(2 ** (i + 1));
    });
    seen.add(`${degree} ${coefficients}`);
  }
  expect(seen.size).toBe(DIRECTIONS.length);
});

it('integrates a smooth function far better than independent points', () => {
  const wavy = (point: readonly number[]): number =>
    point.reduce((product, x) => product * (1 + (x - 0.5) / 2), 1);
  const error = (points: readonly (readonly number[])[]): number =>
    Math.abs(points.reduce((sum, point) => sum + wavy(point), 0) / points.length - 1);
  const random = randomFor('points');
  const drawn = Array.from({ length: 50 }, () =>
    error(Array.from({ length: 1024 }, () => Array.from({ length: 6 }, () => random.uniform()))),
  );
  const typical = drawn.sort((a, b) => a - b)[25]!;
  expect(error(sobolPoints(1024, 6, randomFor('shift')))).toBeLessThan(typical / 5);
});

it('says how many dimensions there are', () => {
  expect(() => sobolPoints(1, MOST_DIMENSIONS + 1)).toThrow(`for ${MOST_DIMENSIONS} dimensions`);
});
