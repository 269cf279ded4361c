import { refuseTooOften } from '../kernel/often.ts';
import type { FaultContext, Station } from '../model.ts';
import { delay, plugin, seconds, type Plugin } from '../options.ts';

interface Options {
  at: number;
  for: number;
  every?: number | undefined;
}

export const outages: Plugin<Options, FaultContext, Station> = plugin(
  'all machines of the entry are down at a given time for a given duration, once or periodically',
  {
    at: delay().describe('when it begins, counted from the start of the run'),
    for: seconds().describe('its duration'),
    every: seconds().optional().describe('period after which it begins again; default: only once'),
  },
  (options, context: FaultContext) => new Outage(options, context),
);

class Outage implements Station {
  private readonly options: Options;
  private readonly context: FaultContext;
  private readonly slot: number;
  private down = false;
  /** How many have begun. */
  private begun = 0;

  constructor(options: Options, context: FaultContext) {
    const { at, every } = options;
    if (every !== undefined && every <= options.for)
      throw new RangeError(`outages.every must be longer than for: ${options.for} s; got ${every} s`);
    if (every !== undefined) refuseTooOften('outages.every must be', every, context.duration);
    this.options = options;
    this.context = context;
    this.slot = context.claim(this, 1);
    context.agenda.set(this.slot, at);
  }

  advance(): void {
    const { agenda, desk, first, count } = this.context;
    const { at, every } = this.options;
    if (this.down) {
      this.down = false;
      agenda.set(this.slot, every === undefined ? Infinity : at + this.begun * every);
      this.context.switch.on(first, count);
    } else if (desk.over) agenda.set(this.slot, Infinity);
    else {
      this.down = true;
      agenda.set(this.slot, this.context.clock[0]! + this.options.for);
      this.begun++;
      this.context.switch.off(first, count);
    }
  }
}
