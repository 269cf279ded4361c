/** Repeats a run with additional observations, or with a single choice changed, and notes what happened to every request. */
import type { LimitState, MachineState, DeskMoment, StoryLeg } from './result.ts';
import type { Gate } from '../engine/gates.ts';
import { Stories } from '../metrics/stories.ts';
import type { StoryStep } from '../metrics/storySteps.ts';
import {
  CLOUD,
  NONE,
  reasonOf,
  type AnswerTimes,
  type Limiter,
  type Listener,
  type Strategy,
} from '../model.ts';
import { assemble, deviceNames, type Assembly, type Setting } from '../scenario/assemble.ts';
import type { Limit, Scenario } from '../scenario/scenario.ts';
import { Growing } from '../logs/growing.ts';

interface RerunQuestion {
  /** The request whose decisions are reported. */
  readonly watch?: number;
  /** The place to pick for that request instead of the strategy's first pick. */
  readonly instead?: number;
  /** Called with every story, in order of arrival. */
  readonly hear?: (stories: Stories, at: number) => void;
  /** Called at these times, in order, with the state of the run. */
  readonly sample?: { readonly times: readonly number[]; readonly take: (assembly: Assembly) => void };
  /** Called when the picked machine refuses a request, with the number of machines that would have accepted it. */
  readonly refused?: (request: number, open: number) => void;
}

export interface Rerun {
  readonly fates: Fates;
  readonly assembly: Assembly;
  readonly names: readonly string[];
  readonly moments: readonly DeskMoment[];
  /** The strategy's first pick for that request; null when it was never asked. */
  readonly picked: number | null;
}

/** The name of a place that can be picked. */
export function placeName(place: number, names: readonly string[]): string {
  return place === CLOUD ? 'cloud' : place < 0 ? 'none' : names[place]!;
}

export function rerun(scenario: Scenario, setting: Setting, question: RerunQuestion = {}): Rerun {
  const names = deviceNames(scenario.fleet);
  const keeper = new FatesKeeper();
  const stories = new Stories((told, at) => {
    keeper.add(told, at);
    question.hear?.(told, at);
  });
  const listeners = (...about: Parameters<NonNullable<Setting['listeners']>>): readonly Listener[] => [
    ...(setting.listeners?.(...about) ?? []),
    stories,
  ];
  const assembly = assemble(scenario, { ...setting, listeners });
  const { engine, parts } = assembly;
  if (question.sample) sampled(assembly, question.sample);
  const watcher = new Watcher(scenario, assembly, names, question);
  const gates = question.watch === undefined ? parts.gates : [watcher.gate(), ...parts.gates];
  const asks = question.watch !== undefined || question.refused !== undefined;
  engine.run({ ...parts, gates, ...(asks && { strategy: watcher.strategy(parts.strategy) }) });
  return { fates: keeper.fates(), assembly, names, moments: watcher.moments, picked: watcher.picked };
}

/** Runs after all stations at the same instant. */
function sampled(assembly: Assembly, { times, take }: NonNullable<RerunQuestion['sample']>): void {
  const { engine } = assembly;
  let next = 0;
  const station = {
    advance: (slot: number) => {
      take(assembly);
      engine.agenda.set(slot, times[++next] ?? Infinity);
    },
  };
  const slot = engine.claim(station, 1);
  engine.agenda.set(slot, times[0] ?? Infinity);
}

/** Observes the desk while a request is there, and changes only the requested choice. */
class Watcher {
  readonly moments: DeskMoment[] = [];
  picked: number | null = null;
  private readonly scenario: Scenario;
  private readonly assembly: Assembly;
  private readonly names: readonly string[];
  private readonly question: RerunQuestion;

  constructor(scenario: Scenario, assembly: Assembly, names: readonly string[], question: RerunQuestion) {
    this.scenario = scenario;
    this.assembly = assembly;
    this.names = names;
    this.question = question;
  }

  /** The first gate: it admits everything, and observes the state before anything else is asked. */
  gate(): Gate {
    const limiter: Limiter = {
      fill: new Float64Array(1),
      ordered: true,
      refusal: (_, id) => {
        if (this.requests.number[id] === this.question.watch) this.look(id);
        return 0;
      },
      charge: () => undefined,
      look: () => undefined,
      refresh: () => undefined,
    };
    return { scope: 'fleet', limiter };
  }

  /** Wraps a strategy, which is asked even if its pick is replaced: its state may depend on that. */
  strategy(other: Strategy): Strategy {
    const { watch, instead, refused } = this.question;
    return {
      pick: (id) => {
        const own = other.pick(id);
        const number = this.requests.number[id]!;
        if (refused !== undefined) this.tellRefusal(own, id, number, refused);
        if (number !== watch) return own;
        const isFirst = this.picked === null;
        const place = isFirst && instead !== undefined ? instead : own;
        if (isFirst) this.picked = place;
        const last = this.moments.at(-1);
        if (last) this.moments[this.moments.length - 1] = { ...last, picked: placeName(place, this.names) };
        return place;
      },
      ...(other.accepted && { accepted: (id: number, i: number) => other.accepted!(id, i) }),
      ...(other.released && { released: (id: number, i: number) => other.released!(id, i) }),
    };
  }

  private get requests(): Assembly['engine']['requests'] {
    return this.assembly.engine.requests;
  }

  private tellRefusal(
    place: number,
    id: number,
    number: number,
    tell: NonNullable<RerunQuestion['refused']>,
  ): void {
    const { fleet } = this.assembly.parts;
    if (place === CLOUD || (place >= 0 && fleet.refusal(place, id) === 0)) return;
    let open = 0;
    for (let i = 0; i < fleet.size; i++) if (i !== place && fleet.refusal(i, id) === 0) open++;
    tell(number, open);
  }

  private look(id: number): void {
    const { scenario, assembly } = this;
    const { fleet, gates, cloud } = assembly.parts;
    const now = assembly.engine.clock[0]!;
    // What the fleet has cached for the request before does not apply to this one.
    fleet.expect();
    const scoped = (scope: Limit['scope']): string[] =>
      scenario.limits.filter((limit) => limit.scope === scope).map(limitText);
    const texts = { fleet: scoped('fleet'), tenant: scoped('tenant') };
    const limits: LimitState[] = gates.map(({ scope, limiter }) =>
      stateOf(limiter, scope === 'tenant' ? this.requests.tenant[id]! : 0, id, {
        scope,
        limit: texts[scope].shift() ?? '',
      }),
    );
    if (cloud?.limiter)
      limits.push(stateOf(cloud.limiter, 0, id, { scope: 'cloud', limit: scoped('cloud').join(' and ') }));
    const machines = Array.from({ length: fleet.size }, (_, i) => this.machine(i, id, now));
    this.moments.push({ at: now, limits, machines, strategy: scenario.strategy.kind, picked: null });
  }

  private machine(i: number, id: number, now: number): MachineState {
    const { fleet } = this.assembly.parts;
    const estimate: AnswerTimes = { first: 0, last: 0, abreast: 1, share: 0, joules: 0, dollars: 0 };
    fleet.estimate(i, this.requests.prompt[id]!, this.requests.output[id]!, estimate);
    fleet.limiter?.look(i);
    const reason = fleet.refusal(i, id);
    const running = fleet.running[i]!;
    const work = Math.max(0, fleet.clear[i]! - now);
    return {
      name: this.names[i]!,
      up: fleet.up[i] === 1,
      running,
      waiting: fleet.load[i]! - running,
      fill: fleet.limiter ? fleet.limiter.fill[i]! : null,
      work,
      estimate: work + estimate.last,
      refuses: reason === 0 ? null : reasonOf(reason),
    };
  }
}

function stateOf(
  limiter: Limiter,
  i: number,
  id: number,
  about: Pick<LimitState, 'scope' | 'limit'>,
): LimitState {
  limiter.look(i);
  const reason = limiter.refusal(i, id);
  return { ...about, fill: limiter.fill[i]!, refuses: reason === 0 ? null : reasonOf(reason) };
}

/** A limit as in the file: `slidingWindow, window 60, capacity 0.8`. */
function limitText({ kind, scope: _scope, ...options }: Limit): string {
  const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  return [
    kind,
    ...said.map(
      ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    ),
  ].join(', ');
}

/** A step with the name of the machine. */
export function legOf(step: StoryStep, names: readonly string[]): StoryLeg {
  const { by, kind, reason, from, start, firstToken, end, joules, dollars } = step;
  const machine = by === NONE ? null : placeName(by, names);
  return { machine, kind, reason, from, start, firstToken, end, joules, dollars };
}

/** `by` is the place that answered, `outcome` an index in OUTCOMES. */
const COLUMNS = ['arrival', 'output', 'first', 'end', 'joules', 'dollars', 'by', 'outcome'] as const;

export type Fates = Readonly<Record<(typeof COLUMNS)[number], Float64Array>> & { readonly size: number };

class FatesKeeper {
  readonly #columns: readonly (readonly [(typeof COLUMNS)[number], Growing])[] = COLUMNS.map((name) => [
    name,
    new Growing(Float64Array),
  ]);

  add(stories: Stories, at: number): void {
    for (const [name, column] of this.#columns) column.add(stories[name][at]!);
  }

  fates(): Fates {
    const columns = this.#columns.map(([name, column]) => [name, column.column()] as const);
    return { ...(Object.fromEntries(columns) as Omit<Fates, 'size'>), size: this.#columns[0]![1].size };
  }
}
