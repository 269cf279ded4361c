/**
 * The edge as it is described, event by event over plain arrays: slow, and with nothing in common with the engine but
 * types, prices and the numbers derived from a request's draw. Where the description leaves a choice open (which of
 * several equals), it says who may be chosen and follows the choice it is told of.
 */
import { derive } from '../../src/kernel/random.ts';
import { CLOUD, NONE, reasonOf, type CloudModel, type Model, type Reason } from '../../src/model.ts';
import { MEANS, SLO, TARIFF, type Small } from '../world/fleet.ts';
import type { Written } from '../world/plugins.ts';
import type { Visit } from '../world/traffic.ts';
import { logOf } from './limits.ts';
import type { LimitLog, Requests } from './windowLog.ts';

export interface Fate {
  readonly refusals: readonly (readonly [reason: Reason, by: number])[];
  /** Who had it and handed it back; not there when nobody did. */
  readonly returns?: readonly (readonly [reason: Reason, by: number])[];
  /** Where it was served, or who lost it; NONE when before the pick. */
  readonly end: 'served' | 'lost';
  readonly by: number;
  readonly times: readonly number[];
}

/** A request as the description knows it. */
interface Request {
  readonly id: number;
  readonly at: number;
  readonly tenant: number;
  readonly prompt: number;
  readonly output: number;
  readonly draw: number;
  readonly priority: number;
  readonly deadline: number;
}

interface Job extends Request {
  readonly visit: number;
  readonly admitted: number;
  readonly first: number;
  readonly end: number;
}

/** When some machines, or the cloud, go down or come up next. */
interface Outage {
  readonly whom: readonly number[];
  readonly at: number;
  readonly lasts: number;
  readonly every: number;
  begun: number;
  down: boolean;
  next: number;
}

interface Machine {
  readonly model: Model;
  readonly slots: number;
  readonly queue: number;
  readonly order: string;
  readonly windows: readonly LimitLog[];
  readonly running: Job[];
  readonly waiting: Request[];
  /** How many outages it is in. */
  holds: number;
  clear: number;
  /** When it should be done, and the seconds it holds, if answers have the mean length until they are complete. */
  ready: number;
  held: number;
}

interface Prospect {
  readonly first: number;
  readonly last: number;
  readonly alone: number;
  readonly prefill: number;
  readonly joules: number;
}

/** What became of it so far. */
type Past = Pick<Fate, 'refusals' | 'returns'>;

/** Who may be picked. */
type Choice = (request: Request, edge: Edge) => readonly number[];

export class Edge {
  readonly fates: Fate[] = [];
  readonly machines: readonly Machine[];
  readonly #small: Small;
  readonly #choice: Choice;
  /** What the strategy really picked for each visit. */
  readonly #picks: readonly (number | undefined)[];
  readonly #gates: readonly {
    readonly scope: string;
    readonly limit: Written;
    readonly logs: LimitLog[];
  }[];
  readonly #cloud: Job[] = [];
  readonly #cloudLimits: readonly LimitLog[];
  #cloudHolds = 0;
  readonly #outages: readonly Outage[];

  constructor(small: Small, choice: Choice, picks: readonly (number | undefined)[]) {
    this.#small = small;
    this.#choice = choice;
    this.#picks = picks;
    this.machines = small.fleet.flatMap(({ model, slots, queue, count, limits, order = 'fifo' }) =>
      Array.from({ length: count }, () => ({
        model,
        slots,
        queue,
        order,
        running: [],
        waiting: [],
        holds: 0,
        clear: 0,
        ready: 0,
        held: 0,
        windows: limits.map((limit) => logOf(limit, slots, (p, o) => seconds(model, p, o).total)),
      })),
    );
    const each = small.fleet.map(({ count }) => count);
    this.#outages = [
      ...small.fleet.flatMap(({ faults = [], count }, k) => {
        const first = each.slice(0, k).reduce((sum, one) => sum + one, 0);
        const whom = Array.from({ length: count }, (_, i) => first + i);
        return faults.map((fault) => outageOf(whom, fault));
      }),
      ...(small.cloudFaults ?? []).map((fault) => outageOf([CLOUD], fault)),
    ];
    const cloud = small.gates.filter(({ scope }) => scope === 'cloud');
    this.#cloudLimits = cloud.map(({ limit }) => wide(limit));
    this.#gates = small.gates
      .filter(({ scope }) => scope !== 'cloud')
      .map(({ scope, limit }) => ({ scope, limit, logs: [] }));
  }

  run(): Fate[] {
    const { traffic } = this.#small;
    for (let visit = 0; ;) {
      const arrival = traffic[visit]?.at ?? Infinity;
      const ends = [...this.machines.map(({ running }) => earliest(running)), earliest(this.#cloud)];
      if (arrival === Infinity && Math.min(...ends) === Infinity) return this.fates;
      const times = [...ends, ...this.#outages.map((outage) => outage.next)];
      const next = Math.min(...times);
      const which = times.indexOf(next);
      if (arrival <= next) this.#receive(traffic[visit]!, visit++);
      else if (which < ends.length) this.#complete(which, next);
      else this.#turnOver(this.#outages[which - ends.length]!, next);
    }
  }

  load(i: number): number {
    const { running, waiting } = this.machines[i]!;
    return running.length + waiting.length;
  }

  relativeLoad(i: number): number {
    const { model, slots } = this.machines[i]!;
    return this.load(i) / (slots / seconds(model, MEANS.prompt, MEANS.output).total);
  }

  fill(i: number, now: number): number {
    return Math.max(0, ...this.machines[i]!.windows.map((window) => window.fill(now)));
  }

  up(i: number): boolean {
    return this.machines[i]!.holds === 0;
  }

  open(i: number): boolean {
    const { slots, queue } = this.machines[i]!;
    return this.up(i) && this.load(i) < slots + queue;
  }

  /** What the request should take there: waiting, to its first token, to its last, and in joules. */
  prospect(i: number, { at, prompt }: Request): Prospect {
    const { model, slots, ready } = this.machines[i]!;
    const { prefill, total } = seconds(model, prompt, MEANS.output);
    const capability = slots / seconds(model, MEANS.prompt, MEANS.output).total;
    const waiting = Math.max(this.load(i) - slots, 0);
    const full = this.load(i) >= slots;
    const known = full ? slots === 1 && ready - waiting / capability > at : ready > at;
    const wait = known
      ? Math.max(ready - at + total / slots - total, 0)
      : full
        ? (waiting + slots / (slots + 1)) / capability
        : 0;
    const { power } = model;
    const joules = (power.prefill * prefill + power.decode * (total - prefill)) / slots;
    return { first: wait + prefill, last: wait + total, alone: total, prefill, joules };
  }

  cloudProspect({ prompt }: Request): { first: number; last: number; dollars: number } {
    const cloud = this.#small.cloud!;
    const first = constantOf(cloud, 'roundTrip') + constantOf(cloud, 'ttft');
    const last = first + (MEANS.output - 1) / constantOf(cloud, 'decodeSpeed');
    const { input, output } = cloud.price;
    return { first, last, dollars: prompt * (input / 1e6) + MEANS.output * (output / 1e6) };
  }

  refusal(i: number, request: Request): Reason | null {
    const { model, slots, queue, windows } = this.machines[i]!;
    for (const window of windows) {
      const reason = refusalBy(window, request);
      if (reason !== null) return reason;
    }
    if (!this.up(i)) return 'deviceDown';
    if (request.prompt + request.output > model.context) return 'contextLimit';
    return this.load(i) < slots + queue ? null : 'queueFull';
  }

  #gatesOf(tenant: number): LimitLog[] {
    return this.#gates.map(
      ({ scope, limit, logs }) => (logs[scope === 'tenant' ? tenant : 0] ??= wide(limit)),
    );
  }

  #receive(visit: Visit, index: number): void {
    const { at, tenant, prompt, output, draw } = visit;
    const { priority = 0, deadline = Infinity } = visit;
    const request: Request = { id: index, at, tenant, prompt, output, draw, priority, deadline };
    const gates = this.#gatesOf(tenant);
    const barred = gates.map((gate) => refusalBy(gate, request)).find((reason) => reason !== null);
    if (barred !== undefined) return this.#turnAway(request, barred, NONE, at);
    const allowed = this.#choice(request, this);
    const picked = this.#picks[index];
    if (picked === undefined || !allowed.includes(picked)) {
      throw new Error(`request ${index} went to ${picked}, and may only go to ${allowed.join(', ')}`);
    }
    if (picked === CLOUD) return this.#toCloud(request, { refusals: [] }, at);
    const reason = picked === NONE ? 'noDevice' : this.refusal(picked, request);
    if (reason !== null) return this.#turnAway(request, reason, picked, at);
    const machine = this.machines[picked]!;
    for (const window of [...gates, ...machine.windows]) window.charge(index, lengths(request), at);
    const { total } = seconds(machine.model, prompt, output);
    machine.clear = Math.max(machine.clear, at) + total / machine.slots;
    const expected = seconds(machine.model, prompt, MEANS.output).total / machine.slots;
    machine.held += expected;
    machine.ready = Math.min(Math.max(machine.ready, at) + expected, at + machine.held);
    if (machine.running.length < machine.slots) this.#start(machine, picked, request, at);
    else machine.waiting.push(request);
  }

  #start(machine: Machine, by: number, request: Request, now: number): void {
    const { prefill, total } = seconds(machine.model, request.prompt, request.output);
    machine.running.push({
      ...request,
      visit: request.id,
      admitted: now,
      first: now + prefill,
      end: now + total,
    });
    this.fates[request.id] = { refusals: [], end: 'served', by, times: [now, now + prefill, now + total] };
  }

  #turnAway(request: Request, reason: Reason, by: number, now: number): void {
    this.#elsewhere(request, { refusals: [[reason, by]] }, by, now);
  }

  /** The edge does not answer it. */
  #elsewhere(request: Request, so: Past, by: number, now: number): void {
    if (this.#small.fallback === 'cloud') this.#toCloud(request, so, now);
    else this.fates[request.id] = { ...so, end: 'lost', by, times: [] };
  }

  #toCloud(request: Request, so: Past, now: number): void {
    const cloud = this.#small.cloud!;
    const barred = this.#cloudLimits
      .map((limit) => refusalBy(limit, request, now))
      .find((one) => one !== null);
    const long = request.prompt + request.output > cloud.context ? 'contextLimit' : null;
    const down = this.#cloudHolds > 0 ? 'cloudOutage' : null;
    const reason = barred === 'rateLimit' ? 'cloudLimit' : (barred ?? down ?? long);
    if (reason !== null) {
      const refusals = [...so.refusals, [reason, CLOUD] as const];
      this.fates[request.id] = { ...so, refusals, end: 'lost', by: CLOUD, times: [] };
      return;
    }
    for (const limit of this.#cloudLimits) limit.charge(request.id, lengths(request), now);
    const first = now + constantOf(cloud, 'roundTrip') + constantOf(cloud, 'ttft');
    const end = first + (request.output - 1) / constantOf(cloud, 'decodeSpeed');
    this.#cloud.push({ ...request, visit: request.id, admitted: now, first, end });
    this.fates[request.id] = { ...so, end: 'served', by: CLOUD, times: [now, first, end] };
  }

  /** An outage begins or ends. */
  #turnOver(outage: Outage, now: number): void {
    outage.down = !outage.down;
    if (outage.down) {
      outage.begun++;
      outage.next = now + outage.lasts;
    } else outage.next = outage.at + outage.begun * outage.every;
    const stops: number[] = [];
    for (const i of outage.whom) {
      const holds = (i === CLOUD ? this.#cloudHolds : this.machines[i]!.holds) + (outage.down ? 1 : -1);
      if (i === CLOUD) this.#cloudHolds = holds;
      else this.machines[i]!.holds = holds;
      if (outage.down && holds === 1) stops.push(i);
    }
    for (const i of stops) {
      if (i === CLOUD) this.#breakOff(now);
      else this.#empty(i, now);
    }
  }

  /** The cloud is the last to be asked: what it gives back is lost. */
  #breakOff(now: number): void {
    for (const { id, admitted, prompt, output, first, end } of this.#cloud.splice(0)) {
      // Sent evenly from the first token to the last.
      const sent = end > now ? Math.floor(((output - 1) * (now - first)) / (end - first)) : output - 1;
      for (const limit of this.#cloudLimits)
        limit.settle(id, admitted, prompt, now < first ? 0 : 1 + sent, now);
      const { refusals, returns = [] } = this.fates[id]!;
      const both = [...returns, ['cloudOutage', CLOUD] as const];
      this.fates[id] = { refusals, returns: both, end: 'lost', by: CLOUD, times: [] };
    }
  }

  /** It goes down, and hands everything back. Limiters learn how many tokens were out. */
  #empty(i: number, now: number): void {
    const machine = this.machines[i]!;
    const back = [...machine.running.splice(0), ...machine.waiting.splice(0)];
    back.sort((one, other) => one.id - other.id);
    machine.clear = now;
    machine.ready = 0;
    machine.held = 0;
    for (const request of back) {
      const { id, at, tenant, prompt } = request;
      const made = 'first' in request ? tokensBy(request as Job, machine.model, now) : 0;
      for (const window of [...this.#gatesOf(tenant), ...machine.windows])
        window.settle(id, at, prompt, made, now);
      this.#elsewhere(request, { refusals: [], returns: [['deviceDown', i]] }, i, now);
    }
  }

  #complete(station: number, now: number): void {
    const machine = this.machines[station];
    const running = machine?.running ?? this.#cloud;
    const [done] = running.splice(
      running.findIndex(({ end }) => end === now),
      1,
    );
    const { id, at, tenant, prompt, output } = done!;
    if (!machine) {
      for (const limit of this.#cloudLimits) limit.settle(id, done!.admitted, prompt, output, now);
      return;
    }
    for (const window of [...this.#gatesOf(tenant), ...machine.windows])
      window.settle(id, at, prompt, output, now);
    const ranks = machine.waiting.map((one) => rank(machine, one));
    const [next] = machine.waiting.splice(ranks.indexOf(Math.min(...ranks)), 1);
    if (next) this.#start(machine, station, next, now);
    this.#putRight(machine, done!, now);
  }

  /** The answer is complete, and its length is known. */
  #putRight(machine: Machine, { prompt, output }: Request, now: number): void {
    const [expected, real] = [MEANS.output, output].map(
      (length) => seconds(machine.model, prompt, length).total / machine.slots,
    );
    const idle = machine.running.length === 0;
    machine.held = idle ? 0 : machine.held - expected!;
    machine.ready = idle ? 0 : Math.min(machine.ready + (real! - expected!), now + machine.held);
  }
}

/** A limit of no machine in particular. */
const wide = (limit: Written): LimitLog => logOf(limit, Infinity, () => NaN);

/** Of those who wait the least goes first, of equals who came first. */
function rank({ model, order }: Machine, { at, prompt, priority, deadline }: Request): number {
  if (order === 'priority') return -priority;
  if (order === 'shortest') return seconds(model, prompt, MEANS.output).total;
  return order === 'deadline' ? Math.min(at + SLO.ttft, at + SLO.e2e, deadline) : 0;
}

/** The lengths of one request, as columns with nothing else. */
function lengths({ id, prompt, output }: Request): Requests {
  return { prompt: { length: id + 1, [id]: prompt }, output: { length: id + 1, [id]: output } };
}

function refusalBy(window: LimitLog, request: Request, now: number = request.at): Reason | null {
  const code = window.refusal(request.id, lengths(request), now);
  return code === 0 ? null : reasonOf(code);
}

/** Whom a strategy may pick, as it is described; `anyone` is for those that nobody described. */
export const CHOICES: Readonly<Record<string, (options: Written) => Choice>> = {
  anyone: () => (_, edge) => [...everyone(edge), CLOUD, NONE],
  cloudOnly: () => () => [CLOUD],
  random: () => (request, edge) => {
    const drawn = Math.floor(request.draw * edge.machines.length);
    return edge.up(drawn) ? [drawn] : working(edge, [drawn]);
  },
  roundRobin: () => {
    let last = -1;
    return (_, edge) => {
      const all = edge.machines.length;
      for (let k = 0; k < all; k++) {
        last = (last + 1) % all;
        if (edge.up(last)) break;
      }
      return [last];
    };
  },
  weighted: () => (_, edge) => working(edge),
  leastQueue: () => (_, edge) => lowest(working(edge), (i) => [edge.load(i)]),
  powerOf: ({ d = 2 }) => {
    return ({ draw }, edge) => {
      const left = everyone(edge);
      if (Number(d) >= left.length) return lowest(working(edge), (i) => [edge.load(i)]);
      // Drawn one after the other; the last of those left takes the place of the drawn. Whoever is down does not count.
      const drawn: number[] = [];
      const useful: number[] = [];
      for (let k = 0; useful.length < Number(d) && left.length > 0; k++) {
        const place = Math.floor((k === 0 ? draw : derive(draw, k)) * left.length);
        const [one] = left.splice(place, 1, left[0]!);
        left.shift();
        drawn.push(one!);
        if (edge.up(one!)) useful.push(one!);
      }
      return useful.length === 0 ? drawn.slice(0, 1) : lowest(useful, (i) => [edge.load(i)]).slice(0, 1);
    };
  },
  shortestCompletion: () => soonest,
  deadline: () => (request, edge) => {
    const meets = (first: number, last: number, decode: number): boolean =>
      first <= SLO.ttft && last <= SLO.e2e && decode <= SLO.tpot * (MEANS.output - 1);
    const meeting = admitting(edge, request).filter((i) => {
      const { first, last, alone, prefill } = edge.prospect(i, request);
      return meets(first, last, alone - prefill);
    });
    const cloud = edge.cloudProspect(request);
    const dollars = (i: number): number => edge.prospect(i, request).joules * TARIFF;
    const best = soonestOf(
      lowest(meeting, (i) => [dollars(i)]),
      edge,
      request,
    );
    if (best.length === 0) return [CLOUD];
    const cheaper = best.every((i) => cloud.dollars < dollars(i));
    return cheaper && meets(cloud.first, cloud.last, cloud.last - cloud.first) ? [CLOUD] : best;
  },
  loadAware: ({ score = 'fill', ties = 'random' }) => {
    const scores: Readonly<Record<string, (edge: Edge, now: number) => (i: number) => number[]>> = {
      fill: (edge, now) => (i) => [edge.fill(i, now), edge.relativeLoad(i)],
      load: (edge) => (i) => [edge.relativeLoad(i)],
      work: (edge) => (i) => [edge.load(i) === 0 ? 0 : edge.machines[i]!.clear],
    };
    return (request, edge) => {
      const scoreOf = scores[String(score)]!(edge, request.at);
      const takers = admitting(edge, request);
      const best = lowest(takers.length > 0 ? takers : everyone(edge).filter((i) => edge.open(i)), scoreOf);
      if (best.length === 0) return working(edge);
      return ties === 'lowest' ? best.slice(0, 1) : best;
    };
  },
};

/** Who should have the answer complete first; of those that all refuse, who has room; when nobody has, anyone. */
const soonest: Choice = (request, edge) => {
  const takers = admitting(edge, request);
  const of = takers.length > 0 ? takers : everyone(edge).filter((i) => edge.open(i));
  const best = soonestOf(of, edge, request);
  return best.length > 0 ? best : working(edge);
};

/** Of machines of one kind with the same work in front, an idle one goes first. */
function soonestOf(of: readonly number[], edge: Edge, request: Request): number[] {
  return lowest(of, (i) => {
    const { last, alone } = edge.prospect(i, request);
    return [last, alone];
  });
}

function admitting(edge: Edge, request: Request): number[] {
  return everyone(edge).filter((i) => edge.refusal(i, request) === null);
}

function everyone(edge: Edge): number[] {
  return edge.machines.map((_, i) => i);
}

/** Those that are up; when none is, all, or who is said. */
function working(edge: Edge, otherwise: number[] = everyone(edge)): number[] {
  const some = everyone(edge).filter((i) => edge.up(i));
  return some.length > 0 ? some : otherwise;
}

/** Those of the least score, in the order given. */
function lowest(of: readonly number[], score: (i: number) => readonly number[]): number[] {
  const compare = (a: number, b: number): number => {
    const one = score(a);
    return score(b).reduce((order, part, k) => order || one[k]! - part, 0);
  };
  return of.filter((i) => of.every((j) => compare(i, j) <= 0));
}

function earliest(jobs: readonly Job[]): number {
  return Math.min(...jobs.map(({ end }) => end));
}

function outageOf(whom: readonly number[], { options }: { readonly options: Written }): Outage {
  const { at, for: lasts, every = Infinity } = options as { at: number; for: number; every?: number };
  return { whom, at, lasts, every, begun: 0, down: false, next: at };
}

/** Tokens of the answer that are out by then. */
function tokensBy({ first, prompt, output }: Job, { pace }: Model, now: number): number {
  let time = first;
  let tokens = 0;
  while (tokens < output && time <= now) {
    tokens++;
    time += pace.step.fixed + pace.step.perSequence + pace.step.perCachedToken * (prompt + tokens);
  }
  return tokens;
}

function constantOf(cloud: CloudModel, what: 'roundTrip' | 'ttft' | 'decodeSpeed'): number {
  const spread = cloud[what];
  if (spread.kind !== 'constant') throw new Error(`${what} must be constant here`);
  return spread.value;
}

/** Token by token. */
function seconds({ pace }: Model, prompt: number, output: number): { prefill: number; total: number } {
  const { fixed, perToken, perTokenSquared, padTo } = pace.prefill;
  let padded = prompt;
  while (padded % padTo !== 0) padded++;
  const prefill = fixed + perToken * padded + perTokenSquared * padded * padded;
  let total = prefill;
  for (let token = 2; token <= output; token++) {
    total += pace.step.fixed + pace.step.perSequence + pace.step.perCachedToken * (prompt + token - 1);
  }
  return { prefill, total };
}
