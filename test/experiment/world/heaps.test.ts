import { describe, expect, it } from 'vitest';
import { dealtIntoHeaps, jackknife, mergedOf } from '../../../src/experiment/world/heaps.ts';
import { createStreams } from '../../../src/kernel/random.ts';
import { coarseNumbers } from '../../../src/kernel/coarse.ts';
import { Histogram } from '../../../src/kernel/histogram.ts';
import { Merged } from '../../../src/metrics/merged.ts';
import { SPREADS, SUMS } from '../../../src/metrics/regionSums.ts';
import type { RegionSums } from '../../../src/regional.ts';

const JUDGEMENT = { alpha: 0.5, electricity: 0.25, includeIdle: false };

/** A region with so many requests, of which so many met the objective. */
function sums(values: Readonly<Record<string, number>>, ttfts: readonly number[]): RegionSums {
  const spread = new Histogram();
  for (const ttft of ttfts) spread.add(ttft);
  const all: Readonly<Record<string, number>> = {
    runs: 1,
    seconds: 60,
    devices: 1,
    hasObjective: 1,
    judged: values['arrivals'] ?? 0,
    ...values,
  };
  return {
    numbers: SUMS.map((name) => all[name] ?? 0),
    spreads: [...SPREADS, ...SPREADS].map((_, k) => (k === 0 ? coarseNumbers(spread) : [])),
  };
}

describe('heaps of regions', () => {
  it('need five of every kind, and are no more than twenty', () => {
    expect(dealtIntoHeaps(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b'], 2)).toBeNull();
    const alike = Array.from({ length: 50 }, () => 'a');
    expect(Math.max(...dealtIntoHeaps(alike, 1)!)).toBe(19);
    const two = dealtIntoHeaps(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'], 2)!;
    expect(two).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('give intervals that hold what they say: of a count, a share, a mean and a percentile of two kinds', () => {
    const random = createStreams(11, 0)('worlds');
    const truth = {
      arrived: 30 * 40 + 12 * 90,
      'slo.attainment': (30 * 40 * 0.9 + 12 * 90 * 0.5) / (30 * 40 + 12 * 90),
    };
    const ttftMean = (30 * 40 * 1 + 12 * 90 * 3) / (30 * 40 + 12 * 90);
    const held: Record<string, number> = {};
    const rounds = 150;
    for (let round = 0; round < rounds; round++) {
      const kinds = [
        { count: 30, requests: 40, met: 0.9, mean: 1 },
        { count: 12, requests: 90, met: 0.5, mean: 3 },
      ].map(({ count, requests, met, mean }) => {
        const heaps = Array.from({ length: 12 }, () => new Merged());
        const regions = new Array<number>(12).fill(0);
        for (let i = 0; i < count; i++) {
          const arrived = Math.round(requests * (0.7 + 0.6 * random.uniform()));
          const share = met + 0.1 * (random.uniform() - 0.5);
          const ttfts = Array.from({ length: arrived }, () => mean * random.exponential());
          const values = { arrivals: arrived, 'edge.count': arrived, 'edge.met': arrived * share };
          heaps[i % 12]!.add(sums(values, ttfts));
          regions[i % 12]!++;
        }
        return { sums: heaps, regions };
      });
      const figures = mergedOf(kinds.flatMap((kind) => kind.sums)).figures(JUDGEMENT);
      const found = jackknife(kinds, figures, JUDGEMENT);
      // Solved for the mixture of the two kinds: 1200 at a mean of 1 s and 1080 at 3 s.
      const p95 = 6.7816;
      for (const [name, value] of Object.entries({ ...truth, 'ttft.mean': ttftMean, 'ttft.p95': p95 })) {
        const [low, high] = found[name]!;
        held[name] = (held[name] ?? 0) + Number(low <= value && value <= high) / rounds;
      }
    }
    for (const share of Object.values(held)) {
      expect(share).toBeGreaterThan(0.9);
      expect(share).toBeLessThan(0.99);
    }
  });
});
