/** How unevenly requests come: the cv of the gaps, and the index of dispersion, variance over mean of the counts. */
import { describe, expect, it } from 'vitest';
import { gamma as gammaDistribution } from '../../src/kernel/gammaDistribution.ts';
import type { Arrivals } from '../../src/model.ts';
import { makeContext } from '../world/context.ts';
import { build, type Written } from '../world/plugins.ts';
import { solve } from './solve.ts';

const make = (name: string, options: Written, seed = 1): Arrivals =>
  build('arrivals', name, options, makeContext({ seed }));

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

/** Gaps after the first arrival. */
function gaps(arrivals: Arrivals, count: number): number[] {
  let before = arrivals.next();
  return Array.from({ length: count }, () => {
    const now = arrivals.next();
    const gap = now - before;
    before = now;
    return gap;
  });
}

/** How many come in each of so many stretches, one after the other. */
function counts(arrivals: Arrivals, stretch: number, stretches: number): number[] {
  const found = Array.from({ length: stretches }, () => 0);
  for (let at = arrivals.next(); at < stretch * stretches; at = arrivals.next())
    found[Math.floor(at / stretch)]!++;
  return found;
}

describe('gamma', () => {
  it.each([0.2, 0.5, 1, 2.5])('has gaps of the mean and the cv it is given: %d', (cv) => {
    const found = gaps(make('gamma', { rate: 5, cv }), 400_000);
    expect(mean(found) * 5).toBeCloseTo(1, 1.5);
    expect(Math.sqrt(variance(found)) / mean(found) / cv).toBeCloseTo(1, 1.5);
  });

  it.each([0.2, 0.5, 1, 2.5])('with cv %d has an index of dispersion that goes to its square', (cv) => {
    const found = counts(make('gamma', { rate: 5, cv }), 60, 4000);
    // Of a stationary renewal process the variance is cv^2 rate t + 1/6 + cv^4/2 - skew/3, here with skew 2 cv^4.
    const expected = cv ** 2 + (1 / 6 + cv ** 4 / 2 - (2 * cv ** 4) / 3) / 300;
    expect(variance(found) / mean(found) / expected).toBeCloseTo(1, 1);
  });

  it('with cv 1 is poisson', () => {
    const found = gaps(make('gamma', { rate: 5, cv: 1 }), 200_000);
    for (const t of [0.1, 0.3, 0.6]) {
      expect(found.filter((gap) => gap > t).length / found.length).toBeCloseTo(Math.exp(-5 * t), 2);
    }
  });

  it.each([0.2, 1, 3])('is in full swing from the start, with cv %d', (cv) => {
    const seeds = Array.from({ length: 5000 }, (_, seed) => seed);
    const first = seeds.map((seed) => counts(make('gamma', { rate: 5, cv }, seed), 0.5, 1)[0]!);
    expect(mean(first) / 2.5).toBeCloseTo(1, 1);
    // The first gap is under way: its mean is that of a gap times (1 + cv^2) / 2.
    const waits = seeds.map((seed) => make('gamma', { rate: 5, cv }, seed).next());
    expect((mean(waits) * 5) / ((1 + cv ** 2) / 2)).toBeCloseTo(1, 1);
  });

  it('draws from the distribution of the kernel', () => {
    const found = gaps(make('gamma', { rate: 2, cv: 0.7 }), 100_000);
    const { quantile } = { quantile: (u: number) => gammaDistribution(0.5, 0.7).quantile(u) };
    for (const u of [0.1, 0.5, 0.9]) {
      expect(found.filter((gap) => gap < quantile(u)).length / found.length).toBeCloseTo(u, 2);
    }
  });
});

interface State {
  readonly rate: number;
  readonly mean: number;
}

/**
 * Of a Markov-modulated poisson process, from its generator Q and rates L: gaps of cv by the moments of a Markovian
 * arrival process, and the index of dispersion in the long run by the deviation of the time spent in each state.
 */
function theory(states: readonly State[]): { rate: number; cv: number; dispersion: number } {
  const { length } = states;
  const cycle = states.reduce((sum, { mean: lasts }) => sum + lasts, 0);
  const share = states.map(({ mean: lasts }) => lasts / cycle);
  const rate = states.reduce((sum, one, i) => sum + share[i]! * one.rate, 0);
  const generator = states.map((one, i) =>
    states.map((_, j) => (i === j ? -1 : 1 / (length - 1)) / one.mean),
  );
  // Without an arrival: m_k = (L - Q)^-1 m_(k-1), the moments of the time to the next from each state.
  const silent = generator.map((row, i) => row.map((q, j) => (i === j ? states[i]!.rate : 0) - q));
  const once = solve(
    silent,
    states.map(() => 1),
  );
  const twice = solve(silent, once);
  const after = states.map((one, i) => (share[i]! * one.rate) / rate);
  const first = after.reduce((sum, p, i) => sum + p * once[i]!, 0);
  const second = after.reduce((sum, p, i) => sum + 2 * p * twice[i]!, 0);
  // Var N(t) / t goes to rate + 2 share L x, where -Q x = L 1 - rate, share x = 0.
  const deviation = generator.map((row) => row.map((q, j) => share[j]! - q));
  const x = solve(
    deviation,
    states.map((one) => one.rate - rate),
  );
  const excess = states.reduce((sum, one, i) => sum + 2 * share[i]! * one.rate * x[i]!, 0);
  return { rate, cv: Math.sqrt(second - first ** 2) / first, dispersion: 1 + excess / rate };
}

const PROCESSES: readonly (readonly State[])[] = [
  [
    { rate: 2, mean: 2 },
    { rate: 20, mean: 0.4 },
  ],
  [
    { rate: 0, mean: 0.6 },
    { rate: 4, mean: 0.3 },
    { rate: 11, mean: 0.1 },
  ],
  [
    { rate: 3, mean: 2 },
    { rate: 3, mean: 1 },
  ],
];

describe.each(PROCESSES.map((states) => ({ states })))('mmpp $states', ({ states }) => {
  const expected = theory(states);

  it('says its mean rate, which is reached', () => {
    const arrivals = make('mmpp', { states });
    expect(arrivals.rate).toBeCloseTo(expected.rate, 12);
    const found = counts(arrivals, 60, 4000);
    expect(mean(found) / 60 / expected.rate).toBeCloseTo(1, 1.5);
  });

  it('has gaps of the cv that follows from its states', () => {
    const found = gaps(make('mmpp', { states }), 200_000);
    expect(Math.sqrt(variance(found)) / mean(found) / expected.cv).toBeCloseTo(1, 1.3);
  });

  it('has the index of dispersion that follows from its states', () => {
    const found = counts(make('mmpp', { states }), 60, 4000);
    expect(variance(found) / mean(found) / expected.dispersion).toBeCloseTo(1, 1);
  });

  it('is in full swing from the start', () => {
    const first = Array.from({ length: 5000 }, (_, seed) => counts(make('mmpp', { states }, seed), 1, 1)[0]!);
    expect(mean(first) / expected.rate).toBeCloseTo(1, 1);
  });
});

describe('mmpp', () => {
  it('agrees with the formula for two states', () => {
    const [one, other] = PROCESSES[0]! as [State, State];
    const [leave, back] = [1 / one.mean, 1 / other.mean];
    const square = (one.rate - other.rate) ** 2;
    const both = leave + back;
    const dispersion = 1 + (2 * square * leave * back) / (both ** 2 * (one.rate * back + other.rate * leave));
    expect(theory([one, other]).dispersion).toBeCloseTo(dispersion, 10);
  });

  it.each([
    [{ states: [{ rate: 1, mean: 1 }] }, /2/],
    [
      {
        states: [
          { rate: 0, mean: 1 },
          { rate: 0, mean: 2 },
        ],
      },
      /^mmpp\.states must have a rate above 0/,
    ],
  ])('says in one line what is wrong with %o', (options, message) => {
    expect(() => make('mmpp', options)).toThrow(message);
  });
});

describe('arrivals that are ages away', () => {
  it.each([
    ['bursty', { rate: 1e-12, peak: 4, every: 10, for: 1 }],
    [
      'mmpp',
      {
        states: [
          { rate: 1e-12, mean: 5 },
          { rate: 0, mean: 5 },
        ],
      },
    ],
  ] as const)('%s looks no further than the end of the run', (name, options) => {
    const arrivals = build<Arrivals>('arrivals', name, options, makeContext({ duration: 600 }));
    expect(arrivals.next()).toBe(Infinity);
    expect(arrivals.next()).toBe(Infinity);
  });
});
