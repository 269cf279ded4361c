/** Ziggurat tables: a decreasing density in 256 layers of equal area, computed with the portable logarithm and exponential. */
import { exp, log } from './math.ts';

export interface Ziggurat {
  /** Where the bottom layer ends and the tail begins. */
  readonly tail: number;
  /** Width of each layer; the bottom one as if it had no tail, the one past the top is 0. */
  readonly x: Float64Array;
  /** The density, 1 at its top, at the edge of each layer. */
  readonly y: Float64Array;
}

export const LAYERS = 256;

/** `tail` and `area` belong together: with the right pair the last layer ends exactly at the top. */
function stack(
  tail: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  const x = new Float64Array(LAYERS + 1);
  const y = new Float64Array(LAYERS + 1);
  x[0] = area / density(tail);
  x[1] = tail;
  y[1] = density(tail);
  for (let i = 2; i < LAYERS; i++) {
    y[i] = y[i - 1]! + area / x[i - 1]!;
    x[i] = inverse(y[i]!);
  }
  y[LAYERS] = 1;
  return { tail, x, y };
}

/** exp(-x) over x >= 0. */
export const exponentialZiggurat: Ziggurat = stack(
  7.69711747013105,
  0.0039496598225815572,
  (x) => exp(-x),
  (y) => -log(y),
);

/** exp(-x^2 / 2) over x >= 0. */
export const normalZiggurat: Ziggurat = stack(
  3.654152885361009,
  0.0049286732339746553,
  (x) => exp((-x * x) / 2),
  (y) => Math.sqrt(-2 * log(y)),
);
