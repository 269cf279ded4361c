/** Stations of queueing theory made of the real parts: poisson arrivals, the serial device, the engine. */
import { Engine } from '../../src/engine/engine.ts';
import type { EngineParts } from '../../src/engine/requestDesk.ts';
import { Breakdowns } from '../../src/faults/breakdowns.ts';
import { Floor } from '../../src/engine/fleet.ts';
import {
  ACCEPTED,
  ARRIVED,
  COMPLETED,
  LOST,
  REFUSED,
  RETURNED,
  STRIDE,
  type Moves,
} from '../../src/kernel/moves.ts';
import type {
  Arrivals,
  Context,
  Listener,
  Order,
  Recourse,
  Servers,
  Station,
  Strategy,
  Workload,
} from '../../src/model.ts';
import { Patience } from '../../src/engine/patience.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import { makeContext, makeModel } from '../world/context.ts';
import { build, type Written } from '../world/plugins.ts';

/** So many tokens in a mean service of one second that a whole number of them makes no difference. */
const TOKENS = 1e6;

export interface Setting {
  readonly seed: number;
  /** Work offered, in stations' full work. */
  readonly load: number;
  /** Requests to count; as many as a twentieth of them come before, uncounted. */
  readonly requests: number;
  /** Distribution of the services, whose mean is one second. */
  readonly service?: Written;
  readonly servers?: number;
  readonly queue?: number;
  readonly stations?: number;
  readonly strategy?: Written & { readonly kind: string };
  /** What is asked before a refused request is dropped, the first first. */
  readonly recourses?: readonly (Written & { readonly kind: string })[];
  /** Shares of requests with priorities 1, 2, ..., the rest has 0; the highest goes first. */
  readonly shares?: readonly number[];
  /** Options of failures that befall each station. */
  readonly failures?: Written;
  /** Mean time that clients wait for their service to begin, of an exponential distribution; for ever when not said. */
  readonly patience?: number;
  /** Looks at the fleet every so many seconds, once warm. */
  readonly look?: { readonly every: number; readonly at: (fleet: Floor) => void };
}

export interface Seen {
  readonly arrived: number;
  /** Counted each time. */
  readonly refused: number;
  readonly lost: number;
  /** Taken, and handed back when the station failed. */
  readonly returned: number;
  /** Mean number waiting and running, over time. */
  readonly meanInside: number;
  /** Until it was served or lost, of all. */
  readonly meanPatience: number;
  readonly meanWait: number;
  /** The same by priority. */
  readonly meanWaits: readonly number[];
  readonly meanStay: number;
  readonly shareWaiting: number;
  /** Work that came, of those that were served, as a share of what one server can do. */
  readonly load: number;
}

export const exponential: Written = { kind: 'exponential', mean: TOKENS };
export const constant: Written = { kind: 'constant', value: TOKENS + 1 };
export const lognormal = (cv: number): Written => ({ kind: 'lognormal', mean: TOKENS, cv });

export function observe(setting: Setting): Seen {
  const { seed, load, requests: wanted, service = exponential } = setting;
  const {
    servers = 1,
    queue = Infinity,
    stations = 1,
    strategy = { kind: 'random' },
    recourses = [],
    patience,
  } = setting;
  const rate = load * servers * stations;
  const warmup = wanted / rate / 20;
  const duration = wanted / rate + warmup;
  const engine = new Engine(stations);
  const context = makeContext({ seed, duration, run: engine });
  const arrivals = build<Arrivals>('arrivals', 'poisson', { rate }, context);
  const workload = build<Workload>(
    'workloads',
    'generated',
    { prompt: 1, output: service, ...(setting.shares && { priorities: prioritiesOf(setting.shares) }) },
    { ...context, arrivals },
  );
  const fleet = new Floor(new Int32Array(stations));
  const machines = {
    fleet,
    first: 0,
    count: stations,
    model: makeModel({ step: { fixed: 1 / TOKENS } }),
    slots: servers,
    queue,
    means: workload.means,
    order: setting.shares ? build<Order>('orders', 'priority', {}, { requests: context.requests }) : null,
  };
  fleet.add(build<Servers>('devices', 'serial', {}, { ...context, ...machines }), stations);
  if (setting.failures) {
    const down = new Breakdowns(context, fleet, null, { from: warmup, to: duration });
    build('faults', 'failures', setting.failures, { ...context, switch: down, first: 0, count: stations });
  }
  const { kind, ...options } = strategy;
  const counter = new Counter(warmup, duration);
  if (setting.look) watch(engine, fleet, { from: warmup, until: duration, ...setting.look });
  const parts: EngineParts = {
    workload: setting.shares ? marked(workload, context.requests) : workload,
    gates: [],
    fleet,
    strategy: build<Strategy>('strategies', kind, options, {
      ...context,
      fleet,
      means: workload.means,
      slo: null,
      cloud: null,
      tariff: 0,
    }),
    cloud: null,
    recourse: [...recourses, { kind: 'drop' }].reduceRight<Recourse | null>(
      (next, { kind: name, ...more }) => build('recourses', name, more, { ...context, fleet, next }),
      null,
    )!,
    followers: patience === undefined ? [] : [impatient(patience, context, fleet)],
    listeners: [counter],
  };
  engine.run(parts);
  return counter.seen();
}

const prioritiesOf = (shares: readonly number[]): Written[] =>
  shares.map((share, k) => ({ share, priority: k + 1 }));

/** The same requests, whose tenant says their priority: that is what listeners hear of. */
function marked(workload: Workload, requests: Requests): Workload {
  const { means, duration, rate, period } = workload;
  return {
    means,
    duration,
    rate,
    period,
    draw(id) {
      workload.draw(id);
      requests.tenant[id] = requests.priority[id]!;
    },
  };
}

class Counter implements Listener {
  private readonly warmup: number;
  private readonly duration: number;
  private arrived = 0;
  private returned = 0;
  private inside = 0;
  private area = 0;
  private now = 0;
  private refused = 0;
  private lost = 0;
  private gone = 0;
  private served = 0;
  private readonly waits: number[] = [];
  private readonly counts: number[] = [];
  private waited = 0;
  private wait = 0;
  private stay = 0;

  constructor(warmup: number, duration: number) {
    this.warmup = warmup;
    this.duration = duration;
  }

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) {
      const arrival = moves.arrival[row]!;
      this.tick(moves.now[row]!, moves.kind[row]!);
      if (arrival < this.warmup) continue;
      if (moves.kind[row] === ARRIVED) this.arrived++;
      else if (moves.kind[row] === REFUSED) this.refused++;
      else if (moves.kind[row] === LOST) {
        this.lost++;
        this.gone += moves.now[row]! - arrival;
      } else if (moves.kind[row] === RETURNED) this.returned++;
      else if (moves.kind[row] === COMPLETED) {
        const wait = moves.started[row]! - arrival;
        this.served++;
        this.wait += wait;
        const priority = moves.tenant[row]!;
        this.waits[priority] = (this.waits[priority] ?? 0) + wait;
        this.counts[priority] = (this.counts[priority] ?? 0) + 1;
        this.stay += moves.now[row]! - arrival;
        if (wait > 0) this.waited++;
      }
    }
  }

  private tick(now: number, kind: number): void {
    const until = Math.min(now, this.duration);
    this.area += this.inside * Math.max(0, until - Math.max(this.now, this.warmup));
    this.now = now;
    if (kind === ACCEPTED) this.inside++;
    else if (kind === RETURNED || kind === COMPLETED) this.inside--;
  }

  seen(): Seen {
    return {
      returned: this.returned,
      meanInside: this.area / (this.duration - this.warmup),
      arrived: this.arrived,
      refused: this.refused,
      lost: this.lost,
      meanPatience: (this.wait + this.gone) / this.arrived,
      meanWait: this.wait / this.served,
      meanWaits: this.waits.map((sum, k) => sum / this.counts[k]!),
      meanStay: this.stay / this.served,
      shareWaiting: this.waited / this.served,
      load: (this.stay - this.wait) / (this.duration - this.warmup),
    };
  }
}

function impatient(mean: number, context: Context, fleet: Floor): Patience {
  const firstToken = { kind: 'exponential', mean } as const;
  return new Patience({ firstToken, answer: null, cancels: 'atOnce' }, { ...context, fleet });
}

/** Looks at the fleet every so often. */
function watch(
  engine: Engine,
  fleet: Floor,
  { from, until, every, at }: { from: number; until: number } & NonNullable<Setting['look']>,
): void {
  let looks = 0;
  const looker: Station = {
    advance(slot) {
      const next = from + ++looks * every;
      engine.agenda.set(slot, next < until ? next : Infinity);
      at(fleet);
    },
  };
  engine.agenda.set(engine.claim(looker, 1), from);
}
