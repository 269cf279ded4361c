import { describe, expect, it } from 'vitest';
import { colours, DARK, PAPER } from '../../src/report/palette.ts';

type Rgb = readonly [number, number, number];

function linear(hex: string): Rgb {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** CIE L*a*b*, white at D65. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** How colours look to whom one kind of cone is missing (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Readonly<Record<string, readonly Rgb[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, eyes: readonly Rgb[]): Rgb {
  const [r, g, b] = linear(hex);
  const [x, y, z] = eyes.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)));
  return lab([x!, y!, z!]);
}

const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function pairs<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, i) => all.slice(i + 1).map((other): [T, T] => [one, other]));
}

describe.each([2, 3, 4, 5, 6])('%i colours', (n) => {
  it.each(Object.entries(EYES))('are told apart with %s', (_, eyes) => {
    for (const [a, b] of pairs(colours(n)))
      expect(distance(seen(a, eyes), seen(b, eyes)), `${a} ${b}`).toBeGreaterThan(15);
  });

  it('differ in lightness, for a copy in grey', () => {
    const least = n <= 3 ? 15 : n <= 5 ? 8 : 3;
    for (const [a, b] of pairs(colours(n)))
      expect(Math.abs(lab(linear(a))[0] - lab(linear(b))[0]), `${a} ${b}`).toBeGreaterThan(least);
  });

  it('stand out from the paper', () => {
    for (const colour of colours(n))
      expect(distance(lab(linear(colour)), lab(linear(PAPER)))).toBeGreaterThan(30);
  });
});

it('on a dark screen the three colours are still told apart, and from it', () => {
  const dark = colours(3).map((colour) => DARK[colour]!);
  for (const eyes of Object.values(EYES))
    for (const [a, b] of pairs([...dark, DARK[PAPER]!]))
      expect(distance(seen(a, eyes), seen(b, eyes))).toBeGreaterThan(15);
});

it('past six, colours come round again', () => {
  expect(colours(8).slice(6)).toEqual(colours(8).slice(0, 2));
});
