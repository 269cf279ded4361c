import { expect, test } from 'vitest';
import { exponentialZiggurat, LAYERS, normalZiggurat, type Ziggurat } from '../../src/kernel/ziggurat.ts';

const ziggurats: [string, Ziggurat, (x: number) => number][] = [
  ['exponential', exponentialZiggurat, (x) => Math.exp(-x)],
  ['normal', normalZiggurat, (x) => Math.exp((-x * x) / 2)],
];

test.each(ziggurats)(
  'the layers of the %s lie under its density and all have the same area',
  (_, { x, y }, density) => {
    const area = x[0]! * y[1]!;
    for (let i = 1; i < LAYERS; i++) {
      expect(x[i]! * (y[i + 1]! - y[i]!)).toBeCloseTo(area, 13);
      expect(y[i]!).toBeCloseTo(density(x[i]!), 14);
      expect(x[i + 1]!).toBeLessThan(x[i]!);
    }
    expect([x[LAYERS], y[LAYERS]]).toEqual([0, 1]);
  },
);

test.each(ziggurats)(
  'the bottom layer of the %s has exactly the tail’s area to spare',
  (_, { x, y, tail }, density) => {
    let beyond = 0;
    const step = 1e-4;
    for (let t = tail + step / 2; t < tail + 40; t += step) beyond += density(t) * step;
    expect(x[0]! * y[1]! - tail * y[1]!).toBeCloseTo(beyond, 10);
  },
);
