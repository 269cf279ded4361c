/** Stations of queueing theory made of the real parts: poisson arrivals, the serial device, the engine. */
import { Floor, run, type Parts } from '../../src/engine.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import type { Arrivals, Device, Limiter, Report, Station, Strategy, Workload } from '../../src/model.ts';
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
  /** Looks at the fleet every so many seconds, once warm. */
  readonly look?: { readonly every: number; readonly at: (fleet: Floor) => void };
}

export interface Seen {
  readonly arrived: number;
  readonly refused: number;
  readonly meanWait: number;
  readonly meanStay: number;
  readonly shareWaiting: number;
}

export const exponential: Written = { kind: 'exponential', mean: TOKENS };
export const constant: Written = { kind: 'constant', value: TOKENS + 1 };
export const lognormal = (cv: number): Written => ({ kind: 'lognormal', mean: TOKENS, cv });

export function observe(setting: Setting): Seen {
  const { seed, load, requests: wanted, service = exponential } = setting;
  const { servers = 1, queue = Infinity, stations = 1, strategy = { kind: 'random' } } = setting;
  const rate = load * servers * stations;
  const warmup = wanted / rate / 20;
  const duration = wanted / rate + warmup;
  const context = makeContext({ seed, duration });
  const arrivals = build<Arrivals>('arrivals', 'poisson', { rate }, context);
  const workload = build<Workload>(
    'workloads',
    'generated',
    { prompt: 1, output: service },
    { ...context, arrivals },
  );
  const machine = {
    model: makeModel({ step: { fixed: 1 / TOKENS } }),
    slots: servers,
    queue,
    means: workload.means,
  };
  const devices = Array.from({ length: stations }, (_, index) =>
    build<Device>('devices', 'serial', {}, { ...context, ...machine, index }),
  );
  const unlimited = build<Limiter>('limiters', 'unlimited', {}, context);
  const all = devices.map(() => 0);
  const fleet = new Floor({ devices, limiters: devices.map(() => unlimited), groups: all });
  const { kind, ...options } = strategy;
  const listener = new Listener(context.requests, warmup);
  const parts: Parts = {
    requests: context.requests,
    workload,
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
    fallback: 'drop',
    others: setting.look ? [new Look(fleet, warmup, duration, setting.look)] : [],
    reports: [listener],
  };
  run(parts);
  return listener.seen();
}

class Listener implements Report {
  readonly #requests: Requests;
  readonly #warmup: number;
  #arrived = 0;
  #refused = 0;
  #served = 0;
  #waited = 0;
  #wait = 0;
  #stay = 0;

  constructor(requests: Requests, warmup: number) {
    this.#requests = requests;
    this.#warmup = warmup;
  }

  arrived(_id: number, now: number): void {
    if (now >= this.#warmup) this.#arrived++;
  }

  refused(_id: number, _reason: unknown, _by: number, now: number): void {
    if (now >= this.#warmup) this.#refused++;
  }

  completed(id: number, _station: number, now: number): void {
    const arrival = this.#requests.arrival[id]!;
    if (arrival < this.#warmup) return;
    const wait = this.#requests.started[id]! - arrival;
    this.#served++;
    this.#wait += wait;
    this.#stay += now - arrival;
    if (wait > 0) this.#waited++;
  }

  seen(): Seen {
    return {
      arrived: this.#arrived,
      refused: this.#refused,
      meanWait: this.#wait / this.#served,
      meanStay: this.#stay / this.#served,
      shareWaiting: this.#waited / this.#served,
    };
  }
}

class Look implements Station {
  readonly #fleet: Floor;
  readonly #from: number;
  readonly #until: number;
  readonly #look: NonNullable<Setting['look']>;
  #looks = 0;

  constructor(fleet: Floor, from: number, until: number, look: NonNullable<Setting['look']>) {
    this.#fleet = fleet;
    this.#from = from;
    this.#until = until;
    this.#look = look;
  }

  get due(): number {
    const at = this.#from + this.#looks * this.#look.every;
    return at < this.#until ? at : Infinity;
  }

  advance(): void {
    this.#looks++;
    this.#look.at(this.#fleet);
  }
}
