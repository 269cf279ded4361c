import * as places from './places.ts';

const {
  ARRIVAL,
  PROMPT,
  OUTPUT,
  TENANT,
  DRAW,
  HOLDER,
  ADMITTED,
  STARTED,
  SINCE,
  FIRST,
  JOULES,
  MADE,
  RESUMED,
  NEXT,
  BEFORE,
  ATTEMPTS,
  WASTED,
  DOLLARS,
  NUMBER,
  PRIORITY,
  DEADLINE,
  CLASS,
  MODEL,
  SESSION,
  TWIN,
  HOPS,
  ROUNDS,
  AGAIN,
  REFUSED,
} = places;
const WIDTH = 29;
const ROWS = 64;

/**
 * The requests in the system, in columns with a free list: memory follows the peak in flight, never the total. A
 * request's id is good until it ends, and is used again after.
 *
 * All columns are views of one array, each shifted by a place, and an id is where a row begins: so what is known of one
 * request lies together in memory, which is what counts with thousands in flight. Columns are to be read anew after `open`.
 */
export class Requests {
  /** When it first came. */
  declare arrival: Float64Array;
  /** Tokens: whole, at least 1. */
  declare prompt: Float64Array;
  /** Tokens: whole, at least 1. Nobody can know them at admission; who reads them then is an oracle and says so. */
  declare output: Float64Array;
  declare tenant: Float64Array;
  /** A uniform number drawn on arrival: all that is random about where it goes and how the cloud answers. */
  declare draw: Float64Array;
  /** Who has it: a device index, CLOUD, KEPT by the recourse, or NONE while it is at the desk. */
  declare holder: Float64Array;
  /** When the present leg was accepted, and its limiters charged. */
  declare admitted: Float64Array;
  /** When the present leg came to a slot; Infinity while it has not. */
  declare started: Float64Array;
  /** Until when the energy of the present leg is settled. */
  declare since: Float64Array;
  /** When the first token is ready. */
  declare first: Float64Array;
  /** What the work on it drew at the edge, over all legs. */
  declare joules: Float64Array;
  /** Tokens of the answer that were out when it last left a slot: what a leg that ended early had made. */
  declare made: Float64Array;
  /** When it last came back to a slot that it had to give up; 0 when it never did. */
  declare resumed: Float64Array;
  /** The requests behind it and before it in the line it waits in, or -1. */
  declare next: Float64Array;
  declare before: Float64Array;
  /** How often it was tried at the edge, or at the desk. */
  declare attempts: Float64Array;
  /** Joules of legs that ended without an answer. */
  declare wasted: Float64Array;
  /** What clouds ask for it, over all legs. */
  declare dollars: Float64Array;
  /** Which arrival of the run it is, from 0. */
  declare number: Float64Array;
  /** Higher goes first, where an order looks at it. */
  declare priority: Float64Array;
  /** When its client gives up; Infinity when never. */
  declare deadline: Float64Array;
  declare class: Float64Array;
  declare model: Float64Array;
  /** The conversation it belongs to, or -1. */
  declare session: Float64Array;
  /** Another row that asks the same, or -1. */
  declare twin: Float64Array;
  /** How often it was tried elsewhere since it was last offered. */
  declare hops: Float64Array;
  /** How often it waited to come again. */
  declare rounds: Float64Array;
  /** When who refused it last would let it in, once `desk.again` was asked; 0 when nobody can say. */
  declare again: Float64Array;
  /** Why the edge last refused it or handed it back; 0 when it never did. */
  declare refused: Float64Array;
  /** All columns: row id has its field of each place at `rows[id + place]`. */
  rows: Float64Array = new Float64Array(0);
  private free: Int32Array = new Int32Array(0);
  private freed = 0;

  constructor() {
    this.grow(ROWS);
  }

  /** Requests there is room for. */
  get capacity(): number {
    return this.free.length;
  }

  /** Every id is below. */
  get end(): number {
    return this.rows.length;
  }

  /** Which row it is, from 0: for who keeps a column of its own, as long as `capacity`. */
  rowOf(id: number): number {
    return (id / WIDTH) | 0;
  }

  /** Rows that are open. */
  get size(): number {
    return this.free.length - this.freed;
  }

  /** A row for a request that nothing is known of yet. */
  open(): number {
    if (this.freed === 0) this.grow(2 * this.free.length);
    const id = this.free[--this.freed]!;
    const rows = this.rows;
    rows[id + HOLDER] = -2;
    rows[id + JOULES] = 0;
    rows[id + MADE] = 0;
    rows[id + RESUMED] = 0;
    rows[id + ATTEMPTS] = 0;
    rows[id + WASTED] = 0;
    rows[id + DOLLARS] = 0;
    rows[id + NUMBER] = -1;
    rows[id + PRIORITY] = 0;
    rows[id + DEADLINE] = Infinity;
    rows[id + CLASS] = 0;
    rows[id + MODEL] = 0;
    rows[id + SESSION] = -1;
    rows[id + TWIN] = -1;
    rows[id + HOPS] = 0;
    rows[id + ROUNDS] = 0;
    rows[id + AGAIN] = 0;
    rows[id + REFUSED] = 0;
    return id;
  }

  /** A row for a request of which this is known. */
  add(arrival: number, tenant: number, prompt: number, output: number, draw: number): number {
    const id = this.open();
    const rows = this.rows;
    rows[id + ARRIVAL] = arrival;
    rows[id + PROMPT] = prompt;
    rows[id + OUTPUT] = output;
    rows[id + TENANT] = tenant;
    rows[id + DRAW] = draw;
    return id;
  }

  release(id: number): void {
    this.free[this.freed++] = id;
  }

  private grow(capacity: number): void {
    const rows = new Float64Array(capacity * WIDTH);
    const before = this.free.length;
    rows.set(this.rows);
    this.rows = rows;
    this.free = new Int32Array(capacity);
    this.freed = capacity - before;
    for (let k = 0; k < this.freed; k++) this.free[k] = (capacity - 1 - k) * WIDTH;
    // By name, each of them: of a dozen columns that are set by a computed name V8 makes a hash table.
    this.arrival = rows.subarray(ARRIVAL);
    this.prompt = rows.subarray(PROMPT);
    this.output = rows.subarray(OUTPUT);
    this.tenant = rows.subarray(TENANT);
    this.draw = rows.subarray(DRAW);
    this.holder = rows.subarray(HOLDER);
    this.admitted = rows.subarray(ADMITTED);
    this.started = rows.subarray(STARTED);
    this.since = rows.subarray(SINCE);
    this.first = rows.subarray(FIRST);
    this.joules = rows.subarray(JOULES);
    this.made = rows.subarray(MADE);
    this.resumed = rows.subarray(RESUMED);
    this.next = rows.subarray(NEXT);
    this.before = rows.subarray(BEFORE);
    this.attempts = rows.subarray(ATTEMPTS);
    this.wasted = rows.subarray(WASTED);
    this.dollars = rows.subarray(DOLLARS);
    this.number = rows.subarray(NUMBER);
    this.priority = rows.subarray(PRIORITY);
    this.deadline = rows.subarray(DEADLINE);
    this.class = rows.subarray(CLASS);
    this.model = rows.subarray(MODEL);
    this.session = rows.subarray(SESSION);
    this.twin = rows.subarray(TWIN);
    this.hops = rows.subarray(HOPS);
    this.rounds = rows.subarray(ROUNDS);
    this.again = rows.subarray(AGAIN);
    this.refused = rows.subarray(REFUSED);
  }
}
