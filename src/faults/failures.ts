import { distribution, makeDistribution, type Spread } from '../distribution.ts';
import { Agenda } from '../kernel/agenda.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { refuseTooOften } from '../kernel/often.ts';
import type { Random } from '../kernel/random.ts';
import type { FaultContext, Station } from '../model.ts';
import { plugin, seconds, type Plugin } from '../options.ts';

interface Options {
  every: Spread;
  repair: Spread;
}

export const failures: Plugin<Options, FaultContext, Station> = plugin(
  'each machine fails at random, independently, and is repaired; every strategy meets the same failures',
  {
    every: distribution(seconds(), 'exponential').describe(
      'time that a machine is up before it fails: 30d is exponential with that mean; or a distribution',
    ),
    repair: distribution(seconds(), 'exponential').describe(
      'time that a repair takes: 2h is exponential with that mean; or a distribution',
    ),
  },
  (options, context: FaultContext) => new Failures(options, context),
);

/** A life of so little would be events without end. */
const LEAST_CYCLE = 1e-3;

/** All of an entry's machines on one slot of the agenda, each with a random stream of its own. */
class Failures implements Station {
  private readonly context: FaultContext;
  private readonly life: Distribution;
  private readonly repair: Distribution;
  private readonly streams: readonly Random[];
  /** When each machine fails, or is repaired. */
  private readonly turns: Agenda;
  private readonly down: Uint8Array;
  private readonly slot: number;

  constructor({ every, repair }: Options, context: FaultContext) {
    const { first, count } = context;
    this.context = context;
    this.life = makeDistribution(every);
    this.repair = makeDistribution(repair);
    if (!(this.life.mean >= LEAST_CYCLE))
      throw new RangeError(
        `failures.every must be ${LEAST_CYCLE} s or more on average; got ${this.life.mean}`,
      );
    refuseTooOften('failures.every must be', this.life.mean, context.duration);
    this.streams = Array.from({ length: count }, (_, k) => context.stream(`failures/${first + k}`));
    this.turns = new Agenda();
    this.turns.claim(count);
    this.down = new Uint8Array(count);
    this.slot = context.claim(this, 1);
    for (let k = 0; k < count; k++) this.turns.set(k, this.life.sample(this.streams[k]!));
    context.agenda.set(this.slot, this.turns.time);
  }

  advance(): void {
    const { agenda, clock, first } = this.context;
    const { turns, down } = this;
    const k = turns.first;
    const isUp = down[k] === 0;
    if (isUp && this.context.desk.over) return this.end();
    down[k] = isUp ? 1 : 0;
    turns.set(k, clock[0]! + (isUp ? this.repair : this.life).sample(this.streams[k]!));
    agenda.set(this.slot, turns.time);
    if (isUp) this.context.switch.off(first + k, 1);
    else this.context.switch.on(first + k, 1);
  }

  /** Nobody is left whom a failure could befall: who is down is still repaired. */
  private end(): void {
    for (let k = 0; k < this.down.length; k++) if (this.down[k] === 0) this.turns.set(k, Infinity);
    this.context.agenda.set(this.slot, this.turns.time);
  }
}
