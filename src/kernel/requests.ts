/** Places of the fields in a row. */
const ARRIVAL = 0;
const PROMPT = 1;
const OUTPUT = 2;
const TENANT = 3;
const DRAW = 4;
const ADMITTED = 5;
const STARTED = 6;
const FIRST = 7;
const JOULES = 8;
const DOLLARS = 9;
const RESUMED = 10;
const NEXT = 11;
const WIDTH = 12;
const ROWS = 64;

/**
 * The requests in the system, in columns with a free list: memory follows the peak in flight, never the total. A
 * request's id is good until it ends, and is used again after.
 *
 * All columns are views of one array, each shifted by a place, and an id is where a row begins: so what is known of one
 * request lies together in memory, which is what counts with thousands in flight. Columns are to be read anew after `add`.
 */
export class Requests {
  declare arrival: Float64Array;
  /** Tokens. */
  declare prompt: Float64Array;
  declare output: Float64Array;
  declare tenant: Float64Array;
  declare draw: Float64Array;
  /** When its limiters were charged. */
  declare admitted: Float64Array;
  /** When prefill began. */
  declare started: Float64Array;
  /** When it last came back to a slot that it had to give up; 0 when it never did. */
  declare resumed: Float64Array;
  /** When the first token was ready. */
  declare first: Float64Array;
  /** What the work on it drew at the edge. */
  declare joules: Float64Array;
  /** What the cloud asks for it. */
  declare dollars: Float64Array;
  /** The request behind it in the queue it waits in. */
  declare next: Float64Array;
  #rows: Float64Array = new Float64Array(0);
  #free: Int32Array = new Int32Array(0);
  #freed = 0;

  constructor() {
    this.#grow(ROWS);
  }

  /** Requests there is room for. */
  get capacity(): number {
    return this.#free.length;
  }

  /** Every id is below. */
  get end(): number {
    return this.#rows.length;
  }

  /** Requests in the system. */
  get size(): number {
    return this.#free.length - this.#freed;
  }

  add(arrival: number, tenant: number, prompt: number, output: number, draw: number): number {
    if (this.#freed === 0) this.#grow(2 * this.#free.length);
    const id = this.#free[--this.#freed]!;
    const rows = this.#rows;
    rows[id + ARRIVAL] = arrival;
    rows[id + PROMPT] = prompt;
    rows[id + OUTPUT] = output;
    rows[id + TENANT] = tenant;
    rows[id + DRAW] = draw;
    rows[id + JOULES] = 0;
    rows[id + DOLLARS] = 0;
    rows[id + RESUMED] = 0;
    return id;
  }

  release(id: number): void {
    this.#free[this.#freed++] = id;
  }

  #grow(capacity: number): void {
    const rows = new Float64Array(capacity * WIDTH);
    const before = this.#free.length;
    rows.set(this.#rows);
    this.#rows = rows;
    this.#free = new Int32Array(capacity);
    this.#freed = capacity - before;
    for (let k = 0; k < this.#freed; k++) this.#free[k] = (capacity - 1 - k) * WIDTH;
    this.arrival = rows.subarray(ARRIVAL);
    this.prompt = rows.subarray(PROMPT);
    this.output = rows.subarray(OUTPUT);
    this.tenant = rows.subarray(TENANT);
    this.draw = rows.subarray(DRAW);
    this.admitted = rows.subarray(ADMITTED);
    this.started = rows.subarray(STARTED);
    this.first = rows.subarray(FIRST);
    this.joules = rows.subarray(JOULES);
    this.dollars = rows.subarray(DOLLARS);
    this.resumed = rows.subarray(RESUMED);
    this.next = rows.subarray(NEXT);
  }
}
