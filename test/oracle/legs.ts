/**
 * Requests with several legs as they are described: tried elsewhere and later, and given up by their clients. Event by
 * event over plain arrays, on machines that go token by token. It follows the picks it is told of.
 */
import { Heap } from '../../src/kernel/heap.ts';
import { derive } from '../../src/kernel/random.ts';
import { CLOUD, NONE, type CloudModel, type Reason } from '../../src/model.ts';
import type { Entry } from '../world/fleet.ts';
import type { Visit } from '../world/traffic.ts';
import { slowMachine, type Asked, type Slow, type Way } from './machines.ts';

export interface Outage {
  readonly at: number;
  readonly for: number;
  readonly every?: number;
}

/** When some machines, or the cloud, go down or come up next. */
interface Turn {
  readonly whom: readonly number[];
  readonly outage: Outage;
  begun: number;
  down: boolean;
  next: number;
}

export interface World {
  readonly way: Way;
  readonly fleet: readonly (Entry & {
    readonly outages: readonly Outage[];
    /** Where what it holds goes when it goes down. */
    readonly inFlight: 'lost' | 'elsewhere' | 'cloud';
  })[];
  readonly cloud: CloudModel;
  readonly fallback: 'cloud' | 'drop';
  readonly cloudOutages: readonly Outage[];
  readonly traffic: readonly Visit[];
  readonly elsewhere: number;
  readonly later: { first: number; factor: number; jitter: number; most: number; upTo: number } | null;
  readonly patience: {
    /** Means of exponential distributions. */
    readonly firstToken: number | null;
    readonly answer: number | null;
    readonly cancels: 'atOnce' | 'atStep' | 'never';
  } | null;
}

export interface Fate {
  readonly refusals: readonly (readonly [reason: Reason, by: number])[];
  /** Who had it and handed it back. */
  readonly returns: readonly (readonly [reason: Reason, by: number])[];
  readonly attempts: number;
  readonly end: 'served' | Reason;
  readonly by: number;
  readonly times: readonly number[];
}

interface Request extends Asked {
  readonly index: number;
  readonly arrival: number;
  readonly draw: number;
  readonly refusals: [Reason, number][];
  readonly returns: [Reason, number][];
  attempts: number;
  hops: number;
  rounds: number;
  /** A device, CLOUD, or NONE when it waits to come again. */
  holder: number;
  /** When the cloud is done with it. */
  end: number;
  ghost: boolean;
}

interface Alarm {
  readonly one: Request;
  readonly at: number;
}

const NEVER_TAKEN: ReadonlySet<Reason> = new Set(['contextLimit', 'tooLarge']);

export class Legs {
  readonly fates: Fate[] = [];
  readonly #world: World;
  readonly #machines: { readonly slow: Slow; readonly entry: World['fleet'][number]; holds: number }[];
  #cloudHolds = 0;
  readonly #turns: readonly Turn[];
  readonly #capability: ArrayLike<number>;
  /** What the strategy picked, in turn, for each visit. */
  readonly #picks: readonly (readonly number[])[];
  readonly #cloud: Request[] = [];
  #waiting: Alarm[] = [];
  #deadlines: Alarm[] = [];
  /** By when a step ends; of several at one time the order is not promised, and is that of the heap. */
  readonly #stops: Heap = new Heap();
  readonly #ghosts: Map<number, Request> = new Map();

  constructor(world: World, capability: ArrayLike<number>, picks: readonly (readonly number[])[]) {
    this.#world = world;
    this.#capability = capability;
    this.#picks = picks.map((all) => [...all]);
    this.#machines = world.fleet.flatMap((entry) =>
      Array.from({ length: entry.count }, () => ({
        slow: slowMachine(world.way, entry.model, entry.slots),
        entry,
        holds: 0,
      })),
    );
    const turn = (whom: readonly number[], outage: Outage): Turn => {
      return { whom, outage, begun: 0, down: false, next: outage.at };
    };
    let first = 0;
    this.#turns = [
      ...world.fleet.flatMap(({ outages, count }) => {
        const whom = Array.from({ length: count }, (_, k) => first + k);
        first += count;
        return outages.map((outage) => turn(whom, outage));
      }),
      ...world.cloudOutages.map((outage) => turn([CLOUD], outage)),
    ];
  }

  run(): Fate[] {
    const { traffic } = this.#world;
    for (let visit = 0; ;) {
      const times = [
        ...this.#machines.map(({ slow }) => slow.next),
        Math.min(...this.#cloud.map(({ end }) => end)),
        ...this.#turns.map(({ next }) => next),
        ...[this.#waiting, this.#deadlines].map((alarms) => Math.min(...alarms.map(({ at }) => at))),
        this.#stops.time,
      ];
      const now = Math.min(...times);
      const arrival = traffic[visit]?.at ?? Infinity;
      if (visit === traffic.length && this.fates.filter(Boolean).length === visit) return this.fates;
      if (arrival <= now) this.#arrive(traffic[visit]!, visit++);
      else this.#happen(times.indexOf(now), now);
    }
  }

  #arrive({ at, prompt, output, draw, priority = 0 }: Visit, index: number): void {
    const nothing = { started: NaN, first: NaN, attempts: 0, hops: 0, rounds: 0, end: NaN, ghost: false };
    const asked = { index, arrival: at, prompt, output, draw, priority };
    const one: Request = { ...asked, refusals: [], returns: [], holder: NONE, ...nothing };
    const [first, answer] = this.#patience(one);
    if (Math.min(first, answer) < Infinity) this.#deadlines.push({ one, at: Math.min(first, answer) });
    this.#offer(one, at);
  }

  #patience({ arrival, draw }: Request): [number, number] {
    const { firstToken = null, answer = null } = this.#world.patience ?? {};
    const drawn = (mean: number | null, salt: number): number =>
      mean === null ? Infinity : arrival - mean * Math.log1p(-derive(draw, salt));
    return [drawn(firstToken, 305), drawn(answer, 306)];
  }

  #happen(place: number, now: number): void {
    const machine = this.#machines[place];
    const taken = (alarms: Alarm[]): Request => {
      const next = alarms.find(({ at }) => at === now)!;
      alarms.splice(alarms.indexOf(next), 1);
      return next.one;
    };
    if (machine) {
      for (const one of machine.slow.happen(now)) this.#complete(one as Request, place, now);
    } else if (place === this.#machines.length) {
      const one = this.#cloud.find(({ end }) => end === now)!;
      this.#cloud.splice(this.#cloud.indexOf(one), 1);
      this.#complete(one, CLOUD, now);
    } else if (place <= this.#machines.length + this.#turns.length)
      this.#turnOver(this.#turns[place - this.#machines.length - 1]!, now);
    else {
      const alarms = place - this.#machines.length - this.#turns.length - 1;
      if (alarms === 0) {
        const one = taken(this.#waiting);
        one.hops = 0;
        this.#offer(one, now);
      } else if (alarms === 1) this.#expire(taken(this.#deadlines), now);
      else {
        const one = this.#ghosts.get(this.#stops.pop());
        if (one) this.#stop(one, now);
      }
    }
  }

  /** An outage begins or ends. All are down before the first hands back what it holds. */
  #turnOver(turn: Turn, now: number): void {
    const { outage, whom } = turn;
    turn.down = !turn.down;
    if (turn.down) {
      turn.begun++;
      turn.next = now + outage.for;
    } else turn.next = outage.every === undefined ? Infinity : outage.at + turn.begun * outage.every;
    const stops: number[] = [];
    for (const i of whom) {
      const holds = (i === CLOUD ? this.#cloudHolds : this.#machines[i]!.holds) + (turn.down ? 1 : -1);
      if (i === CLOUD) this.#cloudHolds = holds;
      else this.#machines[i]!.holds = holds;
      if (turn.down && holds === 1) stops.push(i);
    }
    for (const i of stops) {
      const back = i === CLOUD ? this.#cloud.splice(0) : (this.#machines[i]!.slow.empty() as Request[]);
      for (const one of back) this.#back(one, i === CLOUD ? 'cloudOutage' : 'deviceDown', i, now);
    }
  }

  /** It was handed back. */
  #back(one: Request, reason: Reason, by: number, now: number): void {
    one.returns.push([reason, by]);
    if (one.ghost) return this.#lose(one, 'timeout', by, now);
    const rule = by === CLOUD ? null : this.#machines[by]!.entry.inFlight;
    if (rule === 'lost') return this.#lose(one, reason, by, now);
    if (rule === 'cloud') return this.#toCloud(one, now);
    const place = rule === 'elsewhere' ? this.#other(one, by) : NONE;
    if (place < 0) return this.#next(one, reason, by, now);
    one.attempts++;
    this.#place(one, place, now);
  }

  #complete(one: Request, by: number, now: number): void {
    if (one.ghost) {
      one.returns.push(['timeout', by]);
      return this.#lose(one, 'timeout', by, now);
    }
    this.#end(one, 'served', by, [one.started, one.first, now]);
  }

  #lose(one: Request, reason: Reason, by: number, now: number): void {
    this.#end(one, reason, by, [now]);
  }

  #end(one: Request, end: Fate['end'], by: number, times: readonly number[]): void {
    const { refusals, returns, attempts, index } = one;
    this.#deadlines = this.#deadlines.filter((alarm) => alarm.one !== one);
    this.#ghosts.delete(one.index);
    this.fates[index] = { refusals, returns, attempts, end, by, times };
  }

  #offer(one: Request, now: number): void {
    const picked = (this.#picks[one.index] as number[]).shift();
    one.holder = NONE;
    one.attempts++;
    if (picked === undefined) throw new Error(`request ${one.index} was not asked for at ${now} s`);
    if (picked === CLOUD) return this.#toCloud(one, now);
    const reason = picked === NONE ? 'noDevice' : this.#refusal(picked, one);
    if (reason === null) this.#place(one, picked, now);
    else this.#turn(one, reason, picked, now);
  }

  #refusal(i: number, { prompt, output }: Request): Reason | null {
    const { slow, entry, holds } = this.#machines[i]!;
    if (holds > 0) return 'deviceDown';
    if (prompt + output > entry.model.context) return 'contextLimit';
    if (prompt + output > slow.room) return 'tooLarge';
    return slow.held.length < entry.slots + entry.queue ? null : 'queueFull';
  }

  #place(one: Request, by: number, now: number): void {
    one.holder = by;
    one.started = NaN;
    one.first = NaN;
    this.#machines[by]!.slow.add(one, now);
  }

  #toCloud(one: Request, now: number): void {
    const { context, roundTrip, ttft, decodeSpeed } = this.#world.cloud;
    const constant = (spread: CloudModel['ttft']): number => (spread as { value: number }).value;
    if (this.#cloudHolds > 0) return this.#turn(one, 'cloudOutage', CLOUD, now);
    if (one.prompt + one.output > context) return this.#turn(one, 'contextLimit', CLOUD, now);
    one.holder = CLOUD;
    one.started = now;
    one.first = now + constant(roundTrip) + constant(ttft);
    one.end = one.first + (one.output - 1) / constant(decodeSpeed);
    this.#cloud.push(one);
  }

  /** It was refused: elsewhere at once, else later, else the fallback. */
  #turn(one: Request, reason: Reason, by: number, now: number): void {
    one.refusals.push([reason, by]);
    this.#next(one, reason, by, now);
  }

  #next(one: Request, reason: Reason, by: number, now: number): void {
    const { elsewhere, later, fallback } = this.#world;
    one.holder = NONE;
    const place = by >= 0 && one.hops < elsewhere ? this.#other(one, by) : NONE;
    if (place >= 0) {
      one.hops++;
      one.attempts++;
      return this.#place(one, place, now);
    }
    if (later && one.rounds < later.most && !NEVER_TAKEN.has(reason)) {
      const wait = Math.min(later.first * later.factor ** one.rounds, later.upTo);
      const share = 1 - later.jitter + 2 * later.jitter * derive(one.draw, 311 + one.rounds);
      one.rounds++;
      this.#waiting.push({ one, at: now + wait * share });
      return;
    }
    if (fallback === 'cloud' && by !== CLOUD) this.#toCloud(one, now);
    else this.#lose(one, reason, by, now);
  }

  /** The least loaded for its capability of those that would take it; of equals the first from a drawn one on. */
  #other(one: Request, by: number): number {
    const size = this.#machines.length;
    const start = Math.floor(derive(one.draw, 301) * size);
    const takers = this.#machines
      .map((_, k) => (start + k) % size)
      .filter((i) => i !== by && this.#refusal(i, one) === null);
    const score = (i: number): number => this.#machines[i]!.slow.held.length / this.#capability[i]!;
    return takers.find((i) => takers.every((j) => score(i) <= score(j))) ?? NONE;
  }

  #expire(one: Request, now: number): void {
    const [, answer] = this.#patience(one);
    const has = one.holder !== NONE && one.first <= now;
    if (has && now < answer) {
      if (answer < Infinity) this.#deadlines.push({ one, at: answer });
      return;
    }
    const { cancels } = this.#world.patience!;
    if (one.holder === NONE) return this.#stop(one, now);
    const end =
      cancels === 'never'
        ? Infinity
        : cancels === 'atStep' && one.holder >= 0
          ? this.#machines[one.holder]!.slow.stepEnd(one, now)
          : now;
    if (end <= now) return this.#stop(one, now);
    one.ghost = true;
    if (end === Infinity) return;
    this.#ghosts.set(one.index, one);
    this.#stops.push(one.index, end);
  }

  /** The work on it ends without an answer. */
  #stop(one: Request, now: number): void {
    const { holder } = one;
    if (holder >= 0) this.#machines[holder]!.slow.remove(one, now);
    else if (holder === CLOUD) this.#cloud.splice(this.#cloud.indexOf(one), 1);
    else this.#waiting = this.#waiting.filter((alarm) => alarm.one !== one);
    if (holder !== NONE) one.returns.push(['timeout', holder]);
    this.#lose(one, 'timeout', holder, now);
  }
}
