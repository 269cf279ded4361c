import type { DeviceContext, AnswerTimes, Servers } from '../model.ts';
import { CONTEXT_LIMIT, DEVICE_DOWN, QUEUE_FULL } from '../model.ts';
import { serviceSeconds } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import { plugin, type Plugin } from '../options.ts';
import { handBack } from './handBack.ts';
import { estimateLane } from './lane.ts';
import { refusePreemption } from './linesOf.ts';
import { Slots } from './slots.ts';
import { stepEnd } from './steps.ts';

const { OUTPUT, PROMPT } = places;

export const serial: Plugin<Record<string, never>, DeviceContext, Servers> = plugin(
  'each slot serves one request at a time, independently of the others',
  {},
  (_, context: DeviceContext) => {
    refusePreemption(context, 'serial');
    return new Serial(context);
  },
  { apart: true, least: (pace, _, prompt, output) => serviceSeconds(pace, prompt, output) },
);

/** Each of several slots works at full speed and draws 1 / slots of the board's power. */
class Serial extends Slots implements Servers {
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
}
