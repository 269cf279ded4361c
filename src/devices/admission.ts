import type { DeviceContext, AnswerTimes, Fleet, Model } from '../model.ts';
import { CONTEXT_LIMIT, DEVICE_DOWN, QUEUE_FULL, TOO_LARGE } from '../model.ts';
import { baseSeconds, decodeSeconds, engineSeconds, prefillSeconds, shareSeconds } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';

const { OUTPUT, PROMPT } = places;

/** Cache reserved for a request at admission: all that it will ever need, or only what its prompt needs. */
type Reserve = 'whole' | 'prompt';

/** Admission to batching devices, and their expected capability; maintains the fleet's columns. */
export class Admission {
  readonly slots: number;
  /** Size of the cache in tokens; Infinity if memory is not limited. */
  readonly room: number;
  /** Slowdown of each machine: seconds per second of the profile. */
  readonly stretch: Float64Array;
  private readonly clock: Float64Array;
  private readonly requests: Requests;
  private readonly fleet: Fleet;
  private readonly first: number;
  private readonly model: Model;
  /** Most requests in slots and waiting. */
  private readonly inside: number;
  /** The base of a step per sequence of a full batch, and the extra time of a step for a single sequence. */
  private readonly shared: number;
  private readonly longer: number;
  /** Sequences in a full batch. */
  private readonly full: number;
  /** Coefficients for the time of a prompt, copied since they are read for every request. */
  private readonly padded: boolean;
  private readonly fixed: number;
  private readonly perToken: number;
  private readonly perTokenSquared: number;
  private readonly perStep: number;
  private readonly perCachedToken: number;
  /** The share of the shorter of decoding and reading in one step, and the base of a step of a full batch. */
  private readonly overlap: number;
  private readonly base: number;
  /** Lengths of a request, and its seconds: V8 boxes doubles that cross a call. */
  private readonly lengths: Float64Array = new Float64Array(2);
  private readonly worked: Float64Array = new Float64Array(1);

  constructor(context: DeviceContext, kv: number | undefined, reserve: Reserve) {
    const { model, slots, queue, means, fleet, first, count } = context;
    const { weights, usable } = model.memory;
    const perToken = kv ?? model.memory.kvPerToken;
    if (perToken > 0 && weights > usable) {
      throw new RangeError(
        `batching: the weights of ${model.name} must fit the memory; they are ${(weights - usable) / 1e9} GB larger than the usable ${usable / 1e9} GB`,
      );
    }
    this.slots = slots;
    this.room = perToken > 0 ? Math.floor((usable - weights) / perToken) : Infinity;
    this.stretch = new Float64Array(count).fill(1);
    this.clock = context.clock;
    this.requests = context.requests;
    this.fleet = fleet;
    this.first = first;
    this.model = model;
    this.inside = slots + queue;
    const { prompt, output } = means;
    const held = prompt + (reserve === 'whole' ? output : (output + 1) / 2);
    this.full = Math.max(1, Math.min(slots, Math.floor(this.room / held)));
    const { step, prefill } = model.pace;
    this.padded = prefill.padTo > 1;
    this.fixed = prefill.fixed;
    this.perToken = prefill.perToken;
    this.perTokenSquared = prefill.perTokenSquared;
    this.perStep = prefill.perStep ?? 0;
    this.perCachedToken = step.perCachedToken;
    this.overlap = model.pace.overlap ?? 1;
    this.base = baseSeconds(step, this.full);
    this.shared = shareSeconds(step, this.full);
    this.longer = Math.max(0, baseSeconds(step, 1) - this.shared);
    // Requests per second with the batch as full as slots and memory allow, at mean lengths.
    fleet.capability.fill(1 / this.work(prompt, output), first, first + count);
  }

  refusal(i: number, id: number): number {
    const { fleet } = this;
    const { rows } = this.requests;
    if (fleet.up[i] === 0) return DEVICE_DOWN;
    const tokens = rows[id + PROMPT]! + rows[id + OUTPUT]!;
    if (tokens > this.model.context) return CONTEXT_LIMIT;
    if (tokens > this.room) return TOO_LARGE;
    return fleet.open[i] === 1 ? 0 : QUEUE_FULL;
  }

  /**
   * Adds a request. The time by which all will be done is an estimate: its share of a full batch after the others, but no
   * earlier than it could be done alone. Exact with one slot.
   */
  enter(i: number, id: number): void {
    const { fleet, requests } = this;
    const now = this.clock[0]!;
    const stretch = this.stretch[i - this.first]!;
    this.measure(id);
    const shared = this.worked[0]! * stretch;
    const alone = shared + (requests.rows[id + OUTPUT]! - 1) * this.longer * stretch;
    fleet.clear[i] = Math.max(Math.max(fleet.clear[i]!, now) + shared, now + alone);
    if (++fleet.load[i]! >= this.inside) fleet.open[i] = 0;
    fleet.touch(i);
  }

  /** Estimates a request whose prompt is read in chunks of so many tokens; 0 when it is read in one go. */
  estimate(prompt: number, output: number, into: AnswerTimes, chunk: number = 0): void {
    const { pace, power } = this.model;
    const share = this.work(prompt, output);
    const watts = power.decode + power.decodePerSequence * (this.full - 1);
    const read = engineSeconds(pace, prompt);
    const further = chunk > 0 ? Math.ceil(prompt / chunk) - 1 : 0;
    into.first = prefillSeconds(pace, prompt) + further * (pace.prefill.perStep ?? 0);
    into.last = into.first + decodeSeconds(pace, prompt, output);
    into.abreast = this.full;
    into.share = share;
    into.joules = power.prefill * read + watts * (share - read);
    into.dollars = 0;
  }

  /** Removes so many finished requests. Requests that wait for a free slot count on it: there is room again. */
  leave(i: number, count: number): void {
    const { fleet } = this;
    fleet.load[i]! -= count;
    if (fleet.up[i] === 1 && fleet.load[i]! < this.inside) fleet.open[i] = 1;
    if (fleet.load[i] === 0) fleet.clear[i] = this.clock[0]!;
    fleet.touch(i);
  }

  /** Removes a request before it is done, with its share of the work. */
  withdraw(i: number, id: number): void {
    const { fleet } = this;
    this.measure(id);
    const work = this.worked[0]! * this.stretch[i - this.first]!;
    fleet.clear[i] = Math.max(this.clock[0]!, fleet.clear[i]! - work);
    this.leave(i, 1);
  }

  stop(i: number): void {
    this.fleet.up[i] = 0;
    this.fleet.open[i] = 0;
    this.fleet.running[i] = 0;
    this.leave(i, this.fleet.load[i]!);
  }

  start(i: number): void {
    this.fleet.up[i] = 1;
    this.leave(i, 0);
  }

  /** Takes over the machine's speed; returns by what factor everything takes longer than before. */
  paced(i: number): number {
    const { fleet, stretch } = this;
    const k = i - this.first;
    const now = this.clock[0]!;
    const before = stretch[k]!;
    stretch[k] = 1 / fleet.speed[i]!;
    const ratio = stretch[k] / before;
    fleet.clear[i] = now + Math.max(0, fleet.clear[i]! - now) * ratio;
    fleet.touch(i);
    return ratio;
  }

  /** Seconds of the device's time for a request in a full batch of similar ones. */
  private work(prompt: number, output: number): number {
    this.lengths[0] = prompt;
    this.lengths[1] = output;
    this.share();
    return this.worked[0]!;
  }

  /** The same for a row of the requests, left in `worked`. */
  private measure(id: number): void {
    const { rows } = this.requests;
    this.lengths[0] = rows[id + PROMPT]!;
    this.lengths[1] = rows[id + OUTPUT]!;
    this.share();
  }

  /** Of the lengths, without arguments: V8 boxes doubles that cross a call. */
  private share(): void {
    const { lengths, worked, overlap } = this;
    const prompt = lengths[0]!;
    const output = lengths[1]!;
    const step = this.shared + this.perCachedToken * (prompt + output / 2);
    const read = this.padded
      ? engineSeconds(this.model.pace, prompt)
      : this.fixed + prompt * (this.perToken + prompt * this.perTokenSquared) + this.perStep;
    // While its prompt is read the others decode: together they take less than the sum.
    if (overlap < 1) worked[0] = read - (1 - overlap) * Math.min(read, this.base) + (output - 1) * step;
    else worked[0] = read + (output - 1) * step;
  }
}
