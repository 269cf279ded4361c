import { baseSeconds, type Pace } from '../kernel/pace.ts';

/**
 * Seconds for `steps` decode steps of a batch that stays as it is: `cached` tokens are read in the first step, and
 * every sequence adds one to the next.
 */
export function stepsSeconds({ step }: Pace, sequences: number, cached: number, steps: number): number {
  const first = baseSeconds(step, sequences) + step.perCachedToken * cached;
  return steps * (first + step.perCachedToken * sequences * ((steps - 1) / 2));
}

/**
 * How many steps of a batch that stays as it is end the first step that does not end before `at`, when the first
 * began at `from`: at least 1 and at most `most`, which must not end before `at`.
 */
export function stepsUntil(
  pace: Pace,
  sequences: number,
  cached: number,
  from: number,
  at: number,
  most: number,
): number {
  const rise = pace.step.perCachedToken * sequences;
  const level = stepsSeconds(pace, sequences, cached, 1) - rise / 2;
  const seconds = at - from;
  // The root of rise / 2 n^2 + level n = seconds in the form that also holds when nothing rises.
  const root = seconds > 0 ? (2 * seconds) / (level + Math.sqrt(level * level + 2 * rise * seconds)) : 1;
  let steps = Math.min(most, Math.max(1, Math.ceil(root)));
  // Rounding may be one off; the ends of steps are what counts.
  while (steps < most && from + stepsSeconds(pace, sequences, cached, steps) < at) steps++;
  while (steps > 1 && from + stepsSeconds(pace, sequences, cached, steps - 1) >= at) steps--;
  return steps;
}

/** A batch that stays as it is, and how long it has decoded. */
export interface Decoded {
  readonly sequences: number;
  /** Cached tokens that the first step read. */
  readonly cached: number;
  readonly seconds: number;
  /** Steps that there are at most. */
  readonly most: number;
}

/** Whole steps that are done by then. */
export function stepsWithin(pace: Pace, { sequences, cached, seconds, most }: Decoded): number {
  if (most <= 0 || seconds <= 0) return 0;
  if (stepsSeconds(pace, sequences, cached, most) <= seconds) return most;
  const steps = stepsUntil(pace, sequences, cached, 0, seconds, most);
  return stepsSeconds(pace, sequences, cached, steps) <= seconds ? steps : steps - 1;
}

/** Steps that are to be done at `end`, every second of the profile taking `slow`. */
export interface Decoding extends Omit<Decoded, 'seconds'> {
  readonly now: number;
  readonly end: number;
  readonly slow: number;
}

/** When the step ends that is in progress now; now between two of them. */
export function stepEnd(pace: Pace, { sequences, cached, most, now, end, slow }: Decoding): number {
  const whole = stepsSeconds(pace, sequences, cached, most);
  const seconds = whole - (end - now) / slow;
  const done = stepsWithin(pace, { sequences, cached, seconds, most });
  if (stepsSeconds(pace, sequences, cached, done) === seconds) return now;
  if (done + 1 >= most) return end;
  return Math.max(now, end - (whole - stepsSeconds(pace, sequences, cached, done + 1)) * slow);
}
