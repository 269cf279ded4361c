/** Checks conservation: keeps its own totals of a run and reports those that do not balance. Cheap enough for every run. */
import * as codes from '../kernel/codes.ts';
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import type { Works } from '../kernel/works.ts';
import type { CloudModel, Listener } from '../model.ts';

const {
  ARRIVAL,
  ARRIVED,
  COMPLETED,
  DOLLARS: ROW_DOLLARS,
  FIRST,
  JOULES: ROW_JOULES,
  KIND,
  LOST,
  MADE,
  NOW: ROW_NOW,
  OUTPUT: ROW_OUTPUT,
  PROMPT,
  REASON,
  RETURNED,
  ROWS,
  STARTED,
  STATION,
  STRIDE,
  WASTED: ROW_WASTED,
} = moved;
const { CLOUD, CLOUD_OUTAGE } = codes;

/** Places in the book: flat doubles, which a field that changes kind is not. */
const BEGUN = 0;
const AT_EDGE = 1;
const AT_CLOUD = 2;
const WITHOUT = 3;
const TOKENS_IN = 4;
const TOKENS_OUT = 5;
const WORKED = 6;
const JOULES = 7;
const DOLLARS = 8;
const INPUT = 9;
const OUTPUT = 10;
const INSIDE = 11;
const AREA = 12;
const STAYS = 13;
const NOW = 14;
/** Joules of legs that ended early, and the same as the requests have it at their ends. */
const LOST_LEGS = 15;
const WASTED = 16;

export class Conservation implements Listener {
  private readonly book: Float64Array = new Float64Array(17);
  private backwards = '';
  private overdone = '';
  private readonly model: CloudModel | null;
  /** Rows of the block that is being read: who came, and who was answered. */
  private readonly came: Int32Array = new Int32Array(ROWS);
  private readonly answered: Int32Array = new Int32Array(ROWS);

  constructor(cloud: CloudModel | null) {
    this.model = cloud;
  }

  /** Who comes and who is answered is sorted out without a branch, which could not be foretold; all others are seldom. */
  moved({ rows, end }: Moves): void {
    const { book, came, answered } = this;
    let inside = book[INSIDE]!;
    let area = book[AREA]!;
    let before = book[NOW]!;
    let arrivals = 0;
    let answers = 0;
    for (let row = 0; row < end; row += STRIDE) {
      const now = rows[row + ROW_NOW]!;
      const seconds = now - before;
      if (seconds < 0) this.backwards ||= `from ${before} s to ${now} s`;
      area += seconds * inside;
      before = now;
      const kind = rows[row + KIND]! | 0;
      const arrived = Number(kind === ARRIVED);
      const completed = Number(kind === COMPLETED);
      came[arrivals] = row;
      arrivals += arrived;
      answered[answers] = row;
      answers += completed;
      inside += arrived - completed;
      if (kind === RETURNED) this.returned(rows, row);
      else if (kind === LOST) {
        inside--;
        this.lost(rows, row);
      }
    }
    book[INSIDE] = inside;
    book[AREA] = area;
    book[NOW] = before;
    book[BEGUN]! += arrivals;
    for (let k = 0; k < arrivals; k++) {
      const row = came[k]!;
      book[TOKENS_IN]! += rows[row + PROMPT]! + rows[row + ROW_OUTPUT]!;
    }
    for (let k = 0; k < answers; k++) this.completed(rows, answered[k]!);
  }

  worked(works: Works): void {
    const { size, from, to, watts, share } = works;
    let worked = this.book[WORKED]!;
    for (let row = 0; row < size; row++) {
      const seconds = to[row]! - from[row]!;
      if (seconds < 0)
        this.backwards ||= `work on a device ended at ${to[row]} s, before it began at ${from[row]} s`;
      worked += seconds * watts[row]! * share[row]!;
    }
    this.book[WORKED] = worked;
  }

  /** One line for each total that does not balance. Valid only when nothing is in flight. */
  faults(): string[] {
    const found: string[] = [];
    const { book } = this;
    const same = (what: string, one: number, other: number): void => {
      if (Math.abs(one - other) > 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1e-6)) {
        found.push(`${what}: ${one} and ${other}`);
      }
    };
    if (this.backwards) found.push(`time ran backwards: ${this.backwards}`);
    if (this.overdone) found.push(this.overdone);
    if (book[BEGUN]! !== book[AT_EDGE]! + book[AT_CLOUD]! + book[WITHOUT]!) {
      found.push(
        `arrived ${book[BEGUN]!}, but ${book[AT_EDGE]!} at the edge + ${book[AT_CLOUD]!} in the cloud + ${book[WITHOUT]!} lost`,
      );
    }
    if (book[INSIDE]! !== 0) found.push(`${book[INSIDE]!} requests never ended`);
    same('tokens that arrived and that ended', book[TOKENS_IN]!, book[TOKENS_OUT]!);
    same('joules drawn by work and charged to requests', book[WORKED]!, book[JOULES]!);
    same('joules of legs that came to nothing and of their requests', book[LOST_LEGS]!, book[WASTED]!);
    same('integral of the number in the system and sum of stays', book[AREA]!, book[STAYS]!);
    if (this.model) {
      const { input, output } = this.model.price;
      same(
        'dollars by request and by token',
        book[DOLLARS]!,
        (book[INPUT]! * input + book[OUTPUT]! * output) / 1e6,
      );
    }
    return found;
  }

  /** A leg ended early: its work is lost, and what was sent of an answer that somebody broke off is paid. */
  private returned(rows: Float64Array, row: number): void {
    const { book } = this;
    const made = rows[row + MADE]!;
    book[LOST_LEGS]! += rows[row + ROW_JOULES]! - rows[row + ROW_WASTED]!;
    if (rows[row + STATION] === CLOUD && rows[row + REASON] !== CLOUD_OUTAGE) {
      book[INPUT]! += rows[row + PROMPT]!;
      book[OUTPUT]! += made;
    }
    if (!(made >= 0 && made <= rows[row + ROW_OUTPUT]!))
      this.overdone ||= `${made} tokens were out of an answer of ${rows[row + ROW_OUTPUT]} that broke off`;
  }

  private lost(rows: Float64Array, row: number): void {
    const { book } = this;
    book[WITHOUT]!++;
    this.left(rows, row);
    book[WASTED]! += rows[row + ROW_JOULES]!;
  }

  private completed(rows: Float64Array, row: number): void {
    const { book } = this;
    this.left(rows, row);
    book[WASTED]! += rows[row + ROW_WASTED]!;
    if (rows[row + STATION] === CLOUD) {
      book[AT_CLOUD]!++;
      book[INPUT]! += rows[row + PROMPT]!;
      book[OUTPUT]! += rows[row + ROW_OUTPUT]!;
    } else book[AT_EDGE]!++;
    const arrival = rows[row + ARRIVAL]!;
    const started = rows[row + STARTED]!;
    const first = rows[row + FIRST]!;
    const now = rows[row + ROW_NOW]!;
    if (!(arrival <= started && started <= first && first <= now)) {
      this.backwards ||= `a request arrived at ${arrival} s, started at ${started} s, had its first token at ${first} s and ended at ${now} s`;
    }
  }

  private left(rows: Float64Array, row: number): void {
    const { book } = this;
    book[STAYS]! += rows[row + ROW_NOW]! - rows[row + ARRIVAL]!;
    book[TOKENS_OUT]! += rows[row + PROMPT]! + rows[row + ROW_OUTPUT]!;
    book[JOULES]! += rows[row + ROW_JOULES]!;
    book[DOLLARS]! += rows[row + ROW_DOLLARS]!;
  }
}
