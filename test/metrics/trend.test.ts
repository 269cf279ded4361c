import { describe, expect, it } from 'vitest';
import { createStreams } from '../../src/kernel/random.ts';
import { bucketWidth } from '../../src/metrics/buckets.ts';
import { trend } from '../../src/metrics/trend.ts';

describe('the trend of the load', () => {
  it('finds a slope that is there', () => {
    const load = Array.from({ length: 200 }, (_, k) => 3 + 0.5 * k);
    expect(trend(load, 10, 0)!.slope).toBeCloseTo(0.05, 12);
    expect(trend(load, 10, 0)!.halfWidth).toBeCloseTo(0, 9);
  });

  it('has an interval that covers zero about as often as it says when there is no slope', () => {
    const stream = createStreams(3, 0)('noise');
    let covered = 0;
    for (let n = 0; n < 1000; n++) {
      const { slope, halfWidth } = trend(
        Array.from({ length: 40 }, () => stream.normal()),
        1,
        0,
      )!;
      if (Math.abs(slope) <= halfWidth) covered++;
    }
    expect(covered).toBeGreaterThan(930);
    expect(covered).toBeLessThan(970);
  });

  it('takes whole periods, so that a burst at the end is no trend', () => {
    // A burst in the last fifth of every period of 10 buckets.
    const load = Array.from({ length: 160 }, (_, k) => (k % 10 >= 8 ? 20 : 1));
    expect(trend(load, 30, 300)!.slope).toBeCloseTo(0, 12);
  });

  it('says nothing of a run with fewer than four periods in its second half', () => {
    expect(trend(new Array(60).fill(1), 30, 300)).toBeNull();
  });
});

describe('the width of a bucket', () => {
  it('is one that people read, and gives no more than 480 of them', () => {
    for (const duration of [1, 59, 60, 3600, 86400, 7 * 86400, 400 * 86400]) {
      const width = bucketWidth(duration);
      expect(Math.ceil(duration / width)).toBeLessThanOrEqual(480);
    }
    expect(bucketWidth(3600)).toBe(10);
  });
});
