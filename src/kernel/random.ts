/** Named streams of random numbers: the same seed, replication and name give the same numbers in every engine. */
import seedrandom from 'seedrandom';
import { exp } from './math.ts';
import * as ziggurat from './ziggurat.ts';
import { exponentialZiggurat, normalZiggurat } from './ziggurat.ts';

const { LAYERS } = ziggurat;

export interface Random {
  /** 53 random bits, at least 0 and below 1. */
  uniform(): number;
  /** Mean 1. */
  exponential(): number;
  /** Mean 0, variance 1. */
  normal(): number;
  /** Fill `into` with the values that as many single calls would give. */
  uniforms(into: Float64Array): void;
  exponentials(into: Float64Array): void;
  normals(into: Float64Array): void;
}

const EXPONENTIAL_X = exponentialZiggurat.x;
const EXPONENTIAL_Y = exponentialZiggurat.y;
const EXPONENTIAL_TAIL = exponentialZiggurat.tail;
const NORMAL_X = normalZiggurat.x;
const NORMAL_Y = normalZiggurat.y;
const NORMAL_TAIL = normalZiggurat.tail;

/** 2^-32, 2^21 and 2^-53. */
const CARRY = 2.3283064365386963e-10;
const LOWER = 2097152;
const LAST = 1.1102230246251565e-16;

/**
 * Seeded by seedrandom's alea and stepped here, two steps of its recurrence for a number of 53 bits: V8 inlines code on
 * one flat array, but not a closure over an object. A test compares the two.
 */
class Stream implements Random {
  /** The last three fractions and the carry. */
  private readonly state: Float64Array;
  private readonly one: Float64Array = new Float64Array(1);

  constructor(state: Float64Array) {
    this.state = state;
  }

  /** Restarts the stream at a position given by a number. */
  begin(draw: number): void {
    // Fractions of 32 bits and the first carry, as in alea.
    for (let k = 0; k < 3; k++) this.state[k] = Math.floor(derive(draw, k) * 4294967296) / 4294967296;
    this.state[3] = 1;
  }

  // `Math.floor`, not `| 0`: the same for positive numbers, and a third faster since the value stays a double.
  uniform(): number {
    const state = this.state;
    const one = 2091639 * state[0]! + state[3]! * CARRY;
    const carry = Math.floor(one);
    const two = 2091639 * state[1]! + carry * CARRY;
    const rest = Math.floor(two);
    const upper = one - carry;
    const lower = two - rest;
    state[0] = state[2]!;
    state[1] = upper;
    state[2] = lower;
    state[3] = rest;
    return upper + Math.floor(lower * LOWER) * LAST;
  }

  exponential(): number {
    this.exponentials(this.one);
    return this.one[0]!;
  }

  normal(): number {
    this.normals(this.one);
    return this.one[0]!;
  }

  uniforms(into: Float64Array): void {
    const state = this.state;
    // `uniform` with its state in local variables: each step then waits only for the one before.
    let first = state[0]!;
    let second = state[1]!;
    let third = state[2]!;
    let carried = state[3]!;
    for (let k = 0; k < into.length; k++) {
      const one = 2091639 * first + carried * CARRY;
      const carry = Math.floor(one);
      const two = 2091639 * second + carry * CARRY;
      carried = Math.floor(two);
      first = third;
      second = one - carry;
      third = two - carried;
      into[k] = second + Math.floor(third * LOWER) * LAST;
    }
    this.keep(first, second, third, carried);
  }

  exponentials(into: Float64Array): void {
    this.layered(into, EXPONENTIAL_X, 1);
  }

  normals(into: Float64Array): void {
    this.layered(into, NORMAL_X, 2);
  }

  /** One draw chooses the layer with its first 8 bits and the position in it with the other 45, on one or both sides of zero. */
  private layered(into: Float64Array, xs: Float64Array, sides: number): void {
    const state = this.state;
    const least = sides - 1;
    let first = state[0]!;
    let second = state[1]!;
    let third = state[2]!;
    let carried = state[3]!;
    for (let k = 0; k < into.length; k++) {
      const one = 2091639 * first + carried * CARRY;
      const carry = Math.floor(one);
      const two = 2091639 * second + carry * CARRY;
      carried = Math.floor(two);
      first = third;
      second = one - carry;
      third = two - carried;
      const scaled = (second + Math.floor(third * LOWER) * LAST) * LAYERS;
      const layer = scaled | 0;
      const x = (sides * (scaled - layer) - least) * xs[layer]!;
      into[k] = x;
      if (Math.abs(x) < xs[layer + 1]!) continue;
      this.keep(first, second, third, carried);
      into[k] = sides === 1 ? this.exponentialEdge(layer, x) : this.normalEdge(layer, x);
      first = state[0]!;
      second = state[1]!;
      third = state[2]!;
      carried = state[3]!;
    }
    this.keep(first, second, third, carried);
  }

  private keep(first: number, second: number, third: number, carried: number): void {
    const state = this.state;
    state[0] = first;
    state[1] = second;
    state[2] = third;
    state[3] = carried;
  }

  /** Outside the part of the layer that lies wholly under the density. */
  private exponentialEdge(layer: number, x: number): number {
    if (layer === 0) return EXPONENTIAL_TAIL + this.exponential();
    const low = EXPONENTIAL_Y[layer]!;
    const y = low + this.uniform() * (EXPONENTIAL_Y[layer + 1]! - low);
    return y < exp(-x) ? x : this.exponential();
  }

  private normalEdge(layer: number, x: number): number {
    if (layer === 0) {
      // Beyond the tail's start t the density falls like exp(-t d) exp(-d^2 / 2): sample the first, accept by the second.
      for (;;) {
        const beyond = this.exponential() / NORMAL_TAIL;
        if (2 * this.exponential() > beyond * beyond)
          return x < 0 ? -NORMAL_TAIL - beyond : NORMAL_TAIL + beyond;
      }
    }
    const low = NORMAL_Y[layer]!;
    const y = low + this.uniform() * (NORMAL_Y[layer + 1]! - low);
    return y < exp((-x * x) / 2) ? x : this.normal();
  }
}

/** One stream per name. Asking for a name again restarts its stream. */
export function createStreams(seed: number | string, replication: number): (name: string) => Random {
  return (name) => {
    const key = JSON.stringify([seed, replication, name]);
    const { s0, s1, s2, c } = seedrandom.alea(key, { state: true }).state();
    return new Stream(Float64Array.of(s0, s1, s2, c));
  };
}

/** A stream that can be restarted anywhere: one object replaces thousands of streams, as long as one is used at a time. */
export interface Places extends Random {
  /** The same uniform number gives the same stream. */
  begin(draw: number): void;
}

export function createPlaces(): Places {
  return new Stream(new Float64Array(4));
}

/** Mixes: every bit of the result depends on every bit of the word. */
function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

/** Derives from one uniform number another for each salt (a small whole number), independent of it and of each other. */
export function derive(draw: number, salt: number): number {
  const scaled = draw * 4294967296;
  const top = scaled >>> 0;
  const bottom = ((scaled - top) * 2097152) | 0;
  const a = mix(top + Math.imul(salt + 1, 0x9e3779b9));
  const b = mix((bottom + Math.imul(salt + 1, 0x6a09e667)) ^ a);
  return ((mix(a + b) >>> 0) + (b >>> 11) / 2097152) / 4294967296;
}
