import { describe, expect, it } from 'vitest';
import { indices, saltelli, type Variance } from '../../../src/studies/sensitivity/sobol.ts';
import type { Indices } from '../../../src/studies/sensitivity/result.ts';
import { randomFor, times } from '../../experiment/made.ts';
import { g, gOfMany, ishigami } from './functions.ts';

function study(
  { inputs, at }: { readonly inputs: number; readonly at: (shares: readonly number[]) => number },
  rows: number,
  seed = 'a',
): Variance {
  const design = saltelli(rows, inputs, randomFor(`points ${seed}`));
  const { a, b, mixed } = design;
  const outputs = { a: a.map(at), b: b.map(at), mixed: mixed.map((column) => column.map(at)) };
  return indices(design, outputs, randomFor(`bootstrap ${seed}`), 400);
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

  it.each([64, 128])(
    'have intervals that hold the known ones about as often as they say, from %i rows',
    (rows) => {
      const studies = times(40, (i) => study(known, rows, String(i)).indices!);
      const shares = known.first.flatMap((first, i) => {
        const within = (of: (one: Indices) => readonly [number, number], value: number): number =>
          studies.filter((one) => of(one[i]!)[0] <= value && value <= of(one[i]!)[1]).length / studies.length;
        return [within((one) => one.first95!, first), within((one) => one.total95!, known.total[i]!)];
      });
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.85);
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.93);
    },
  );

  it('have intervals that shrink with the sample', () => {
    const width = (one: Variance): number => one.indices![0]!.total95![1] - one.indices![0]!.total95![0];
    expect(width(study(known, 2048))).toBeLessThan(width(study(known, 64)) / 3);
  });
});

it('with many inputs the indices and how often their intervals hold are as good', () => {
  const { first, total } = gOfMany;
  const found = study(gOfMany, 1024).indices!;
  found.forEach((one, i) => {
    expect(Math.abs(one.first - first[i]!), `first of ${i}`).toBeLessThan(0.05);
    expect(Math.abs(one.total - total[i]!), `total of ${i}`).toBeLessThan(0.05);
  });
  const studies = times(30, (i) => study(gOfMany, 64, String(i)).indices!);
  const held = studies.flatMap((one) =>
    one.flatMap(({ first95, total95 }, i) => [
      first95![0] <= first[i]! && first[i]! <= first95![1],
      total95![0] <= total[i]! && total[i]! <= total95![1],
    ]),
  );
  expect(held.filter((one) => one).length / held.length).toBeGreaterThan(0.9);
});

it('what a polynomial follows has intervals narrower than a tenth from 64 rows', () => {
  const smooth = { inputs: 3, at: ([x, y, z]: readonly number[]) => Math.exp(x! + y! / 2) + x! * z! };
  const [x, y, z] = study(smooth, 64).indices!;
  for (const { first95, total95 } of [x!, y!, z!])
    for (const [low, high] of [first95!, total95!]) expect(high - low).toBeLessThan(0.1);
  expect(x!.total + y!.total + z!.total).toBeGreaterThan(1);
});

it('what no polynomial follows is no worse off for one', () => {
  // Jumps far finer than the sample: all that is known of it is its rows.
  const rough = { inputs: 2, at: ([x, y]: readonly number[]) => (Math.floor(97 * x! + 31 * y!) % 2 ? 1 : 0) };
  const found = study(rough, 128).indices!;
  for (const { total, total95 } of found) {
    expect(total).toBeGreaterThan(0.8);
    expect(total95![1] - total95![0]).toBeLessThan(0.5);
  }
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

it.each([3, 20])('a smaller design is the beginning of a larger one, with %i inputs', (inputs) => {
  const small = saltelli(64, inputs, randomFor('points'));
  const large = saltelli(256, inputs, randomFor('points'));
  expect(large.a.slice(0, 64)).toEqual(small.a);
  expect(large.mixed[2]!.slice(0, 64)).toEqual(small.mixed[2]);
});
