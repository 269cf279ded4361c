/**
 * Requests with several legs as they are described: let in by limits or not, tried elsewhere and later, and given up by
 * their clients. Event by event over plain arrays, on machines that go token by token, with logs of all that was ever
 * charged. It follows the picks it is told of.
 */
import { Heap } from '../../src/kernel/heap.ts';
import { derive } from '../../src/kernel/random.ts';
import { CLOUD, NONE, reasonOf, type CloudModel, type Reason } from '../../src/model.ts';
import type { Entry, Small, Speed } from '../world/fleet.ts';
import type { Visit } from '../world/traffic.ts';
import { logOf } from './limits.ts';
import { alone, slowMachine, type Asked, type Slow, type Way } from './machines.ts';
import type { LimitLog, Requests } from './windowLog.ts';

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
  /** Limits of the whole fleet, of each tenant, and of the cloud. */
  readonly gates: Small['gates'];
  readonly cloud: CloudModel;
  readonly fallback: 'cloud' | 'drop';
  readonly cloudOutages: readonly Outage[];
  /** How fast machines are from a time on, beside their profiles. */
  readonly speeds: readonly Speed[];
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
  /** When its client had the answer, was told that there is none, or left. */
  readonly heard: number;
}

interface Request extends Asked {
  readonly index: number;
  readonly tenant: number;
  readonly arrival: number;
  readonly draw: number;
  readonly refusals: [Reason, number][];
  readonly returns: [Reason, number][];
  attempts: number;
  hops: number;
  rounds: number;
  /** A device, CLOUD, or NONE when it waits to come again; and since when. */
  holder: number;
  admitted: number;
  /** When the cloud is done with it. */
  end: number;
  /** When its client left while it is worked on; NaN when it did not. */
  left: number;
}

interface Alarm {
  readonly one: Request;
  readonly at: number;
}

/** Seconds within which the order of what happens is not promised, since both sides round differently. */
const SAME = 1e-8;

const NEVER_TAKEN: ReadonlySet<Reason> = new Set(['contextLimit', 'tooLarge']);

export class Legs {
  readonly fates: Fate[] = [];
  /** Whether it stopped where someone came again at the moment of something else: who is first is not described, or rounded. */
  close = false;
  /** Whether someone waited as long as a limit said, and whether a machine that held somebody became faster or slower. */
  told = false;
  paced = false;
  readonly #world: World;
  readonly #lengths: Requests;
  readonly #machines: {
    readonly slow: Slow;
    readonly entry: World['fleet'][number];
    readonly limits: readonly LimitLog[];
    holds: number;
  }[];
  /** Limits of the fleet and of tenants, with the log of each tenant; and those of the cloud. */
  readonly #gates: readonly { readonly limit: Small['gates'][number]; readonly logs: LimitLog[] }[];
  readonly #cloudLimits: readonly LimitLog[];
  readonly #buckets: boolean;
  #cloudHolds = 0;
  readonly #turns: readonly Turn[];
  readonly #speeds: Speed[];
  readonly #capability: ArrayLike<number>;
  /** What the strategy picked, in turn, for each visit. */
  readonly #picks: readonly (readonly number[])[];
  readonly #cloud: Request[] = [];
  /** By when they come again, and by when a step ends; of several at one time the order is not promised, and is that of the heap. */
  readonly #waiting: Heap = new Heap();
  readonly #stops: Heap = new Heap();
  readonly #kept: Map<number, Request> = new Map();
  #deadlines: Alarm[] = [];
  readonly #ghosts: Map<number, Request> = new Map();

  constructor(world: World, capability: ArrayLike<number>, picks: readonly (readonly number[])[]) {
    this.#world = world;
    this.#capability = capability;
    this.#picks = picks.map((all) => [...all]);
    this.#machines = world.fleet.flatMap((entry) =>
      Array.from({ length: entry.count }, () => ({
        slow: slowMachine(world.way, entry.model, entry.slots),
        entry,
        limits: entry.limits.map((limit) =>
          logOf(limit, entry.slots, (prompt, output) => alone(entry.model, prompt, output)),
        ),
        holds: 0,
      })),
    );
    this.#gates = world.gates.filter(({ scope }) => scope !== 'cloud').map((limit) => ({ limit, logs: [] }));
    const all = [...world.gates.map(({ limit }) => limit), ...world.fleet.flatMap(({ limits }) => limits)];
    this.#buckets = all.some(({ kind }) => kind === 'tokenBucket');
    this.#cloudLimits = world.gates.filter(({ scope }) => scope === 'cloud').map(wide);
    this.#lengths = {
      prompt: world.traffic.map(({ prompt }) => prompt),
      output: world.traffic.map(({ output }) => output),
    };
    const turn = (whom: readonly number[], outage: Outage): Turn => {
      return { whom, outage, begun: 0, down: false, next: outage.at };
    };
    this.#speeds = [...world.speeds].sort((one, other) => one.at - other.at);
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
    let moment = -Infinity;
    for (let visit = 0; ;) {
      const times = [
        ...this.#machines.map(({ slow }) => slow.next),
        Math.min(...this.#cloud.map(({ end }) => end)),
        ...this.#turns.map(({ next }) => next),
        this.#waiting.time,
        Math.min(...this.#deadlines.map(({ at }) => at)),
        this.#stops.time,
        this.#speeds[0]?.at ?? Infinity,
      ];
      const now = Math.min(...times);
      const arrival = traffic[visit]?.at ?? Infinity;
      const next = Math.min(now, arrival);
      if (next < Infinity && next > moment + SAME) {
        moment = next;
        const at = [...times, arrival].filter((time) => time <= next + SAME).length;
        const returns = this.#returning(next + SAME);
        if (returns > 0 && at > 1) this.close = true;
        // When a bucket holds enough is rounded.
        if (returns > 1 && this.#buckets) this.close = true;
        if (this.close) return this.fates;
      }
      if (visit === traffic.length && this.fates.filter(Boolean).length === visit) return this.fates;
      if (arrival <= now) this.#arrive(traffic[visit]!, visit++);
      else this.#happen(times.indexOf(now), now);
    }
  }

  /** How many come again by then. */
  #returning(by: number): number {
    const { size } = this.#waiting;
    return Array.from({ length: size }, (_, k) => this.#waiting.timeAt(k)).filter((time) => time <= by)
      .length;
  }

  #arrive({ at, tenant, prompt, output, draw, priority = 0 }: Visit, index: number): void {
    const leg = { started: NaN, first: NaN, made: 0, holder: NONE, admitted: NaN, end: NaN };
    const asked = { index, tenant, arrival: at, prompt, output, draw, priority };
    const past = { refusals: [], returns: [], attempts: 0, hops: 0, rounds: 0, left: NaN };
    const one: Request = { ...asked, ...leg, ...past };
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
        const one = this.#kept.get(this.#waiting.pop())!;
        this.#kept.delete(one.index);
        one.hops = 0;
        this.#offer(one, now);
      } else if (alarms === 1) {
        const due = this.#deadlines.find(({ at }) => at === now)!;
        this.#deadlines.splice(this.#deadlines.indexOf(due), 1);
        this.#expire(due.one, now);
      } else if (alarms === 2) {
        const one = this.#ghosts.get(this.#stops.pop());
        if (one) this.#stop(one, now);
      } else {
        const { device, speed } = this.#speeds.shift()!;
        const { slow } = this.#machines[device]!;
        if (slow.held.length > 0) this.paced = true;
        slow.pace(1 / speed, now);
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
      const back = i === CLOUD ? this.#cloud.splice(0) : (this.#machines[i]!.slow.empty(now) as Request[]);
      // The first first, in the order in which they came, or in which the cloud would have been done with them.
      if (i === CLOUD) {
        for (const one of back) this.#sent(one, now);
        back.sort((a, b) => a.end - b.end);
      } else back.sort((a, b) => a.admitted - b.admitted || a.index - b.index);
      for (const one of back) this.#back(one, i === CLOUD ? 'cloudOutage' : 'deviceDown', i, now);
    }
  }

  /** It was handed back. */
  #back(one: Request, reason: Reason, by: number, now: number): void {
    one.returns.push([reason, by]);
    this.#settle(one, by, now);
    if (gone(one)) return this.#lose(one, 'timeout', by, now);
    const rule = by === CLOUD ? null : this.#machines[by]!.entry.inFlight;
    if (rule === 'lost') return this.#lose(one, reason, by, now);
    if (rule === 'cloud') return this.#toCloud(one, now);
    const place = rule === 'elsewhere' ? this.#other(one, by, now) : NONE;
    if (place < 0) return this.#next(one, reason, by, now);
    this.#try(one, place, now);
  }

  #complete(one: Request, by: number, now: number): void {
    one.made = one.output;
    this.#settle(one, by, now);
    if (gone(one)) {
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
    const heard = gone(one) ? one.left : times.at(-1)!;
    this.#deadlines = this.#deadlines.filter((alarm) => alarm.one !== one);
    this.#ghosts.delete(one.index);
    this.fates[index] = { refusals, returns, attempts, end, by, times, heard };
  }

  #offer(one: Request, now: number): void {
    one.holder = NONE;
    one.attempts++;
    const barred = this.#barred(this.#gatesOf(one), one, now);
    if (barred !== null) return this.#turn(one, barred, NONE, now);
    const picked = (this.#picks[one.index] as number[]).shift();
    if (picked === undefined) throw new Error(`request ${one.index} was not asked for at ${now} s`);
    if (picked === CLOUD) return this.#toCloud(one, now);
    const reason = picked === NONE ? 'noDevice' : this.#refusal(picked, one, now);
    if (reason === null) this.#place(one, picked, now);
    else this.#turn(one, reason, picked, now);
  }

  /** Where it was sent after it was refused or handed back. Limits of the fleet and of tenants are asked anew. */
  #try(one: Request, place: number, now: number): void {
    one.attempts++;
    const barred = this.#barred(this.#gatesOf(one), one, now);
    if (barred === null) this.#place(one, place, now);
    else this.#turn(one, barred, NONE, now);
  }

  #gatesOf({ tenant }: Request): LimitLog[] {
    return this.#gates.map(
      ({ limit, logs }) => (logs[limit.scope === 'tenant' ? tenant : 0] ??= wide(limit)),
    );
  }

  #limitsOf(one: Request, by: number): readonly LimitLog[] {
    if (by === CLOUD) return this.#cloudLimits;
    return by >= 0 ? this.#machines[by]!.limits : this.#gatesOf(one);
  }

  #barred(limits: readonly LimitLog[], one: Request, now: number): Reason | null {
    const codes = limits.map((limit) => limit.refusal(one.index, this.#lengths, now));
    const first = codes.find((code) => code !== 0);
    return first === undefined ? null : reasonOf(first);
  }

  /** All that counted its leg. */
  #counts(one: Request, by: number): readonly LimitLog[] {
    const own = this.#limitsOf(one, by);
    return by >= 0 ? [...this.#gatesOf(one), ...own] : own;
  }

  #charge(one: Request, by: number, now: number): void {
    one.admitted = now;
    one.made = 0;
    for (const limit of this.#counts(one, by)) limit.charge(one.index, this.#lengths, now);
  }

  #settle(one: Request, by: number, now: number): void {
    const { index, admitted, prompt, made } = one;
    for (const limit of this.#counts(one, by)) limit.settle(index, admitted, prompt, made, now);
  }

  /** What the cloud sent by now: evenly from the first token to the last. */
  #sent(one: Request, now: number): void {
    const { first, end, output } = one;
    one.made = now < first ? 0 : 1 + Math.floor(((output - 1) * (now - first)) / (end - first));
  }

  #refusal(i: number, one: Request, now: number): Reason | null {
    const { slow, entry, limits, holds } = this.#machines[i]!;
    const { prompt, output } = one;
    const barred = this.#barred(limits, one, now);
    if (barred !== null) return barred;
    if (holds > 0) return 'deviceDown';
    if (prompt + output > entry.model.context) return 'contextLimit';
    if (prompt + output > slow.room) return 'tooLarge';
    return slow.held.length < entry.slots + entry.queue ? null : 'queueFull';
  }

  #place(one: Request, by: number, now: number): void {
    one.holder = by;
    one.started = NaN;
    one.first = NaN;
    this.#charge(one, by, now);
    this.#machines[by]!.slow.add(one, now);
  }

  #toCloud(one: Request, now: number): void {
    const { context, roundTrip, ttft, decodeSpeed } = this.#world.cloud;
    const constant = (spread: CloudModel['ttft']): number => (spread as { value: number }).value;
    const barred = this.#barred(this.#cloudLimits, one, now);
    if (barred !== null) return this.#turn(one, barred === 'rateLimit' ? 'cloudLimit' : barred, CLOUD, now);
    if (this.#cloudHolds > 0) return this.#turn(one, 'cloudOutage', CLOUD, now);
    if (one.prompt + one.output > context) return this.#turn(one, 'contextLimit', CLOUD, now);
    one.holder = CLOUD;
    this.#charge(one, CLOUD, now);
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
    const place = by >= 0 && one.hops < elsewhere ? this.#other(one, by, now) : NONE;
    if (place >= 0) {
      one.hops++;
      return this.#try(one, place, now);
    }
    // Retry-After: of those that refused it, or that it was let in by before, all that say when.
    const says = this.#limitsOf(one, by).map((limit) => limit.again(one.index, this.#lengths, now));
    const again = Math.max(0, ...says);
    if (later && one.rounds < later.most && !NEVER_TAKEN.has(reason) && again < Infinity) {
      const wait = Math.min(later.first * later.factor ** one.rounds, later.upTo);
      const share = 1 - later.jitter + 2 * later.jitter * derive(one.draw, 311 + one.rounds);
      one.rounds++;
      if (again > now + wait * share) this.told = true;
      this.#kept.set(one.index, one);
      this.#waiting.push(one.index, Math.max(now + wait * share, again));
      return;
    }
    if (fallback === 'cloud' && by !== CLOUD) this.#toCloud(one, now);
    else this.#lose(one, reason, by, now);
  }

  /** The least loaded for its capability of those that would take it; of equals the first from a drawn one on. */
  #other(one: Request, by: number, now: number): number {
    const size = this.#machines.length;
    const start = Math.floor(derive(one.draw, 301) * size);
    const takers = this.#machines
      .map((_, k) => (start + k) % size)
      .filter((i) => i !== by && this.#refusal(i, one, now) === null);
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
    one.left = now;
    if (end === Infinity) return;
    this.#ghosts.set(one.index, one);
    this.#stops.push(one.index, end);
  }

  /** The work on it ends without an answer. */
  #stop(one: Request, now: number): void {
    const { holder } = one;
    if (holder >= 0) this.#machines[holder]!.slow.remove(one, now);
    else if (holder === CLOUD) {
      this.#cloud.splice(this.#cloud.indexOf(one), 1);
      this.#sent(one, now);
    } else {
      this.#waiting.remove(one.index);
      this.#kept.delete(one.index);
    }
    if (holder !== NONE) {
      one.returns.push(['timeout', holder]);
      this.#settle(one, holder, now);
    }
    this.#lose(one, 'timeout', holder, now);
  }
}

const gone = ({ left }: Request): boolean => !Number.isNaN(left);

/** A limit of no machine in particular. */
const wide = ({ limit }: Small['gates'][number]): LimitLog => logOf(limit, Infinity, () => NaN);
