import { attentionSeconds, effectivePrompt, promptSeconds, type Pace } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Cells } from './cells.ts';
import * as fields from './fields.ts';

const { PROMPT: PROMPT_TOKENS } = places;
const { ANSWERED, COUNT, DONE, LENGTH, PROMPT, PROMPT_ID, READING, SLOW, TOOK } = fields;

/**
 * The prompts read in one stretch, in order. Only the last may be left unfinished. Reading from token s to token e takes
 * the time of e tokens minus that of s tokens, so that the parts of a prompt sum to the whole, with its fixed part once.
 */
export class Prompts {
  private readonly cells: Cells;
  private readonly requests: Requests;
  private readonly pace: Pace;
  private readonly fixed: number;
  private readonly perToken: number;
  private readonly perTokenSquared: number;
  private readonly perStep: number;

  constructor(cells: Cells, requests: Requests, pace: Pace) {
    const { fixed, perToken, perTokenSquared, perStep } = pace.prefill;
    this.cells = cells;
    this.requests = requests;
    this.pace = pace;
    this.fixed = fixed;
    this.perToken = perToken;
    this.perTokenSquared = perTokenSquared;
    this.perStep = perStep ?? 0;
  }

  get count(): number {
    return this.cells.all[COUNT]!;
  }

  set count(count: number) {
    this.cells.all[COUNT] = count;
  }

  id(k: number): number {
    return this.cells.all[this.row(k) + PROMPT_ID]! | 0;
  }

  /** The index of a request's prompt, or -1. */
  indexOf(id: number): number {
    for (let k = 0; k < this.count; k++) if (this.id(k) === id) return k;
    return -1;
  }

  tokens(k: number): number {
    return this.cells.all[this.row(k) + ANSWERED]!;
  }

  seconds(k: number): number {
    return this.cells.all[this.row(k) + TOOK]!;
  }

  /** Tokens still to be read. */
  left(k: number): number {
    const { all } = this.cells;
    const row = this.row(k);
    return all[row + LENGTH]! - all[row + DONE]!;
  }

  /** Adds the prompt of a request that already has so many tokens of its answer. */
  add(id: number, tokens: number): void {
    const { all } = this.cells;
    const row = this.row(all[COUNT]! | 0);
    all[COUNT]! += 1;
    all[row + PROMPT_ID] = id;
    all[row + ANSWERED] = tokens;
    all[row + LENGTH] = this.requests.rows[id + PROMPT_TOKENS]! + tokens;
    all[row + DONE] = 0;
    all[row + TOOK] = 0;
  }

  /** Reads so many tokens more; leaves the time in `seconds`. */
  read(k: number, tokens: number): void {
    const { all } = this.cells;
    const row = this.row(k);
    const from = all[row + DONE]!;
    all[row + DONE] = from + tokens;
    all[row + TOOK] = this.between(from, from + tokens) * all[SLOW]!;
  }

  /** Reads the first and only prompt completely: a fast path. */
  readWhole(): void {
    const { all, prompts } = this.cells;
    const { padTo, padShare = 1 } = this.pace.prefill;
    const row = prompts;
    const slow = all[SLOW]!;
    const length = all[row + LENGTH]!;
    const worked = padTo > 1 ? effectivePrompt(length, padTo, padShare) : length;
    const took = (this.fixed + worked * (this.perToken + worked * this.perTokenSquared)) * slow;
    all[row + DONE] = length;
    all[row + TOOK] = took;
    all[READING] = took + this.perStep * slow;
  }

  /** The part of the profile's seconds for the last so many tokens that attention to earlier ones takes. */
  attention(k: number, tokens: number): number {
    const to = this.cells.all[this.row(k) + DONE]!;
    return attentionSeconds(this.pace, to - tokens, to);
  }

  /** Scales the time of all prompts in this stretch. */
  scale(factor: number): void {
    for (let k = 0; k < this.count; k++) this.cells.all[this.row(k) + TOOK]! *= factor;
  }

  /** Seconds of the profile for the first of so many equal parts just before the point that prompt k was read to. */
  part(k: number, parts: number, tokens: number): number {
    const from = this.cells.all[this.row(k) + DONE]! - parts * tokens;
    return this.between(from, from + tokens);
  }

  /** Takes back the last tokens read in this stretch, and their time. */
  unread(k: number, tokens: number, seconds: number): void {
    const { all } = this.cells;
    const row = this.row(k);
    all[row + DONE]! -= tokens;
    all[row + TOOK] = seconds;
  }

  /** Removes prompt k. */
  remove(k: number): void {
    this.cells.all.copyWithin(this.row(k), this.row(k + 1), this.row(this.count));
    this.count--;
  }

  /** Removes the prompts that were read completely. */
  settle(): void {
    const last = this.count - 1;
    if (last < 0 || this.left(last) === 0) {
      this.count = 0;
      return;
    }
    this.cells.all.copyWithin(this.row(0), this.row(last), this.row(last + 1));
    this.count = 1;
  }

  /** Distributes the energy of reading over the prompts, in proportion to their time. */
  charge(drawn: number): void {
    const { all, prompts } = this.cells;
    const { joules } = this.requests;
    const count = all[COUNT]!;
    const end = prompts + PROMPT * count;
    let took = 0;
    for (let row = prompts; row < end; row += PROMPT) took += all[row + TOOK]!;
    for (let row = prompts; row < end; row += PROMPT)
      joules[all[row + PROMPT_ID]!]! += took > 0 ? (drawn * all[row + TOOK]!) / took : drawn / count;
  }

  private row(k: number): number {
    return this.cells.prompts + PROMPT * k;
  }

  private between(from: number, to: number): number {
    const before = from > 0 ? promptSeconds(this.pace, from) : 0;
    return promptSeconds(this.pace, to) - before;
  }
}
