import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coarser, SeriesMean, type Sum } from '../../src/experiment/seriesMean.ts';

const series = (values: readonly number[], width = 10) => [
  { device: 'fleet', width, quantities: { load: values } },
];

describe('the mean of time series', () => {
  test('is the mean bucket by bucket', () => {
    const mean = new SeriesMean();
    mean.add(0, series([1, 2, 3]));
    mean.add(1, series([3, 4, 8]));
    expect(mean.means()).toEqual(series([2, 3, 5.5]));
  });

  test('has the same bits whatever order the replications come in', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (runs, keys) => {
          const inOrder = new SeriesMean();
          runs.forEach((run, i) => inOrder.add(i, series(run)));
          const order = runs.map((_, i) => ({ i, key: keys.next().value! })).sort((a, b) => a.key - b.key);
          const shuffled = new SeriesMean();
          for (const { i } of order) shuffled.add(i, series(runs[i]!));
          expect(shuffled.means()).toEqual(inOrder.means());
        },
      ),
    );
  });

  test('brings narrower buckets to the wider ones', () => {
    const mean = new SeriesMean();
    mean.add(0, series([1, 3, 5, 7], 10));
    mean.add(1, series([4, 8], 20));
    expect(mean.means()).toEqual(series([3, 7], 20));
    const other = new SeriesMean();
    other.add(0, series([4, 8], 20));
    other.add(1, series([1, 3, 5, 7], 10));
    expect(other.means()).toEqual(series([3, 7], 20));
  });

  test('goes on from its sum to the same bits', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 8 }), fc.nat({ max: 8 }), (runs, cut) => {
        const whole = new SeriesMean();
        runs.forEach((run, i) => whole.add(i, series(run)));
        const first = new SeriesMean();
        runs.slice(0, cut).forEach((run, i) => first.add(i, series(run)));
        const rest = new SeriesMean(JSON.parse(JSON.stringify(first.sum())) as Sum);
        // What is in the sum already is not added again.
        runs.forEach((run, i) => rest.add(i, i === 0 ? series([7, 7, 7, 7]) : series(run)));
        if (cut > 0) expect(rest.means()).toEqual(whole.means());
        expect(rest.sum().replications).toBe(runs.length);
      }),
    );
  });

  test('counts a replication that failed as not there', () => {
    const mean = new SeriesMean();
    mean.add(2, series([5]));
    mean.add(0, []);
    mean.add(1, series([1]));
    expect(mean.means()).toEqual(series([3]));
  });

  test('of neighbours keeps what is left over at the end', () => {
    expect(coarser([1, 3, 5, 7, 9], 2)).toEqual([2, 6, 9]);
    expect(coarser([1, null, null, null], 2)).toEqual([1, null]);
  });
});
