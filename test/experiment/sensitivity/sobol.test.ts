import { describe, expect, it } from 'vitest';
import { indices, saltelli, type Variance } from '../../../src/experiment/sensitivity/sobol.ts';
import { randomFor, times } from '../made.ts';
import { g, ishigami } from './functions.ts';

function study(
  { inputs, at }: { readonly inputs: number; readonly at: (shares: readonly number[]) => number },
  rows: number,
  seed = 'a',
): Variance {
  const { a, b, mixed } = saltelli(rows, inputs, randomFor(`points ${seed}`));
  const outputs = { a: a.map(at), b: b.map(at), mixed: mixed.map((column) => column.map(at)) };
  return indices(outputs, randomFor(`bootstrap ${seed}`), 400);
}

describe.each([
  ['Ishigami', ishigami],
  ["Sobol's g", g],
])('the indices of the %s function', (_, known) => {
  const found = study(known, 4096).indices!;

  it('are the known ones within 0.02', () => {
    found.forEach(({ first, total }, i) => {
      expect(Math.abs(first - known.first[i]!), `first of ${i}`).toBeLessThan(0.02);
      expect(Math.abs(total - known.total[i]!), `total of ${i}`).toBeLessThan(0.02);
    });
  });

  it('have intervals that hold the known ones nearly always', () => {
    const studies = times(40, (i) => study(known, 128, String(i)).indices!);
    let inside = 0;
    let all = 0;
    for (const one of studies)
      one.forEach(({ first95, total95 }, i) => {
        for (const [interval, value] of [
          [first95!, known.first[i]!],
          [total95!, known.total[i]!],
        ] as const) {
          all++;
          if (interval[0] <= value && value <= interval[1]) inside++;
        }
      });
    expect(inside / all).toBeGreaterThan(0.9);
  });

  it('have intervals that shrink with the sample', () => {
    const width = (one: Variance): number => one.indices![0]!.total95![1] - one.indices![0]!.total95![0];
    expect(width(study(known, 2048))).toBeLessThan(width(study(known, 64)) / 3);
  });
});

it('an output that never changes has no indices', () => {
  expect(study({ inputs: 2, at: () => 7 }, 32).indices).toBeNull();
  expect(study({ inputs: 2, at: () => 1e-3 }, 32).variance).toBeLessThan(1e-30);
});

it('rows without a value somewhere are left out, and counted', () => {
  const gappy = { inputs: 2, at: ([x, y]: readonly number[]) => (x! > 0.9 ? NaN : x! + y!) };
  const found = study(gappy, 256);
  expect(found.rows).toBeLessThan(256);
  expect(found.rows).toBeGreaterThan(180);
  expect(found.indices![1]!.total).toBeGreaterThan(0.4);
});

it('a smaller design is the beginning of a larger one', () => {
  const small = saltelli(16, 3, randomFor('points'));
  const large = saltelli(64, 3, randomFor('points'));
  expect(large.a.slice(0, 16)).toEqual(small.a);
  expect(large.mixed[2]!.slice(0, 16)).toEqual(small.mixed[2]);
});
