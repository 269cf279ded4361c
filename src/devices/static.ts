import {
  type DeviceContext,
  type AnswerTimes,
  type Fleet,
  type Model,
  type Run,
  type Servers,
} from '../model.ts';
import type { WaitingLines } from '../kernel/lines.ts';
import { prefillSeconds } from '../kernel/pace.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Admission } from './admission.ts';
import { handBack } from './handBack.ts';
import { linesOf, refusePreemption } from './linesOf.ts';
import { stepEnd, stepsSeconds, stepsWithin } from './steps.ts';

/** The batch of one machine. */
interface Group {
  /** Its requests, in the order of their prompts. */
  readonly ids: Int32Array;
  size: number;
  /** Size when it was formed: a request that leaves early leaves padding that is still computed. */
  places: number;
  /** Time up to which its work is accounted for; time when the last prompt is read. */
  since: number;
  read: number;
  /** Cached tokens read by the first step, and steps of the longest answer. */
  cached: number;
  steps: number;
}

/**
 * Batches one after the other: formed from the waiting requests when the device is free, their prompts read in turn, then
 * all decoded for as many steps as the longest answer takes. Every answer is complete when the batch is: shorter ones
 * are padded, and so is their cache. One event per batch. A request that leaves early leaves padding, which is computed
 * to the end of the batch at the cost of the others; an empty batch ends.
 */
export class Static implements Servers {
  private readonly run: Run;
  private readonly requests: Requests;
  private readonly fleet: Fleet;
  private readonly model: Model;
  private readonly first: number;
  private readonly admission: Admission;
  private readonly lines: WaitingLines;
  private readonly groups: (Group | undefined)[] = [];
  private readonly done: Int32Array;

  constructor(context: DeviceContext, admission: Admission) {
    this.run = context;
    this.requests = context.requests;
    this.fleet = context.fleet;
    this.model = context.model;
    this.first = context.first;
    this.admission = admission;
    refusePreemption(context, 'batch: static');
    this.lines = linesOf(context);
    this.done = new Int32Array(context.slots);
  }

  refusal(i: number, id: number): number {
    return this.admission.refusal(i, id);
  }

  accept(i: number, id: number): void {
    const { agenda, clock } = this.run;
    this.admission.enter(i, id);
    this.lines.push(i - this.first, id);
    // Starts after all arrivals of this instant.
    if (agenda.due[i] === Infinity) agenda.set(i, clock[0]!);
  }

  estimate(prompt: number, output: number, into: AnswerTimes): void {
    this.admission.estimate(prompt, output, into);
  }

  advance(i: number): void {
    const group = this.group(i);
    const { size } = group;
    const { done } = this;
    this.settle(i, group);
    done.set(group.ids.subarray(0, size));
    this.admission.leave(i, size);
    this.next(i, group);
    for (let k = 0; k < size; k++) this.run.desk.completed(done[k]!, i);
  }

  withdraw(i: number, id: number): void {
    const group = this.group(i);
    const place = group.ids.subarray(0, group.size).indexOf(id);
    if (place < 0) this.lines.remove(i - this.first, id);
    else {
      this.settle(i, group);
      this.count(i, group, id);
      group.ids.copyWithin(place, place + 1, group.size--);
      this.fleet.running[i]!--;
    }
    this.admission.withdraw(i, id);
    if (place >= 0 && group.size === 0) this.next(i, group);
    else if (this.fleet.load[i] === 0) this.run.agenda.set(i, Infinity);
  }

  step(i: number, id: number): number {
    const { started, first } = this.requests;
    const { ids, size, read, places: sequences, cached, steps: most } = this.group(i);
    const now = this.run.clock[0]!;
    const all = ids.subarray(0, size);
    if (!all.includes(id)) return now;
    if (now <= read) {
      // Prompts are read in turn; those of requests that left, together with the next one.
      let next = read;
      for (const one of all)
        for (const time of [started[one]!, first[one]!]) if (time >= now && time < next) next = time;
      return next;
    }
    const slow = this.admission.stretch[i - this.first]!;
    const end = this.run.agenda.due[i]!;
    return stepEnd(this.model.pace, { sequences, cached, most, now, end, slow });
  }

  stop(i: number): void {
    const group = this.group(i);
    const k = i - this.first;
    this.settle(i, group);
    const held = [...group.ids.subarray(0, group.size)];
    for (const id of held) this.count(i, group, id);
    group.size = 0;
    while (this.lines.size[k]! > 0) held.push(this.lines.shift(k));
    this.admission.stop(i);
    this.run.agenda.set(i, Infinity);
    handBack(this.run, held);
  }

  start(i: number): void {
    this.admission.start(i);
  }

  paced(i: number): void {
    const group = this.group(i);
    const { requests } = this;
    this.settle(i, group);
    const now = this.run.clock[0]!;
    const ratio = this.admission.paced(i);
    const later = (time: number): number => (time > now ? now + (time - now) * ratio : time);
    for (const id of group.ids.subarray(0, group.size)) {
      requests.started[id] = later(requests.started[id]!);
      requests.first[id] = later(requests.first[id]!);
    }
    group.read = later(group.read);
    if (group.size > 0) this.run.agenda.set(i, later(this.run.agenda.due[i]!));
  }

  private group(i: number): Group {
    const k = i - this.first;
    const found = this.groups[k];
    if (found) return found;
    const ids = new Int32Array(this.admission.slots);
    return (this.groups[k] = { ids, size: 0, places: 0, since: 0, read: 0, cached: 0, steps: 0 });
  }

  private next(i: number, group: Group): void {
    const { agenda } = this.run;
    group.size = 0;
    if (this.lines.size[i - this.first]! > 0) agenda.set(i, this.form(i, group));
    else agenda.set(i, Infinity);
    this.fleet.running[i] = group.size;
  }

  /** Accounts for the batch's work up to now. */
  private settle(i: number, group: Group): void {
    const { ids, size, places, since, read } = group;
    if (size === 0) return;
    const { joules, started, first } = this.requests;
    const { power } = this.model;
    const now = this.run.clock[0]!;
    const until = Math.min(read, now);
    const watts = power.decode + power.decodePerSequence * (places - 1);
    group.since = now;
    this.work(i, { from: since, to: until, watts: power.prefill });
    this.work(i, { from: Math.max(since, read), to: now, watts });
    let drawn = Math.max(0, watts * (now - Math.max(since, read)));
    let charged = 0;
    for (let k = 0; k < size; k++) {
      const id = ids[k]!;
      const reading = Math.min(first[id]!, now) - Math.max(started[id]!, since);
      if (reading <= 0) continue;
      joules[id]! += power.prefill * reading;
      charged += reading;
    }
    // The prompts of requests that left are charged to the others.
    if (size < places && until > since) drawn += power.prefill * (until - since - charged);
    for (let k = 0; k < size; k++) joules[ids[k]!]! += drawn / size;
  }

  private work(i: number, { from, to, watts }: { from: number; to: number; watts: number }): void {
    if (!(to > from)) return;
    const { works } = this.run;
    const at = works.row(i);
    works.from[at] = from;
    works.to[at] = to;
    works.watts[at] = watts;
    works.share[at] = 1;
  }

  /** Counts the tokens produced for a request that ends early. */
  private count(i: number, group: Group, id: number): void {
    const { requests } = this;
    const now = this.run.clock[0]!;
    if (now < requests.first[id]!) return;
    const { pace } = this.model;
    const { places: sequences, cached, steps: most } = group;
    const left = (this.run.agenda.due[i]! - now) / this.admission.stretch[i - this.first]!;
    const seconds = now < group.read ? 0 : stepsSeconds(pace, sequences, cached, most) - left;
    const steps = stepsWithin(pace, { sequences, cached, seconds, most });
    requests.made[id] = Math.min(requests.output[id]!, 1 + steps);
  }

  /** Admits the requests that may start, and returns when the batch will be done. */
  private form(i: number, group: Group): number {
    const { requests, lines } = this;
    const { slots, room } = this.admission;
    const { pace } = this.model;
    const k = i - this.first;
    const now = this.run.clock[0]!;
    const stretch = this.admission.stretch[k]!;
    let prompts = 0;
    let longest = 0;
    let at = now;
    while (lines.size[k]! > 0 && group.size < slots) {
      const id = lines.first(k);
      const prompt = requests.prompt[id]!;
      const output = Math.max(longest, requests.output[id]!);
      // Every answer takes as much cache as the longest.
      if (prompts + prompt + (group.size + 1) * output > room) break;
      longest = output;
      prompts += prompt;
      group.ids[group.size++] = lines.shift(k);
      requests.started[id] = at;
      at += prefillSeconds(pace, prompt) * stretch;
      requests.first[id] = at;
    }
    group.places = group.size;
    group.since = now;
    group.read = at;
    group.cached = prompts + group.size;
    group.steps = longest - 1;
    return at + stepsSeconds(pace, group.size, group.cached, group.steps) * stretch;
  }
}
