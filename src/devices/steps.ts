import { baseSeconds, type Pace } from '../kernel/pace.ts';
import * as fields from './fields.ts';

const { AT, BEGAN, FIRST_TAKES, FOUND, MOST, RISE } = fields;

/**
 * Seconds for so many steps of a batch that does not change: the first takes `first`, and each further one `rise` more,
 * since every sequence adds a token.
 */
export function risingSeconds(first: number, rise: number, steps: number): number {
  return steps * (first + rise * ((steps - 1) / 2));
}

/**
 * Finds the number of steps up to the first one that does not end before a time: from 1 to the most, which must not end
 * before it. What is asked and found is in an array, since V8 boxes doubles that cross a call.
 */
export function searchStep(asked: Float64Array): void {
  const first = asked[FIRST_TAKES]!;
  const rise = asked[RISE]!;
  const from = asked[BEGAN]!;
  const at = asked[AT]!;
  const most = asked[MOST]!;
  const level = first - rise / 2;
  const seconds = at - from;
  // The root of rise / 2 n^2 + level n = seconds, in the form that is also valid for rise 0.
  const root = seconds > 0 ? (2 * seconds) / (level + Math.sqrt(level * level + 2 * rise * seconds)) : 1;
  let steps = Math.min(most, Math.max(1, Math.ceil(root)));
  // Rounding may make it off by one; the ends of steps decide.
  while (steps < most && from + risingSeconds(first, rise, steps) < at) steps++;
  while (steps > 1 && from + risingSeconds(first, rise, steps - 1) >= at) steps--;
  asked[FOUND] = steps;
}

/** Seconds for `steps` decode steps of so many sequences; the first step reads `cached` tokens. */
export function stepsSeconds({ step }: Pace, sequences: number, cached: number, steps: number): number {
  const first = baseSeconds(step, sequences) + step.perCachedToken * cached;
  return risingSeconds(first, step.perCachedToken * sequences, steps);
}

/** The number of decode steps up to the first one that does not end before `at`. */
export function stepsUntil(
  { step }: Pace,
  sequences: number,
  cached: number,
  from: number,
  at: number,
  most: number,
): number {
  const first = baseSeconds(step, sequences) + step.perCachedToken * cached;
  const asked = Float64Array.of(first, step.perCachedToken * sequences, from, at, most, 0);
  searchStep(asked);
  return asked[FOUND]!;
}

/** A batch that does not change, and how long it has decoded. */
interface Decoded {
  readonly sequences: number;
  /** Cached tokens read by the first step. */
  readonly cached: number;
  readonly seconds: number;
  /** Most steps. */
  readonly most: number;
}

/** Whole steps completed within that time. */
export function stepsWithin(pace: Pace, { sequences, cached, seconds, most }: Decoded): number {
  if (most <= 0 || seconds <= 0) return 0;
  if (stepsSeconds(pace, sequences, cached, most) <= seconds) return most;
  const steps = stepsUntil(pace, sequences, cached, 0, seconds, most);
  return stepsSeconds(pace, sequences, cached, steps) <= seconds ? steps : steps - 1;
}

/** Steps that end at `end`, with the slowdown `slow`. */
interface Decoding extends Omit<Decoded, 'seconds'> {
  readonly now: number;
  readonly end: number;
  readonly slow: number;
}

/** When the step in progress ends; now when it is between two steps. */
export function stepEnd(pace: Pace, { sequences, cached, most, now, end, slow }: Decoding): number {
  const whole = stepsSeconds(pace, sequences, cached, most);
  const seconds = whole - (end - now) / slow;
  const done = stepsWithin(pace, { sequences, cached, seconds, most });
  if (stepsSeconds(pace, sequences, cached, done) === seconds) return now;
  if (done + 1 >= most) return end;
  return Math.max(now, end - (whole - stepsSeconds(pace, sequences, cached, done + 1)) * slow);
}
