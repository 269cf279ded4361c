import { aligned } from './aligned.ts';
import { grouped } from './grouped.ts';
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
  SESSION,
  HOPS,
  ROUNDS,
  AGAIN,
  REFUSED,
} = places;
/** Whole cache lines. */
const WIDTH = 32;
const ROWS = 64;
/** Open rows at a time, a limit of memory. */
const MOST = 2 ** 25;

/**
 * The requests in the system, in columns with a free list: memory grows with the peak in flight, not with the total. A
 * request's id is valid until the request ends, and is then reused.
 *
 * All columns are views of one array, each shifted by a place, and an id is the start of a row: the fields of a request
 * are adjacent in memory, which matters with thousands in flight. Read columns anew after `open`.
 */
export class Requests {
  /** When it first arrived. */
  declare arrival: Float64Array;
  /** Tokens: whole, at least 1. */
  declare prompt: Float64Array;
  /** Tokens: whole, at least 1. Unknown at admission in reality; code that reads it then is an oracle and says so. */
  declare output: Float64Array;
  declare tenant: Float64Array;
  /** A uniform number drawn on arrival; all randomness of its routing and of the cloud's answer derives from it. */
  declare draw: Float64Array;
  /** Where it is: a device index, CLOUD, KEPT by the recourse, or NONE while it is at the desk. */
  declare holder: Float64Array;
  /** When the present leg was accepted, and its limiters charged. */
  declare admitted: Float64Array;
  /** When the present leg got a slot; Infinity while it waits. */
  declare started: Float64Array;
  /** Time up to which the energy of the present leg is accounted for. */
  declare since: Float64Array;
  /** When the first token is ready. */
  declare first: Float64Array;
  /** Energy of its service at the edge, over all legs. */
  declare joules: Float64Array;
  /** Tokens of the answer that had been produced when it last left a slot. */
  declare made: Float64Array;
  /** When it last resumed after a preemption; 0 when it was never preempted. */
  declare resumed: Float64Array;
  /** The requests behind it and before it in the line it waits in, or -1. */
  declare next: Float64Array;
  declare before: Float64Array;
  /** How often it was tried at the edge, or offered to the desk. */
  declare attempts: Float64Array;
  /** Joules of legs that ended without an answer. */
  declare wasted: Float64Array;
  /** What clouds charge for it, over all legs. */
  declare dollars: Float64Array;
  /** Number of the arrival in the run, from 0. */
  declare number: Float64Array;
  /** Higher goes first, if the queue order uses priorities. */
  declare priority: Float64Array;
  /** When its client gives up; Infinity for never. */
  declare deadline: Float64Array;
  /** The conversation it belongs to, or -1. */
  declare session: Float64Array;
  /** How often it was tried elsewhere since it was last offered. */
  declare hops: Float64Array;
  /** How often it has backed off. */
  declare rounds: Float64Array;
  /** When the limiter that refused it last would admit it, once `desk.again` was called; 0 when unknown. */
  declare again: Float64Array;
  /** Why the edge last refused it or handed it back; 0 when it never did. */
  declare refused: Float64Array;
  /** All columns: row id has the field of each place at `rows[id + place]`. */
  rows: Float64Array = new Float64Array(0);
  private free: Int32Array = new Int32Array(0);
  private freed = 0;

  constructor() {
    this.grow(ROWS);
  }

  /** Number of rows allocated. */
  get capacity(): number {
    return this.free.length;
  }

  /** All ids are below this. */
  get end(): number {
    return this.rows.length;
  }

  /** The number of a row, from 0: an index for columns of your own, as long as `capacity`. */
  rowOf(id: number): number {
    return (id / WIDTH) | 0;
  }

  /** Number of open rows. */
  get size(): number {
    return this.free.length - this.freed;
  }

  /** Opens a row for a request of which nothing is known yet. */
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
    rows[id + SESSION] = -1;
    rows[id + HOPS] = 0;
    rows[id + ROUNDS] = 0;
    rows[id + AGAIN] = 0;
    rows[id + REFUSED] = 0;
    return id;
  }

  /** Opens a row for a request with these properties. */
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
    if (capacity > MOST)
      throw new RangeError(
        `more than ${grouped(MOST)} requests are open at a time: they come faster than they are answered; a bound on the queues or a shorter run helps`,
      );
    const rows = aligned(capacity * WIDTH);
    const before = this.free.length;
    rows.set(this.rows);
    this.rows = rows;
    this.free = new Int32Array(capacity);
    this.freed = capacity - before;
    for (let k = 0; k < this.freed; k++) this.free[k] = (capacity - 1 - k) * WIDTH;
    // Each by name: V8 turns an object whose many properties are set by computed names into a hash table.
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
    this.session = rows.subarray(SESSION);
    this.hops = rows.subarray(HOPS);
    this.rounds = rows.subarray(ROUNDS);
    this.again = rows.subarray(AGAIN);
    this.refused = rows.subarray(REFUSED);
  }
}
