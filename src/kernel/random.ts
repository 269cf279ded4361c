/** Named streams of random numbers: the same seed, replication and name give the same numbers in every engine. */
import seedrandom from 'seedrandom';
import { exp } from './math.ts';
import { exponentialZiggurat, LAYERS, normalZiggurat } from './ziggurat.ts';

export interface Random {
  /** 53 random bits, at least 0 and below 1. */
  uniform(): number;
  /** Mean 1. */
  exponential(): number;
  /** Mean 0, variance 1. */
  normal(): number;
}

const EXPONENTIAL_X = exponentialZiggurat.x;
const EXPONENTIAL_Y = exponentialZiggurat.y;
const EXPONENTIAL_TAIL = exponentialZiggurat.tail;
const NORMAL_X = normalZiggurat.x;
const NORMAL_Y = normalZiggurat.y;
const NORMAL_TAIL = normalZiggurat.tail;

class Stream implements Random {
  readonly #draw: () => number;

  constructor(key: string) {
    this.#draw = seedrandom.alea(key).double;
  }

  uniform(): number {
    return this.#draw();
  }

  /** One draw chooses the layer with its first 8 bits and the place in it with the other 45. */
  exponential(): number {
    const scaled = this.#draw() * LAYERS;
    const layer = scaled | 0;
    const x = (scaled - layer) * EXPONENTIAL_X[layer]!;
    return x < EXPONENTIAL_X[layer + 1]! ? x : this.#exponentialEdge(layer, x);
  }

  normal(): number {
    const scaled = this.#draw() * LAYERS;
    const layer = scaled | 0;
    const x = (2 * (scaled - layer) - 1) * NORMAL_X[layer]!;
    return Math.abs(x) < NORMAL_X[layer + 1]! ? x : this.#normalEdge(layer, x);
  }

  /** Beyond the part of the layer that lies wholly under the density. */
  #exponentialEdge(layer: number, x: number): number {
    if (layer === 0) return EXPONENTIAL_TAIL + this.exponential();
    const low = EXPONENTIAL_Y[layer]!;
    const y = low + this.#draw() * (EXPONENTIAL_Y[layer + 1]! - low);
    return y < exp(-x) ? x : this.exponential();
  }

  #normalEdge(layer: number, x: number): number {
    if (layer === 0) {
      // Beyond the tail's start t the density falls like exp(-t d) exp(-d^2 / 2): draw the first, accept by the second.
      for (;;) {
        const beyond = this.exponential() / NORMAL_TAIL;
        if (2 * this.exponential() > beyond * beyond)
          return x < 0 ? -NORMAL_TAIL - beyond : NORMAL_TAIL + beyond;
      }
    }
    const low = NORMAL_Y[layer]!;
    const y = low + this.#draw() * (NORMAL_Y[layer + 1]! - low);
    return y < exp((-x * x) / 2) ? x : this.normal();
  }
}

/** One stream per name. Asking for a name again starts its stream again. */
export function createStreams(seed: number | string, replication: number): (name: string) => Random {
  return (name) => new Stream(JSON.stringify([seed, replication, name]));
}

/** Every bit of the result depends on every bit of the word. */
function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

/** From one uniform number, a further one for each salt (a small whole number): independent of it and of each other. */
export function derive(draw: number, salt: number): number {
  const scaled = draw * 4294967296;
  const top = scaled >>> 0;
  const bottom = ((scaled - top) * 2097152) | 0;
  const a = mix(top + Math.imul(salt + 1, 0x9e3779b9));
  const b = mix((bottom + Math.imul(salt + 1, 0x6a09e667)) ^ a);
  return ((mix(a + b) >>> 0) + (b >>> 11) / 2097152) / 4294967296;
}
