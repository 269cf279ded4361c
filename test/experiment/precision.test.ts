import { describe, expect, test } from 'vitest';
import { missed, nextReplications } from '../../src/experiment/precision.ts';
import { findingsOf, randomFor, strategies, times } from './made.ts';

const METRIC = 'edge.served';
const asked = { target: 0.05, metrics: [METRIC] };

describe('a precision', () => {
  test('is missed while the half-width is more than that share of the mean', () => {
    const scenarioFile = strategies('a', 'b');
    const findings = findingsOf(METRIC, [
      [100, 101, 99, 100.5],
      [100, 150, 50, 80],
    ]);
    const [still, ...others] = missed(scenarioFile, findings, asked);
    expect(others).toEqual([]);
    expect(still).toMatchObject({ vary: { strategy: 'b' }, metric: METRIC });
    expect(still!.share).toBeGreaterThan(0.5);
  });

  test('is of half of the interval', () => {
    // Student's t of 3 is 3.1824, the standard error 5.7735.
    const [still] = missed(strategies('a'), findingsOf(METRIC, [[90, 110, 90, 110]]), asked);
    expect(still!.share).toBeCloseTo(0.18374, 5);
  });

  test('is reached by what never varies and by what does not exist, and not by one replication', () => {
    const scenarioFile = strategies('a');
    expect(missed(scenarioFile, findingsOf(METRIC, [[0, 0, 0]]), asked)).toEqual([]);
    expect(missed(scenarioFile, findingsOf(METRIC, [[null, null]]), asked)).toEqual([]);
    expect(missed(scenarioFile, findingsOf(METRIC, [[5]]), asked)).toEqual([
      { vary: { strategy: 'a' }, metric: METRIC, share: null },
    ]);
  });

  test('asks for more by at least a quarter and at most three times, up to the cap', () => {
    const at = (share: number | null) => [{ vary: {}, metric: METRIC, share }];
    expect(nextReplications(20, [], asked)).toBeNull();
    expect(nextReplications(20, at(0.051), asked)).toBe(25);
    expect(nextReplications(20, at(0.07), asked)).toBe(42);
    expect(nextReplications(20, at(1), asked)).toBe(60);
    expect(nextReplications(20, at(null), asked)).toBe(60);
    expect(nextReplications(20, at(1), { ...asked, most: 30 })).toBe(30);
    expect(nextReplications(30, at(1), { ...asked, most: 30 })).toBeNull();
  });

  test('reached by replicating still covers the truth', () => {
    const random = randomFor('sequential');
    const scenarioFile = strategies('a');
    const trials = 1500;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const values: number[] = [];
      for (let n: number | null = 5; n !== null;) {
        values.push(...times(n - values.length, () => 100 + 20 * random.normal()));
        n = nextReplications(n, missed(scenarioFile, findingsOf(METRIC, [values]), asked), asked);
      }
      const mean = values.reduce((a, b) => a + b) / values.length;
      const half = 0.05 * mean;
      if (Math.abs(mean - 100) <= half) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.93);
  });
});
