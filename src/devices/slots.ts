import type { DeviceContext, Fleet, Model, Run } from '../model.ts';
import { Heap } from '../kernel/heap.ts';
import type { WaitingLines } from '../kernel/lines.ts';
import { LoneRequest, serviceSeconds } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import { tokensOut } from './lane.ts';
import { linesOf } from './linesOf.ts';

const { FIRST, JOULES, SINCE, STARTED } = places;

/** The slots of machines that serve a request in each, independently of the others: who is in them, and until when. */
export class Slots {
  protected readonly clock: Float64Array;
  protected readonly agenda: Run['agenda'];
  protected readonly desk: Run['desk'];
  protected readonly works: Run['works'];
  protected readonly longest: number;
  /** A slot's share of the board's watts while it reads and while it decodes, and that share. */
  protected readonly power: Float64Array;
  protected readonly requests: Requests;
  protected readonly fleet: Fleet;
  protected readonly model: Model;
  protected readonly first: number;
  protected readonly slots: number;
  /** Most requests in slots and waiting. */
  protected readonly inside: number;
  protected readonly lines: WaitingLines;
  protected readonly alone: LoneRequest;
  /** Slowdown: seconds per second of the profile. Empty while all machines have their full speed. */
  protected stretch: Float64Array;
  /** The running request of each machine that ends first; -1 when it is idle. */
  protected readonly ids: Int32Array;
  /** The other running requests, with more than one slot, by the end of their service. */
  protected readonly others: (Heap | null)[];

  constructor(context: DeviceContext) {
    const { fleet, first, count, model, slots, means } = context;
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

  /** The request that ends first leaves; the next one waiting gets its slot. */
  protected next(i: number): void {
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

  protected release(i: number): void {
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
  protected begin(i: number, id: number): void {
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
  protected enter(i: number, id: number, end: number): void {
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
  protected settle(i: number, id: number): void {
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
  protected cut(i: number, id: number, end: number): void {
    const { requests } = this;
    this.settle(i, id);
    const now = this.clock[0]!;
    if (now < requests.first[id]!) return;
    const left = (end - now) / this.slow(i - this.first);
    requests.made[id] = tokensOut(this.model.pace, requests.prompt[id]!, requests.output[id]!, left);
  }

  protected slow(k: number): number {
    return this.stretch.length === 0 ? 1 : this.stretch[k]!;
  }

  protected running(k: number): number[] {
    const found = this.ids[k]! < 0 ? [] : [this.ids[k]!];
    const others = this.others[k];
    for (let at = 0; others && at < others.size; at++) found.push(others.at(at));
    return found;
  }

  protected endOf(i: number, id: number): number {
    const k = i - this.first;
    return this.ids[k] === id ? this.agenda.due[i]! : this.others[k]!.timeOf(id);
  }
}
