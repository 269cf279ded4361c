import { attentionSeconds, promptSeconds, type Pace } from '../kernel/pace.ts';

/**
 * The prompts that are read in one go, in their order. Only the last may be left unfinished. Reading from token s to
 * token e takes as long as e tokens less s tokens, so that the parts of a prompt sum to its whole, fixed part once.
 */
export class Prompts {
  count: number;
  private readonly pace: Pace;
  private readonly ids: Int32Array;
  /** Tokens of the answer that were there before and are read again with the prompt. */
  private readonly before: Float64Array;
  private readonly length: Float64Array;
  private readonly done: Float64Array;
  /** What reading took in this go. */
  private readonly took: Float64Array;

  constructor(pace: Pace, slots: number) {
    this.count = 0;
    this.pace = pace;
    this.ids = new Int32Array(slots);
    this.before = new Float64Array(slots);
    this.length = new Float64Array(slots);
    this.done = new Float64Array(slots);
    this.took = new Float64Array(slots);
  }

  id(k: number): number {
    return this.ids[k]!;
  }

  /** Which one it is, or -1. */
  indexOf(id: number): number {
    return this.ids.subarray(0, this.count).indexOf(id);
  }

  tokens(k: number): number {
    return this.before[k]!;
  }

  seconds(k: number): number {
    return this.took[k]!;
  }

  /** Tokens still to read. */
  left(k: number): number {
    return this.length[k]! - this.done[k]!;
  }

  add(id: number, tokens: number, length: number): void {
    const k = this.count++;
    this.ids[k] = id;
    this.before[k] = tokens;
    this.length[k] = length;
    this.done[k] = 0;
    this.took[k] = 0;
  }

  /** Reads so many tokens more, every second of the profile taking `stretch`; returns the seconds it takes. */
  read(k: number, tokens: number, stretch: number): number {
    const from = this.done[k]!;
    this.done[k] = from + tokens;
    return (this.took[k] = this.between(from, from + tokens) * stretch);
  }

  /** Of the seconds of the profile for the last so many tokens, those that attention to earlier ones takes. */
  attention(k: number, tokens: number): number {
    const to = this.done[k]!;
    return attentionSeconds(this.pace, to - tokens, to);
  }

  /** All take so many times as long in this go. */
  scale(factor: number): void {
    for (let k = 0; k < this.count; k++) this.took[k]! *= factor;
  }

  /** Seconds of the profile for the first of so many equal parts that lie before where prompt k is read to. */
  part(k: number, parts: number, tokens: number): number {
    const from = this.done[k]! - parts * tokens;
    return this.between(from, from + tokens);
  }

  /** Reads so many tokens less in this go, which takes so long. */
  unread(k: number, tokens: number, seconds: number): void {
    this.done[k]! -= tokens;
    this.took[k] = seconds;
  }

  /** Takes prompt k out. */
  remove(k: number): void {
    const { ids, before, length, done, took, count } = this;
    for (const column of [ids, before, length, done, took]) column.copyWithin(k, k + 1, count);
    this.count--;
  }

  /** Forgets what was read to its end. */
  settle(): void {
    const last = this.count - 1;
    if (last < 0 || this.left(last) === 0) {
      this.count = 0;
      return;
    }
    this.ids[0] = this.ids[last]!;
    this.before[0] = this.before[last]!;
    this.length[0] = this.length[last]!;
    this.done[0] = this.done[last]!;
    this.took[0] = this.took[last]!;
    this.count = 1;
  }

  private between(from: number, to: number): number {
    const before = from > 0 ? promptSeconds(this.pace, from) : 0;
    return promptSeconds(this.pace, to) - before;
  }

  /** What reading drew goes to them by the time they took. */
  charge(joules: Float64Array, drawn: number): void {
    let took = 0;
    for (let k = 0; k < this.count; k++) took += this.seconds(k);
    for (let k = 0; k < this.count; k++)
      joules[this.id(k)]! += took > 0 ? (drawn * this.seconds(k)) / took : drawn / this.count;
  }
}
