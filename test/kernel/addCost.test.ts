import { expect, test } from 'vitest';
import { Histogram } from '../../src/kernel/histogram.ts';
import { createStreams } from '../../src/kernel/random.ts';

test('adding a value costs some nanoseconds: no more than drawing it and keeping it does several times over', () => {
  const random = createStreams(1, 0)('cost');
  const values = Float64Array.from({ length: 1 << 16 }, () => random.exponential());
  const spent = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const drawn = new Float64Array(1024);
  // The best of several rounds on both sides: what else the machine does makes some of them slow.
  const least = (work: () => void): number => Math.min(...Array.from({ length: 5 }, () => spent(work)));
  const drawing = least(() => {
    for (let i = 0; i < 1e6; i++) drawn[i & 1023]! += random.exponential();
  });
  const adding = least(() => {
    const histogram = new Histogram();
    for (let i = 0; i < 1e6; i++) histogram.add(values[i & 65535]!);
    expect(histogram.count).toBe(1e6);
  });
  expect(adding).toBeLessThan(4 * drawing);
});
