/** Creates each plugin of a cell once while reading, so that mistakes that only a factory can find are reported. */
import * as devicePlugins from '../devices/index.ts';
import { Engine } from '../engine/engine.ts';
import { LOST, NONE, type DeviceContext, type Limiter, type Servers, type Workload } from '../model.ts';
import { contextOf } from './assemble.ts';
import { Unread } from './known.ts';
import { make, type Origin } from './make.ts';
import { partsOf } from './parts.ts';
import type { Problem } from './problem.ts';
import type { Choice, FleetEntry, Scenario } from './scenario.ts';

const nothing = (): undefined => undefined;

/** Replaces a plugin whose factory failed, or that needs a file, so that the others can be created. */
const STAND_IN: Workload & Servers & Limiter = {
  means: { prompt: 100, output: 100 },
  duration: 1,
  rate: 1,
  period: 0,
  fill: new Float64Array(1),
  ordered: true,
  refusal: () => 0,
  draw: nothing,
  advance: nothing,
  accept: nothing,
  withdraw: nothing,
  stop: nothing,
  start: nothing,
  estimate: nothing,
  charge: nothing,
  look: nothing,
  refresh: nothing,
};
const ELSE = { pick: () => NONE, after: () => LOST, rank: () => 0 };

export class Rehearsal {
  /** Results by choice; cells share their choices. */
  readonly #known: Map<object, unknown> = new Map();
  /** Entries reduced to one machine. */
  readonly #single: Map<FleetEntry, FleetEntry> = new Map();

  /** Errors of the factories, once for each choice; without those that are `wrong` already. */
  problems(scenario: Scenario, wrong: readonly Problem[]): readonly Problem[] {
    const found: Problem[] = [];
    const fleet = scenario.fleet.map((entry) => this.#one(entry));
    const one = { ...scenario, fleet, duration: scenario.duration ?? 1 };
    const setting = new Unread();
    const context = contextOf(new Engine(fleet.length), one, setting);
    const making = <Made>(plugins: object, choice: Choice, more: unknown, place: Origin): Made => {
      const { path, of = choice } = place;
      let made: unknown = this.#known.get(of);
      const doubted = wrong.some((problem) => path.every((key, i) => problem.path[i] === key));
      if (made === undefined && !doubted) {
        try {
          setting.asked = false;
          made = make<Made>(plugins, choice, more);
          this.#known.set(of, made);
          return made as Made;
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          if (!setting.asked) found.push(refused(error.message, choice, path));
          this.#known.set(of, (made = { ...STAND_IN, ...ELSE }));
        }
      }
      if (plugins === devicePlugins) {
        const { fleet: floor, first, count } = more as DeviceContext;
        floor.capability.fill(1, first, first + count);
      }
      return (made ?? { ...STAND_IN, ...ELSE }) as Made;
    };
    partsOf(one, context, making);
    return found;
  }

  #one(entry: FleetEntry): FleetEntry {
    let one = this.#single.get(entry);
    if (!one) this.#single.set(entry, (one = { ...entry, count: 1 }));
    return one;
  }
}

/** An error such as `bursty.for must be ...` refers to the option of that name, if there is one. */
function refused(said: string, choice: Choice, path: Problem['path']): Problem {
  const [, option, message] = /^[\w.]+\.(\w+):? (.+)$/s.exec(said) ?? [];
  if (option === undefined || !(option in choice)) return { path, of: 'value', message: said };
  return { path: [...path, option], of: 'value', message: message! };
}
