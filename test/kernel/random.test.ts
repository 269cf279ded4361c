import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { gammaShareAbove } from '../../src/kernel/gamma.ts';
import { kolmogorovTest } from './kolmogorov.ts';
import { normalCdf } from './normalCdf.ts';
import { createStreams, derive, type Random } from '../../src/kernel/random.ts';

const stream = (name: string, seed: number | string = 1, replication = 0): Random =>
  createStreams(seed, replication)(name);
const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the values and those `lag` later; of two lists without one. */
function correlation(a: readonly number[], b: readonly number[], lag = 0): number {
  const count = a.length - lag;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = a[i + lag]! - meanA;
    const y = b[i]! - meanB;
    both += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return both / Math.sqrt(squareA * squareB);
}

/** How often numbers that are uniform fall this unevenly over equal cells. */
function evenness(values: readonly number[], cells: number): number {
  const counts = new Float64Array(cells);
  for (const value of values) counts[Math.floor(value * cells)]! += 1;
  const expected = values.length / cells;
  const square = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return gammaShareAbove((cells - 1) / 2, square / 2);
}

describe('a stream', () => {
  test('draws exactly the doubles of seedrandom’s alea', () => {
    for (const seed of [1, 2505, 'text']) {
      const random = stream('sizes', seed, 3);
      const alea = seedrandom.alea(JSON.stringify([seed, 3, 'sizes']));
      expect(draws(5000, () => random.uniform())).toEqual(draws(5000, () => alea.double()));
    }
  });

  test('gives the recorded numbers in every version', () => {
    const random = stream('arrivals', 2505, 3);
    expect(draws(3, () => random.uniform())).toEqual([
      0.08169066154969062, 0.09470467208272648, 0.7476845935419646,
    ]);
    expect(draws(3, () => random.exponential())).toEqual([
      2.052306287908076, 0.2809974894150595, 3.2511685654585833,
    ]);
    expect(draws(3, () => random.normal())).toEqual([
      -0.27478210529716895, 1.804810480513802, 0.26999591495346714,
    ]);
    expect(stream('sizes', 'a word', 0).uniform()).toBe(0.8264053468693368);
  });

  test('restarts when its name is asked for again, and does not depend on other streams', () => {
    const streams = createStreams(7, 1);
    const alone = draws(
      100,
      (
        (random) => () =>
          random.normal()
      )(streams('a')),
    );
    const [a, b] = [streams('a'), streams('b')];
    const mixed = draws(100, () => {
      b.exponential();
      return a.normal();
    });
    expect(mixed).toEqual(alone);
  });

  test('differs for every seed, replication and name, however they are spelt', () => {
    const firsts = [
      stream('a', 1, 11),
      stream('a', 11, 1),
      stream('1a', 1, 1),
      stream('a', '1', 11),
      stream('a', '1,11', 1),
      stream('a"', 1, 11),
      stream('', 1, 11),
      stream('a', 1.5, 11),
      stream('b', 1, 11),
      stream('a', 1, 12),
      stream('a', 2, 11),
    ].map((random) => random.uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test('is uncorrelated with its neighbours: 100,000 related names begin differently, evenly and without order', () => {
    const streams = createStreams(1, 0);
    const firsts = Array.from({ length: 100_000 }, (_, i) => streams(`run/${i}`).uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
    // Coarser too: 32 bits of 100,000 values repeat about once by chance.
    expect(firsts.length - new Set(firsts.map((value) => Math.floor(value * 2 ** 32))).size).toBeLessThan(8);
    expect(evenness(firsts, 1000)).toBeGreaterThan(0.001);
    expect(Math.abs(correlation(firsts, firsts, 1))).toBeLessThan(0.01);
  });

  test('is uncorrelated with the stream of the next seed, replication or name', () => {
    const count = 20_000;
    const base = stream('a', 1, 0);
    const values = draws(count, () => base.uniform());
    for (const other of [stream('a', 2, 0), stream('a', 1, 1), stream('b', 1, 0)]) {
      const theirs = draws(count, () => other.uniform());
      for (const lag of [0, 1, 2]) {
        expect(Math.abs(correlation(values, theirs, lag))).toBeLessThan(0.03);
      }
    }
  });
});

describe('uniform numbers', () => {
  const random = stream('uniform');
  const values = draws(200_000, () => random.uniform());

  test('are uniform in [0, 1), also in pairs and triples', () => {
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(kolmogorovTest(values, (x) => x).pValue).toBeGreaterThan(0.001);
    const cell = (i: number): number => Math.floor(values[i]! * 16);
    const pairs = Array.from({ length: 100_000 }, (_, i) => (cell(2 * i) * 16 + cell(2 * i + 1) + 0.5) / 256);
    expect(evenness(pairs, 256)).toBeGreaterThan(0.001);
    const triples = Array.from(
      { length: 66_000 },
      (_, i) => (cell(3 * i) * 256 + cell(3 * i + 1) * 16 + cell(3 * i + 2) + 0.5) / 4096,
    );
    expect(evenness(triples, 4096)).toBeGreaterThan(0.001);
  });

  test('use all 53 bits', () => {
    for (const bit of [1, 21, 22, 32, 33, 53]) {
      const ones = values.filter((value) => Math.floor(value * 2 ** bit) % 2 === 1).length;
      expect(Math.abs(ones / values.length - 0.5)).toBeLessThan(0.005);
    }
  });
});

describe('exponential numbers', () => {
  const random = stream('exponential');
  const values = draws(200_000, () => random.exponential());

  test('have mean 1, variance 1 and the third moment 6', () => {
    expect(mean(values)).toBeCloseTo(1, 2);
    expect(Math.abs(mean(values.map((x) => (x - 1) ** 2)) - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean(values.map((x) => x ** 3)) - 6)).toBeLessThan(0.25);
  });

  test('have the right distribution in the layers, at their edges and in the tail', () => {
    expect(kolmogorovTest(values, (x) => -Math.expm1(-x)).pValue).toBeGreaterThan(0.001);
    expect(
      evenness(
        values.map((x) => Math.exp(-x) * (1 - 1e-12)),
        2000,
      ),
    ).toBeGreaterThan(0.001);
    const tail = 7.69711747013105;
    const beyond = values.filter((x) => x > tail);
    expect(Math.abs(beyond.length - values.length * Math.exp(-tail))).toBeLessThan(55);
    expect(kolmogorovTest(beyond, (x) => -Math.expm1(tail - x)).pValue).toBeGreaterThan(0.001);
  });

  test('do not depend on the one before', () => {
    expect(Math.abs(correlation(values, values, 1))).toBeLessThan(0.006);
  });
});

describe('normal numbers', () => {
  const random = stream('normal');
  const values = draws(200_000, () => random.normal());

  test('have mean 0, variance 1, no skew and the fourth moment 3', () => {
    expect(Math.abs(mean(values))).toBeLessThan(0.006);
    expect(Math.abs(mean(values.map((x) => x ** 2)) - 1)).toBeLessThan(0.009);
    expect(Math.abs(mean(values.map((x) => x ** 3)))).toBeLessThan(0.025);
    expect(Math.abs(mean(values.map((x) => x ** 4)) - 3)).toBeLessThan(0.06);
  });

  test('have the right distribution in the layers, at their edges and in the tails', () => {
    expect(kolmogorovTest(values, normalCdf).pValue).toBeGreaterThan(0.001);
    expect(evenness(values.map(normalCdf), 2000)).toBeGreaterThan(0.001);
    const tail = 3.654152885361009;
    for (const sign of [-1, 1]) {
      const beyond = values.map((x) => x * sign).filter((x) => x > tail);
      const above = normalCdf(-tail);
      expect(Math.abs(beyond.length - values.length * above)).toBeLessThan(29);
      expect(kolmogorovTest(beyond, (x) => 1 - normalCdf(-x) / above).pValue).toBeGreaterThan(0.001);
    }
  });

  test('do not depend on the one before', () => {
    expect(Math.abs(correlation(values, values, 1))).toBeLessThan(0.006);
  });
});

describe('numbers derived from one draw', () => {
  const random = stream('draw');
  const values = draws(25_000, () => random.uniform());
  const salts = [0, 1, 2, 3, 4, 5, 6, 7, 64, 101, 102, 103, 10_000];

  test('are the recorded ones in every version', () => {
    expect([derive(0, 0), derive(0.5, 1), derive(0.123456789, 102)]).toEqual([
      0.2384993727206014, 0.7005445088344157, 0.10934738022305168,
    ]);
  });

  test('are uniform in [0, 1) to the last bits', () => {
    for (const salt of salts) {
      const derived = values.map((draw) => derive(draw, salt));
      expect(derived.every((value) => value >= 0 && value < 1)).toBe(true);
      expect(kolmogorovTest(derived, (x) => x).pValue).toBeGreaterThan(0.001);
      expect(evenness(derived, 512)).toBeGreaterThan(0.001);
      expect(
        evenness(
          derived.map((value) => (value * 2 ** 30) % 1),
          512,
        ),
      ).toBeGreaterThan(0.001);
    }
    expect(derive(1 - 2 ** -53, 3)).toBeLessThan(1);
  });

  test('are independent of the draw and of each other', () => {
    const columns = [values, ...salts.map((salt) => values.map((draw) => derive(draw, salt)))];
    for (let i = 0; i < columns.length; i++) {
      for (let j = 0; j < i; j++) {
        expect(Math.abs(correlation(columns[i]!, columns[j]!))).toBeLessThan(0.026);
        const cells = values.map(
          (_, k) => (Math.floor(columns[i]![k]! * 16) * 16 + Math.floor(columns[j]![k]! * 16) + 0.5) / 256,
        );
        expect(evenness(cells, 256)).toBeGreaterThan(0.0005);
      }
    }
  });

  test('change in half of their bits when the draw changes in any one', () => {
    for (let bit = 1; bit <= 53; bit++) {
      let changed = 0;
      for (const draw of values.slice(0, 400)) {
        const neighbour = draw + (Math.floor(draw * 2 ** bit) % 2 === 1 ? -1 : 1) * 2 ** -bit;
        const a = derive(draw, 5) * 2 ** 26;
        const b = derive(neighbour, 5) * 2 ** 26;
        for (let word = Math.floor(a) ^ Math.floor(b); word !== 0; word &= word - 1) changed++;
      }
      expect(Math.abs(changed / (400 * 26) - 0.5), `bit ${bit}`).toBeLessThan(0.03);
    }
  });

  test('are uniform for consecutive draws', () => {
    const derived = Array.from({ length: 100_000 }, (_, i) => derive(i / 2 ** 53, 1));
    expect(evenness(derived, 1000)).toBeGreaterThan(0.001);
    expect(
      evenness(
        Array.from({ length: 100_000 }, (_, i) => derive(0.3, i)),
        1000,
      ),
    ).toBeGreaterThan(0.001);
  });
});
