import { z } from 'zod';
import { Alias } from '../kernel/alias.ts';
import { refuseTooOften } from '../kernel/often.ts';
import type { Random } from '../kernel/random.ts';
import type { Arrivals, Context } from '../model.ts';
import { plugin, rateFromZero, seconds, type Plugin } from '../options.ts';

interface State {
  readonly rate: number;
  readonly mean: number;
}

export const mmpp: Plugin<{ states: State[] }, Context, Arrivals> = plugin(
  'Markov-modulated poisson: a state lasts an exponential time, then any other state follows, all equally likely',
  {
    states: z
      .array(
        z.strictObject({
          rate: rateFromZero().describe('arrival rate in this state'),
          mean: seconds().describe('its mean duration'),
        }),
      )
      .min(2)
      .describe('the states, at least two'),
  },
  ({ states }, context: Context) => {
    if (states.every(({ rate }) => rate === 0)) {
      throw new RangeError('mmpp.states must have a rate above 0 in at least one state');
    }
    const cycle = states.reduce((sum, { mean }) => sum + mean, 0);
    refuseTooOften('mmpp.states must together have a mean of', cycle, context.duration);
    return new Mmpp(states, context);
  },
  {
    grown: ({ states }, factor) => ({
      states: states.map(({ rate, mean }) => ({ rate: rate * factor, mean })),
    }),
  },
);

class Mmpp implements Arrivals {
  readonly rate: number;
  /** Mean seconds of a cycle through all states; the cycle has no fixed length. */
  readonly period: number;
  private readonly states: readonly State[];
  private readonly random: Random;
  private readonly turns: Random;
  private readonly duration: number;
  private state: number;
  private at = 0;
  /** When the present state ends. */
  private end = 0;

  constructor(states: readonly State[], context: Context) {
    this.states = states;
    this.duration = context.duration;
    this.period = states.reduce((sum, { mean }) => sum + mean, 0);
    this.rate = states.reduce((sum, { rate, mean }) => sum + rate * mean, 0) / this.period;
    this.random = context.stream('arrivals');
    this.turns = context.stream('states');
    this.state = new Alias(states.map(({ mean }) => mean)).pick(this.turns.uniform());
    this.last();
  }

  next(): number {
    let due = this.random.exponential();
    for (;;) {
      const { rate } = this.states[this.state]!;
      const room = (this.end - this.at) * rate;
      if (due < room) return (this.at += due / rate);
      due -= room;
      this.at = this.end;
      // Arrivals may be drawn ahead, and the next be ages away.
      if (this.at > this.duration) return Infinity;
      const others = this.states.length - 1;
      const further = 1 + Math.floor(this.turns.uniform() * others);
      this.state = (this.state + further) % this.states.length;
      this.last();
    }
  }

  private last(): void {
    this.end += this.states[this.state]!.mean * this.turns.exponential();
  }
}
