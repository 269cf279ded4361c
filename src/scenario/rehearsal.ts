/** Makes one of everything a cell is made of, so that what only a factory can check is found while reading. */
import * as arrivalPlugins from '../arrivals/index.ts';
import * as cloudPlugins from '../clouds/index.ts';
import * as devicePlugins from '../devices/index.ts';
import { Engine } from '../engine.ts';
import * as faultPlugins from '../faults/index.ts';
import { Floor } from '../fleet.ts';
import type { Pace } from '../kernel/pace.ts';
import { createStreams } from '../kernel/random.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import * as limiterPlugins from '../limiters/index.ts';
import { Logs } from '../logs/logs.ts';
import type {
  Arrivals,
  Context,
  Lengths,
  Limiter,
  Recourse,
  Servers,
  Station,
  Strategy,
  Workload,
} from '../model.ts';
import * as strategyPlugins from '../strategies/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import * as recoursePlugins from '../recourses/index.ts';
import { objective } from './assemble.ts';
import { arrivalsOf, fileOf } from './facts.ts';
import { faultsOf } from './faults.ts';
import { make } from './make.ts';
import { queueOf } from './queue.ts';
import type { Problem } from './problem.ts';
import type { Choice, Scenario } from './scenario.ts';
import { served } from './server.ts';

/** Lengths of a trace's requests are not known before it is read. */
const SOME: Lengths = { prompt: 100, output: 100 };
/** Of no machine at all. */
const NO_PACE: Pace = {
  prefill: { fixed: 0, perToken: 0, perTokenSquared: 0, padTo: 1 },
  step: { fixed: 0, perSequence: 0, perCachedToken: 0 },
};

export class Rehearsal {
  /** What came of a choice; cells share their choices. */
  readonly #known: Map<object, unknown> = new Map();
  readonly #problems: Problem[] = [];
  #wrong: readonly Problem[] = [];

  /** What the factories refuse, once for each choice however many cells have it; not what is `wrong` already. */
  problems(scenario: Scenario, wrong: readonly Problem[]): readonly Problem[] {
    this.#problems.length = 0;
    this.#wrong = wrong;
    const entries = scenario.fleet.length;
    const engine = new Engine(entries);
    const { clock, requests, agenda, desk, works } = engine;
    const context: Context = {
      clock,
      requests,
      agenda,
      desk,
      works,
      claim: (station, slots) => engine.claim(station, slots),
      stream: createStreams(0, 0),
      logs: new Logs((name) => {
        throw new RangeError(`${name} is read when the run begins`);
      }),
      duration: scenario.duration ?? 1,
    };
    const workload = this.#workload(scenario, context);
    const means = workload?.means ?? SOME;
    const fleet = new Floor(scenario.fleet.map((_, group) => group));
    fleet.capability.fill(1);
    const servers = scenario.fleet.flatMap((entry, first) => {
      const { slots, device: choice } = entry;
      const model = served(entry);
      const path = ['fleet', first, 'device'];
      const queue = queueOf(entry.queue, { requests, model, means, slo: objective(scenario) });
      const more = { ...context, fleet, first, count: 1, model, slots, ...queue, means };
      const made = this.#make<Servers>(devicePlugins, choice, path, entry, more);
      if (made) fleet.add(made, 1);
      return made ?? [];
    });
    scenario.fleet.forEach((entry, i) => this.#faults(entry, ['fleet', i], context));
    if (scenario.cloud) this.#faults(scenario.cloud, ['cloud'], context);
    const pace = scenario.fleet[0]?.profile.pace ?? null;
    scenario.limits.forEach((limit, i) => {
      const limited = { slots: 1, pace: limit.scope === 'device' ? (pace ?? NO_PACE) : null };
      const more = { ...context, size: 1, limited: () => limited };
      this.#make<Limiter>(limiterPlugins, limit, ['limits', i], limit, more);
    });
    if (scenario.retry?.later) {
      const { later } = scenario.retry;
      const choice = { kind: 'later', ...later };
      this.#make<Recourse>(recoursePlugins, choice, ['retry', 'later'], later, {
        ...context,
        fleet,
        next: null,
      });
    }
    const { strategy } = scenario;
    const cloud =
      scenario.cloud &&
      this.#make<Servers>(cloudPlugins, scenario.cloud as unknown as Choice, ['cloud'], scenario.cloud, {
        ...context,
        model: scenario.cloud.profile,
      });
    if (entries > 0 && servers.length === entries)
      this.#make<Strategy>(strategyPlugins, strategy, ['strategy'], strategy, {
        ...context,
        fleet,
        means,
        slo: objective(scenario),
        cloud,
        tariff: scenario.metrics.electricity / JOULES_PER_KWH,
      });
    return [...this.#problems];
  }

  #workload({ workload: choice }: Scenario, context: Context): Workload | null {
    const given = arrivalsOf(choice);
    const arrivals =
      given && this.#make<Arrivals>(arrivalPlugins, given, ['workload', 'arrivals'], given, context);
    if (fileOf(choice) !== undefined || (given && !arrivals)) return null;
    return this.#make<Workload>(workloadPlugins, choice, ['workload'], choice, { ...context, arrivals });
  }

  #faults(entry: Parameters<typeof faultsOf>[0], path: Problem['path'], context: Context): void {
    const nothing = (): undefined => undefined;
    for (const { choice, path: within, options } of faultsOf(entry))
      this.#make<Station>(faultPlugins, choice, [...path, ...within], options, {
        ...context,
        switch: { off: nothing, on: nothing },
        first: 0,
        count: 1,
      });
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
