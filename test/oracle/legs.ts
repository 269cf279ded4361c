/**
 * Requests with several legs as they are described: tried elsewhere and later, and given up by their clients. Event by
 * event over plain arrays, on machines that go token by token. It follows the picks it is told of.
 */
import { derive } from '../../src/kernel/random.ts';
import { CLOUD, NONE, type CloudModel, type Reason } from '../../src/model.ts';
import type { Entry } from '../world/fleet.ts';
import type { Visit } from '../world/traffic.ts';
import { slowMachine, type Asked, type Kind, type Slow } from './machines.ts';

export interface World {
  readonly kind: Kind;
  readonly fleet: readonly Entry[];
  readonly cloud: CloudModel | null;
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

const TAKEN_LATER: ReadonlySet<Reason> = new Set(['queueFull', 'noDevice']);

export class Legs {
  readonly fates: Fate[] = [];
  readonly #world: World;
  readonly #machines: { readonly slow: Slow; readonly entry: Entry }[];
  readonly #capability: ArrayLike<number>;
  /** What the strategy picked, in turn, for each visit. */
  readonly #picks: readonly (readonly number[])[];
  readonly #cloud: Request[] = [];
  #waiting: Alarm[] = [];
  #deadlines: Alarm[] = [];
  #stops: Alarm[] = [];

  constructor(world: World, capability: ArrayLike<number>, picks: readonly (readonly number[])[]) {
    this.#world = world;
    this.#capability = capability;
    this.#picks = picks.map((all) => [...all]);
    this.#machines = world.fleet.flatMap((entry) =>
      Array.from({ length: entry.count }, () => ({
        slow: slowMachine(world.kind, entry.model, entry.slots),
        entry,
      })),
    );
  }

  run(): Fate[] {
    const { traffic } = this.#world;
    for (let visit = 0; ;) {
      const times = [
        ...this.#machines.map(({ slow }) => slow.next),
        Math.min(...this.#cloud.map(({ end }) => end)),
        ...[this.#waiting, this.#deadlines, this.#stops].map((alarms) =>
          Math.min(...alarms.map(({ at }) => at)),
        ),
      ];
      const now = Math.min(...times);
      const arrival = traffic[visit]?.at ?? Infinity;
      if (arrival === Infinity && now === Infinity) return this.fates;
      if (arrival <= now) this.#arrive(traffic[visit]!, visit++);
      else this.#happen(times.indexOf(now), now);
    }
  }

  #arrive({ at, prompt, output, draw }: Visit, index: number): void {
    const nothing = { started: NaN, first: NaN, attempts: 0, hops: 0, rounds: 0, end: NaN, ghost: false };
    const one: Request = { index, arrival: at, prompt, output, draw, refusals: [], holder: NONE, ...nothing };
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
    } else if (place === this.#machines.length + 1) {
      const one = taken(this.#waiting);
      one.hops = 0;
      this.#offer(one, now);
    } else if (place === this.#machines.length + 2) this.#expire(taken(this.#deadlines), now);
    else this.#stop(taken(this.#stops), now);
  }

  #complete(one: Request, by: number, now: number): void {
    if (one.ghost) return this.#lose(one, 'timeout', by, now);
    this.#end(one, 'served', by, [one.started, one.first, now]);
  }

  #lose(one: Request, reason: Reason, by: number, now: number): void {
    this.#end(one, reason, by, [now]);
  }

  #end(one: Request, end: Fate['end'], by: number, times: readonly number[]): void {
    const { refusals, attempts, index } = one;
    this.#deadlines = this.#deadlines.filter((alarm) => alarm.one !== one);
    this.#stops = this.#stops.filter((alarm) => alarm.one !== one);
    this.fates[index] = { refusals, attempts, end, by, times };
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
    const { slow, entry } = this.#machines[i]!;
    if (prompt + output > entry.model.context) return 'contextLimit';
    return slow.held.length < entry.slots + entry.queue ? null : 'queueFull';
  }

  #place(one: Request, by: number, now: number): void {
    one.holder = by;
    one.started = NaN;
    one.first = NaN;
    this.#machines[by]!.slow.add(one, now);
  }

  #toCloud(one: Request, now: number): void {
    const { context, roundTrip, ttft, decodeSpeed } = this.#world.cloud!;
    const constant = (spread: CloudModel['ttft']): number => (spread as { value: number }).value;
    if (one.prompt + one.output > context) return this.#turn(one, 'contextLimit', CLOUD, now);
    one.holder = CLOUD;
    one.started = now;
    one.first = now + constant(roundTrip) + constant(ttft);
    one.end = one.first + (one.output - 1) / constant(decodeSpeed);
    this.#cloud.push(one);
  }

  /** It was refused: elsewhere at once, else later, else the fallback. */
  #turn(one: Request, reason: Reason, by: number, now: number): void {
    const { elsewhere, later, cloud } = this.#world;
    one.refusals.push([reason, by]);
    const place = by >= 0 && one.hops < elsewhere ? this.#other(one, by) : NONE;
    if (place >= 0) {
      one.hops++;
      one.attempts++;
      return this.#place(one, place, now);
    }
    if (later && one.rounds < later.most && TAKEN_LATER.has(reason)) {
      const wait = Math.min(later.first * later.factor ** one.rounds, later.upTo);
      const share = 1 - later.jitter + 2 * later.jitter * derive(one.draw, 311 + one.rounds);
      one.rounds++;
      this.#waiting.push({ one, at: now + wait * share });
      return;
    }
    if (cloud && by !== CLOUD) this.#toCloud(one, now);
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
    if (end < Infinity) this.#stops.push({ one, at: end });
  }

  /** The work on it ends without an answer. */
  #stop(one: Request, now: number): void {
    const { holder } = one;
    if (holder >= 0) this.#machines[holder]!.slow.remove(one, now);
    else if (holder === CLOUD) this.#cloud.splice(this.#cloud.indexOf(one), 1);
    else this.#waiting = this.#waiting.filter((alarm) => alarm.one !== one);
    this.#lose(one, 'timeout', holder, now);
  }
}
