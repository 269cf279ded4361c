/** Makes one of everything a cell is made of, so that what only a factory can check is found while reading. */
import * as arrivalPlugins from '../arrivals/index.ts';
import * as cloudPlugins from '../clouds/index.ts';
import * as devicePlugins from '../devices/index.ts';
import { Floor } from '../engine.ts';
import { serviceSeconds } from '../kernel/pace.ts';
import { createStreams } from '../kernel/random.ts';
import { Requests } from '../kernel/requests.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import * as limiterPlugins from '../limiters/index.ts';
import { Logs } from '../logs/logs.ts';
import type { Arrivals, Cloud, Context, Device, Lengths, Limiter, Strategy, Workload } from '../model.ts';
import * as strategyPlugins from '../strategies/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import { make, objective } from './assemble.ts';
import type { Problem } from './problem.ts';
import type { Choice, Scenario } from './scenario.ts';

/** Lengths of a trace's requests are not known before it is read. */
const SOME: Lengths = { prompt: 100, output: 100 };

export class Rehearsal {
  /** What came of a choice; cells share their choices. */
  readonly #known: Map<object, unknown> = new Map();
  readonly #problems: Problem[] = [];
  #wrong: readonly Problem[] = [];

  /** What the factories refuse, once for each choice however many cells have it; not what is `wrong` already. */
  problems(scenario: Scenario, wrong: readonly Problem[]): readonly Problem[] {
    this.#problems.length = 0;
    this.#wrong = wrong;
    const context: Context = {
      stream: createStreams(0, 0),
      logs: new Logs((name) => {
        throw new RangeError(`${name} is read when the run begins`);
      }),
      requests: new Requests(),
      duration: scenario.duration ?? 1,
    };
    const workload = this.#workload(scenario, context);
    const means = workload?.means ?? SOME;
    const devices = scenario.fleet.flatMap((entry, index) => {
      const { profile: model, slots, device: choice } = entry;
      const queue = entry.queue ?? Infinity;
      const path = ['fleet', index, 'device'];
      const device = this.#make<Device>(devicePlugins, choice, path, entry, {
        ...context,
        index,
        model,
        slots,
        queue,
        means,
      });
      return device ? [device] : [];
    });
    const pace = scenario.fleet[0]?.profile.pace;
    const cost = (prompt: number, output: number): number =>
      pace ? serviceSeconds(pace, prompt, output) : 1;
    scenario.limits.forEach((limit, i) => {
      const more = { ...context, slots: 1, ...(limit.scope === 'device' && { cost }) };
      this.#make<Limiter>(limiterPlugins, limit, ['limits', i], limit, more);
    });
    const { strategy } = scenario;
    const cloud =
      scenario.cloud &&
      this.#make<Cloud>(cloudPlugins, scenario.cloud as unknown as Choice, ['cloud'], scenario.cloud, {
        ...context,
        model: scenario.cloud.profile,
      });
    if (devices.length > 0 && devices.length === scenario.fleet.length) {
      const limiters = devices.map(() => make<Limiter>(limiterPlugins, { kind: 'unlimited' }, context));
      const fleet = new Floor({ devices, limiters, groups: devices.map((_, i) => i) });
      this.#make<Strategy>(strategyPlugins, strategy, ['strategy'], strategy, {
        ...context,
        fleet,
        means,
        slo: objective(scenario),
        cloud,
        tariff: scenario.metrics.electricity / JOULES_PER_KWH,
      });
    }
    return [...this.#problems];
  }

  #workload({ workload: choice }: Scenario, context: Context): Workload | null {
    const given = choice['arrivals'] as Choice | undefined;
    const arrivals =
      given && this.#make<Arrivals>(arrivalPlugins, given, ['workload', 'arrivals'], given, context);
    if (choice.kind === 'trace' || (given && !arrivals)) return null;
    return this.#make<Workload>(workloadPlugins, choice, ['workload'], choice, { ...context, arrivals });
  }

  #make<Made>(
    plugins: object,
    choice: Choice,
    path: Problem['path'],
    of: object,
    context: unknown,
  ): Made | null {
    if (this.#known.has(of)) return this.#known.get(of) as Made | null;
    if (this.#wrong.some((one) => path.every((key, i) => one.path[i] === key))) return null;
    let made: Made | null = null;
    try {
      made = make<Made>(plugins, choice, context);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#problems.push(refused(error.message, choice, path));
    }
    this.#known.set(of, made);
    return made;
  }
}

/** `bursty.for must be ...` is about the option of that name, when there is one. */
function refused(said: string, choice: Choice, path: Problem['path']): Problem {
  const [, option, message] = /^[\w.]+\.(\w+):? (.+)$/s.exec(said) ?? [];
  if (option === undefined || !(option in choice)) return { path, of: 'value', message: said };
  return { path: [...path, option], of: 'value', message: message! };
}
