import type { DeviceContext, AnswerTimes, Fleet, Model, Run, Servers } from '../model.ts';
import { CONTEXT_LIMIT, DEVICE_DOWN, QUEUE_FULL } from '../model.ts';
import { Heap } from '../kernel/heap.ts';
import type { WaitingLines } from '../kernel/lines.ts';
import { LoneRequest, serviceSeconds } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import { plugin, type Plugin } from '../options.ts';
import { handBack } from './handBack.ts';
import { estimateLane, tokensOut } from './lane.ts';
import { linesOf, refusePreemption } from './linesOf.ts';
import { stepEnd } from './steps.ts';

const { FIRST, JOULES, OUTPUT, PROMPT, SINCE, STARTED } = places;

export const serial: Plugin<Record<string, never>, DeviceContext, Servers> = plugin(
  'each slot serves one request at a time, independently of the others',
  {},
  (_, context: DeviceContext) => new Serial(context),
  { apart: true, least: (pace, _, prompt, output) => serviceSeconds(pace, prompt, output) },
);

/** Each of several slots works at full speed and draws 1 / slots of the board's power. */
class Serial implements Servers {
  private readonly clock: Float64Array;
  private readonly agenda: Run['agenda'];
  private readonly desk: Run['desk'];
  private readonly works: Run['works'];
  private readonly longest: number;
  /** A slot's share of the board's watts while it reads and while it decodes, and that share. */
  private readonly power: Float64Array;
  private readonly requests: Requests;
  private readonly fleet: Fleet;
  private readonly model: Model;
  private readonly first: number;
  private readonly slots: number;
  /** Most requests in slots and waiting. */
  private readonly inside: number;
  private readonly lines: WaitingLines;
  private readonly alone: LoneRequest;
  /** Slowdown: seconds per second of the profile. Empty while all machines have their full speed. */
  private stretch: Float64Array;
  /** The running request of each machine that ends first; -1 when it is idle. */
  private readonly ids: Int32Array;
  /** The other running requests, with more than one slot, by the end of their service. */
  private readonly others: (Heap | null)[];

  constructor(context: DeviceContext) {
    const { fleet, first, count, model, slots, means } = context;
    refusePreemption(context, 'serial');
    this.clock = context.clock;
    this.agenda = context.agenda;
    this.desk = context.desk;
    this.works = context.works;
    this.requests = context.requests;
    this.longest = model.context;
    this.power = Float64Array.of(model.power.prefill, model.power.decode, 1 / slots);
    this.fleet = fleet;
    this.model = model;
    this.first = first;
    this.slots = slots;
    this.inside = slots + context.queue;
    this.lines = linesOf(context);
    this.alone = new LoneRequest(model.pace);
    this.stretch = new Float64Array(0);
    this.ids = new Int32Array(count).fill(-1);
    this.others = new Array<Heap | null>(count).fill(null);
    fleet.capability.fill(
      slots / serviceSeconds(model.pace, means.prompt, means.output),
      first,
      first + count,
    );
  }

  refusal(i: number, id: number): number {
    const { open, up } = this.fleet;
    const { rows } = this.requests;
    if (open[i] === 0 && up[i] === 0) return DEVICE_DOWN;
    if (rows[id + PROMPT]! + rows[id + OUTPUT]! > this.longest) return CONTEXT_LIMIT;
    return open[i] === 1 ? 0 : QUEUE_FULL;
  }

  accept(i: number, id: number): void {
    const { fleet, slots } = this;
    const { seconds } = this.alone;
    const k = i - this.first;
    const now = this.clock[0]!;
    const clear = fleet.clear[i]!;
    this.alone.measure(this.requests, id);
    // Exact for one slot; with more, as if the work were spread evenly over them.
    fleet.clear[i] = (clear > now ? clear : now) + ((seconds[0]! + seconds[1]!) * this.slow(k)) / slots;
    const load = ++fleet.load[i]!;
    if (load <= slots) {
      this.begin(i, id);
      this.agenda.moved(i);
    } else this.lines.push(k, id);
    if (load >= this.inside) fleet.open[i] = 0;
    fleet.touch(i);
  }

  estimate(prompt: number, output: number, into: AnswerTimes): void {
    estimateLane(this.model, this.slots, prompt, output, into);
  }

  advance(i: number): void {
    const id = this.ids[i - this.first]!;
    this.settle(i, id);
    this.next(i);
    this.agenda.moved(i);
    this.fleet.touch(i);
    this.desk.completed(id, i);
  }

  withdraw(i: number, id: number): void {
    const { fleet } = this;
    const k = i - this.first;
    const now = this.clock[0]!;
    if (this.requests.started[id] === Infinity) {
      const service = serviceSeconds(this.model.pace, this.requests.prompt[id]!, this.requests.output[id]!);
      fleet.clear[i] = Math.max(now, fleet.clear[i]! - (service * this.slow(k)) / this.slots);
      this.lines.remove(k, id);
      fleet.load[i]!--;
      fleet.open[i] = fleet.up[i]!;
    } else {
      const end = this.endOf(i, id);
      fleet.clear[i] = Math.max(now, fleet.clear[i]! - (end - now) / this.slots);
      this.cut(i, id, end);
      if (id !== this.ids[k]) {
        this.others[k]!.remove(id);
        this.release(i);
      } else this.next(i);
      this.agenda.moved(i);
    }
    fleet.touch(i);
  }

  step(i: number, id: number): number {
    const { started, first, prompt, output } = this.requests;
    const now = this.clock[0]!;
    if (started[id] === Infinity || started[id] === now) return now;
    if (now < first[id]!) return first[id]!;
    const slow = this.slow(i - this.first);
    const decoding = { sequences: 1, cached: prompt[id]! + 1, most: output[id]! - 1 };
    return stepEnd(this.model.pace, { ...decoding, now, end: this.endOf(i, id), slow });
  }

  stop(i: number): void {
    const { fleet, lines } = this;
    const k = i - this.first;
    const held: number[] = [];
    this.running(k).forEach((id) => {
      this.cut(i, id, this.endOf(i, id));
      held.push(id);
    });
    while (lines.size[k]! > 0) held.push(lines.shift(k));
    this.ids[k] = -1;
    this.others[k]?.clear();
    fleet.load[i] = fleet.running[i] = 0;
    fleet.up[i] = fleet.open[i] = 0;
    fleet.clear[i] = this.clock[0]!;
    this.agenda.set(i, Infinity);
    fleet.touch(i);
    handBack({ requests: this.requests, desk: this.desk }, held);
  }

  start(i: number): void {
    this.fleet.up[i] = 1;
    this.fleet.open[i] = 1;
    this.fleet.touch(i);
  }

  paced(i: number): void {
    const { fleet, requests } = this;
    const k = i - this.first;
    const now = this.clock[0]!;
    const stretch = 1 / fleet.speed[i]!;
    const ratio = stretch / this.slow(k);
    const later = (time: number): number => now + (time - now) * ratio;
    const ids = this.running(k);
    const ends = ids.map((id) => later(this.endOf(i, id)));
    for (const id of ids) {
      this.settle(i, id);
      if (requests.first[id]! > now) requests.first[id] = later(requests.first[id]!);
    }
    if (this.stretch.length === 0) this.stretch = new Float64Array(this.ids.length).fill(1);
    this.stretch[k] = stretch;
    fleet.clear[i] = later(Math.max(now, fleet.clear[i]!));
    this.others[k]?.clear();
    this.ids[k] = -1;
    this.agenda.due[i] = Infinity;
    ids.forEach((id, at) => this.enter(i, id, ends[at]!));
    this.agenda.moved(i);
    fleet.touch(i);
  }

  /** The request that ends first leaves; the next one waiting gets its slot. */
  private next(i: number): void {
    const k = i - this.first;
    const others = this.slots > 1 ? this.others[k]! : null;
    if (others === null || others.size === 0) {
      this.ids[k] = -1;
      this.agenda.due[i] = Infinity;
    } else {
      this.agenda.due[i] = others.time;
      this.ids[k] = others.pop();
    }
    this.release(i);
  }

  private release(i: number): void {
    const { fleet } = this;
    const load = --fleet.load[i]!;
    fleet.running[i]!--;
    fleet.open[i] = 1;
    if (load < this.slots) return;
    const id = this.lines.shift(i - this.first);
    this.alone.measure(this.requests, id);
    this.begin(i, id);
  }

  /** Starts the request, which was measured just before. */
  private begin(i: number, id: number): void {
    const { rows } = this.requests;
    const { seconds } = this.alone;
    const now = this.clock[0]!;
    const stretch = this.slow(i - this.first);
    const first = now + seconds[0]! * stretch;
    rows[id + STARTED] = now;
    rows[id + SINCE] = now;
    rows[id + FIRST] = first;
    this.fleet.running[i]!++;
    this.enter(i, id, first + seconds[1]! * stretch);
  }

  /** Occupies a slot until `end`. */
  private enter(i: number, id: number, end: number): void {
    const { due } = this.agenda;
    const k = i - this.first;
    if (this.slots > 1 && this.ids[k]! >= 0) {
      const others = (this.others[k] ??= new Heap());
      if (end >= due[i]!) return others.push(id, end);
      others.push(this.ids[k]!, due[i]!);
    }
    this.ids[k] = id;
    due[i] = end;
  }

  /** Accounts for its service up to now. */
  private settle(i: number, id: number): void {
    const { rows } = this.requests;
    const { works, power } = this;
    const now = this.clock[0]!;
    const since = rows[id + SINCE]!;
    const first = rows[id + FIRST]!;
    const read = first < now ? (first > since ? first : since) : now;
    rows[id + JOULES]! += power[2]! * (power[0]! * (read - since) + power[1]! * (now - read));
    rows[id + SINCE] = now;
    if (works.heard === 0) return;
    if (read > since) {
      const at = works.row(i);
      works.from[at] = since;
      works.to[at] = read;
      works.watts[at] = power[0]!;
      works.share[at] = power[2]!;
    }
    if (now > read) {
      const at = works.row(i);
      works.from[at] = read;
      works.to[at] = now;
      works.watts[at] = power[1]!;
      works.share[at] = power[2]!;
    }
  }

  /** Ends a service early that would have lasted until `end`: accounts for it and counts the tokens produced. */
  private cut(i: number, id: number, end: number): void {
    const { requests } = this;
    this.settle(i, id);
    const now = this.clock[0]!;
    if (now < requests.first[id]!) return;
    const left = (end - now) / this.slow(i - this.first);
    requests.made[id] = tokensOut(this.model.pace, requests.prompt[id]!, requests.output[id]!, left);
  }

  private slow(k: number): number {
    return this.stretch.length === 0 ? 1 : this.stretch[k]!;
  }

  private running(k: number): number[] {
    const found = this.ids[k]! < 0 ? [] : [this.ids[k]!];
    const others = this.others[k];
    for (let at = 0; others && at < others.size; at++) found.push(others.at(at));
    return found;
  }

  private endOf(i: number, id: number): number {
    const k = i - this.first;
    return this.ids[k] === id ? this.agenda.due[i]! : this.others[k]!.timeOf(id);
  }
}
