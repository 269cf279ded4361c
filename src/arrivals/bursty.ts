import { z } from 'zod';
import type { Arrivals, Context } from '../model.ts';
import { refuseTooOften } from '../kernel/often.ts';
import type { Random } from '../kernel/random.ts';
import { plugin, positive, rate, seconds, type Plugin } from '../options.ts';

interface Options {
  rate: number;
  peak: number;
  every: number;
  for: number;
  timing: 'fixed' | 'random';
}

export const bursty: Plugin<Options, Context, Arrivals> = plugin(
  'bursts above a base rate: `rate` is the mean over a period, `peak` the rate in a burst divided by the rate between bursts',
  {
    rate: rate(),
    peak: positive().describe('rate in a burst, divided by the rate between bursts'),
    every: seconds().describe('period from burst to burst; its mean with `timing: random`'),
    for: seconds().describe('length of a burst: the last part of every period'),
    timing: z
      .enum(['fixed', 'random'])
      .default('fixed')
      .describe('`random` draws the gaps between bursts from an exponential distribution'),
  },
  (options, context: Context) => {
    if (options.for >= options.every) {
      throw new RangeError(
        `arrivals.for must be shorter than arrivals.every (${options.every} s): ${options.for} s`,
      );
    }
    refuseTooOften('arrivals.every must be', options.every, context.duration);
    return new Bursty(options, context);
  },
  {
    grown: ({ rate }, factor) => ({ rate: rate * factor }),
    bursts: ({ every, for: lasting, timing }) => (timing === 'random' ? undefined : { every, for: lasting }),
  },
);

class Bursty implements Arrivals {
  readonly rate: number;
  readonly period: number;
  private readonly length: number;
  private readonly base: number;
  private readonly peak: number;
  private readonly random: Random;
  private readonly gaps: Random | null;
  private readonly duration: number;
  private at = 0;
  /** End of the present period of constant rate, and whether it is a burst. */
  private end = 0;
  private burst = true;
  private periods = 0;

  constructor(options: Options, context: Context) {
    this.rate = options.rate;
    this.period = options.every;
    this.length = options.for;
    this.base = (options.rate * options.every) / (options.every - options.for + options.peak * options.for);
    this.peak = this.base * options.peak;
    this.duration = context.duration;
    this.random = context.stream('arrivals');
    this.gaps = options.timing === 'random' ? context.stream('bursts') : null;
    this.turn();
  }

  next(): number {
    let due = this.random.exponential();
    for (;;) {
      const rate = this.burst ? this.peak : this.base;
      const room = (this.end - this.at) * rate;
      if (due < room) return (this.at += due / rate);
      due -= room;
      this.at = this.end;
      // Arrivals may be drawn ahead, and the next be ages away.
      if (this.at > this.duration) return Infinity;
      this.turn();
    }
  }

  /** Moves on to the next period. */
  private turn(): void {
    this.burst = !this.burst;
    if (this.gaps) {
      const mean = this.period - this.length;
      this.end += this.burst ? this.length : mean * this.gaps.exponential();
    } else {
      if (!this.burst) this.periods++;
      this.end = this.periods * this.period - (this.burst ? 0 : this.length);
    }
  }
}
