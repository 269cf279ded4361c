import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Cells } from './cells.ts';
import * as fields from './fields.ts';

const { JOULES, OUTPUT, PROMPT } = places;
const { AGE, BEFORE, CACHED, DRAWN, END, FREE, HEAD, ID, KEY, LAST, OFFSET } = fields;
const { OLDER, PLACE, PLACES, SIZE, STEP, YOUNGER, YOUNGEST } = fields;

/**
 * The sequences that decode together, each in a place. Every one gains a token per step, so its last step is a whole
 * number known when it joins. The energy of a step is shared evenly, by a running sum that is read when one joins and leaves.
 *
 * Sequences are sorted by their last step, then by place, combined in one number. The sorted line moves towards the end
 * of its space and is copied back to the beginning when it gets there.
 */
export class Batch {
  private readonly cells: Cells;
  private readonly requests: Requests;
  /** Keys are step x unit + place; the unit is a power of two, at least the number of places. Its inverse gives the steps of a key. */
  private readonly unit: number;
  private readonly perUnit: number;

  constructor(cells: Cells, requests: Requests) {
    let unit = 1;
    while (unit < cells.slots) unit *= 2;
    this.cells = cells;
    this.requests = requests;
    this.unit = unit;
    this.perUnit = 1 / unit;
  }

  get size(): number {
    return this.cells.all[SIZE]!;
  }

  /** Cached tokens read by the next step. */
  get cached(): number {
    return this.cells.all[CACHED]!;
  }

  /** Steps until the next sequence has its last token; 0 when one has it, Infinity when empty. */
  get left(): number {
    const { all } = this.cells;
    return all[LAST]! - all[STEP]!;
  }

  /** Adds a sequence with so many tokens of its answer. Most end later than those present, so the search starts at the end. */
  join(id: number, tokens: number): void {
    const { all, prompts, aged } = this.cells;
    const { rows } = this.requests;
    const place = all[FREE]! | 0;
    const row = PLACES + PLACE * place;
    const cached = rows[id + PROMPT]! + tokens;
    const step = all[STEP]!;
    const last = step + rows[id + OUTPUT]! - tokens;
    const key = last * this.unit + place;
    all[FREE] = all[row + ID]!;
    all[SIZE]! += 1;
    all[CACHED]! += cached;
    all[row + KEY] = key;
    all[row + ID] = id;
    all[row + OFFSET] = cached - step;
    all[row + BEFORE] = all[DRAWN]!;
    if (aged) this.link(place);
    if (all[END] === prompts) this.pack();
    const head = all[HEAD]! | 0;
    let at = all[END]! | 0;
    all[END] = at + 1;
    for (; at > head && all[at - 1]! > key; at--) all[at] = all[at - 1]!;
    all[at] = key;
    if (at === head) all[LAST] = last;
  }

  /** Copies the line back to the beginning of its space. */
  private pack(): void {
    const { all, line } = this.cells;
    const head = all[HEAD]! | 0;
    const end = all[END]! | 0;
    all.copyWithin(line, head, end);
    all[END] = line + end - head;
    all[HEAD] = line;
  }

  advance(steps: number): void {
    const { all } = this.cells;
    all[STEP]! += steps;
    all[CACHED]! += steps * all[SIZE]!;
  }

  /** Removes the sequence that is done first. */
  finish(): number {
    return this.leave(this.first);
  }

  /** Removes the sequence that joined last. */
  expel(): number {
    return this.leave(this.youngest);
  }

  has(id: number): boolean {
    return this.placeOf(id) >= 0;
  }

  /** Removes a sequence; returns the tokens in its cache. */
  remove(id: number): number {
    const place = this.placeOf(id);
    const cached = this.cachedOn(place);
    this.leave(place);
    return cached;
  }

  /** Tokens of the sequence's answer produced so far. */
  tokensOf(id: number): number {
    return this.cachedOn(this.placeOf(id)) - this.requests.prompt[id]!;
  }

  /** All sequences. */
  members(): number[] {
    const { slots } = this.cells;
    const found: number[] = [];
    for (let place = 0; place < slots; place++) if (this.taken(place)) found.push(this.idOn(place));
    return found;
  }

  /** Any one of the sequences. */
  get anyone(): number {
    return this.idOn(this.first);
  }

  /** Cached tokens of the sequence that joined last. */
  get youngestCached(): number {
    return this.cachedOn(this.youngest);
  }

  private get youngest(): number {
    return this.cells.all[YOUNGEST]!;
  }

  private row(place: number): number {
    return PLACES + PLACE * place;
  }

  private taken(place: number): boolean {
    return this.cells.all[this.row(place) + KEY]! < Infinity;
  }

  private idOn(place: number): number {
    return this.cells.all[this.row(place) + ID]!;
  }

  private cachedOn(place: number): number {
    const { all } = this.cells;
    return all[this.row(place) + OFFSET]! + all[STEP]!;
  }

  private placeOf(id: number): number {
    const { slots } = this.cells;
    for (let place = 0; place < slots; place++)
      if (this.taken(place) && this.idOn(place) === id) return place;
    return -1;
  }

  private leave(place: number): number {
    const { all, aged } = this.cells;
    const { rows } = this.requests;
    const row = PLACES + PLACE * place;
    const id = all[row + ID]! | 0;
    if (aged) this.unlink(place);
    all[CACHED]! -= all[row + OFFSET]! + all[STEP]!;
    rows[id + JOULES]! += all[DRAWN]! - all[row + BEFORE]!;
    const size = all[SIZE]! - 1;
    all[SIZE] = size;
    if (size === 0) all[DRAWN] = 0;
    all[row + ID] = all[FREE]!;
    all[FREE] = place;
    const key = all[row + KEY]!;
    const head = all[HEAD]! | 0;
    // It is not the first: those before it move up.
    if (all[head] !== key) all.copyWithin(head + 1, head, all.indexOf(key, head));
    all[row + KEY] = Infinity;
    all[HEAD] = head + 1;
    all[LAST] = size > 0 ? Math.floor(all[head + 1]! * this.perUnit) : Infinity;
    return id;
  }

  /** The place of the sequence that is done first. */
  private get first(): number {
    const { all } = this.cells;
    return (all[all[HEAD]! | 0]! - all[LAST]! * this.unit) | 0;
  }

  private link(place: number): void {
    const { all, ages } = this.cells;
    const row = ages + AGE * place;
    const older = all[YOUNGEST]! | 0;
    all[row + OLDER] = older;
    all[row + YOUNGER] = -1;
    if (older >= 0) all[ages + AGE * older + YOUNGER] = place;
    all[YOUNGEST] = place;
  }

  private unlink(place: number): void {
    const { all, ages } = this.cells;
    const row = ages + AGE * place;
    const older = all[row + OLDER]! | 0;
    const younger = all[row + YOUNGER]! | 0;
    if (older >= 0) all[ages + AGE * older + YOUNGER] = younger;
    if (younger >= 0) all[ages + AGE * younger + OLDER] = older;
    else all[YOUNGEST] = older;
  }
}
