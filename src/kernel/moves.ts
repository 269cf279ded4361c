/** The log of events of requests, in order, as a block of columns. */
import * as places from './places.ts';
import type { Requests } from './requests.ts';

const {
  ADMITTED: OF_ADMITTED,
  ARRIVAL: OF_ARRIVAL,
  ATTEMPTS: OF_ATTEMPTS,
  DOLLARS: OF_DOLLARS,
  FIRST: OF_FIRST,
  JOULES: OF_JOULES,
  MADE: OF_MADE,
  NUMBER: OF_NUMBER,
  OUTPUT: OF_OUTPUT,
  PRIORITY: OF_PRIORITY,
  PROMPT: OF_PROMPT,
  REFUSED: OF_REFUSED,
  RESUMED: OF_RESUMED,
  STARTED: OF_STARTED,
  TENANT: OF_TENANT,
  WASTED: OF_WASTED,
} = places;

/** Rows of a block. */
export const ROWS = 128;
/** From one row to the next. */
export const STRIDE = 20;
/** A local copy of STRIDE that V8 treats as a constant. */
const WIDTH: number = STRIDE;

/** Places in a row of `rows`, for hot code: reading one array is cheaper than many views. */
export const KIND = 0;
export const STATION = 2;
export const REASON = 3;
export const NOW = 4;
export const NUMBER = 5;
export const ARRIVAL = 7;
export const PROMPT = 8;
export const OUTPUT = 9;
export const ADMITTED = 10;
export const STARTED = 11;
export const RESUMED = 12;
export const FIRST = 13;
export const MADE = 14;
export const JOULES = 15;
export const WASTED = 16;
export const DOLLARS = 17;
export const ATTEMPTS = 18;
export const LAST_REFUSAL = 19;

/** The kinds of events. */
export const ARRIVED = 0;
/** Turned away by `station` (a device index, NONE if before the pick, CLOUD) for `reason`. */
export const REFUSED = 1;
/** Taken by `station`: a leg begins. */
export const ACCEPTED = 2;
/** Preempted: it gave up its slot and waits again. */
export const PREEMPTED = 3;
/** `station` gave it back without an answer, for `reason`: a leg ended. */
export const RETURNED = 4;
/** Answered by `station`. */
export const COMPLETED = 5;
/** It ended without an answer, for `reason`; `station` served it or refused it last. */
export const LOST = 6;
/** Its client left while `station` goes on with it; the end of that leg follows later. */
export const LEFT = 7;

const KINDS: readonly number[] = [ARRIVED, REFUSED, ACCEPTED, PREEMPTED, RETURNED, COMPLETED, LOST, LEFT];

/** Names of the events in a block, and the distance between rows: for listeners of your own. */
export const MOVES: Readonly<
  Record<
    'STRIDE' | 'ARRIVED' | 'REFUSED' | 'ACCEPTED' | 'PREEMPTED' | 'RETURNED' | 'COMPLETED' | 'LOST' | 'LEFT',
    number
  >
> = { STRIDE, ARRIVED, REFUSED, ACCEPTED, PREEMPTED, RETURNED, COMPLETED, LOST, LEFT };

/** A listener and the kinds it wants; all kinds by default. */
interface Hearer {
  readonly moved?: unknown;
  readonly hears?: readonly number[];
}

/**
 * Columns hold the values at the time of the event: later changes of the request do not show. All columns are views of
 * one array, each shifted by a place, and a row is identified by its start: `for (let row = 0; row < end; row += STRIDE)`.
 * Writing an event then takes a few machine instructions.
 */
export class Moves {
  /** Where the next row begins. */
  end: number;
  readonly kind: Float64Array;
  readonly id: Float64Array;
  readonly station: Float64Array;
  readonly reason: Float64Array;
  readonly now: Float64Array;
  readonly number: Float64Array;
  readonly tenant: Float64Array;
  readonly arrival: Float64Array;
  readonly prompt: Float64Array;
  readonly output: Float64Array;
  /** From here on only set for PREEMPTED, RETURNED, COMPLETED and LOST. */
  readonly admitted: Float64Array;
  readonly started: Float64Array;
  readonly resumed: Float64Array;
  readonly first: Float64Array;
  readonly made: Float64Array;
  readonly joules: Float64Array;
  /** Joules of its earlier legs. */
  readonly wasted: Float64Array;
  readonly dollars: Float64Array;
  readonly attempts: Float64Array;
  /** Why the edge last refused it or handed it back; 0 when it never did. */
  readonly refused: Float64Array;
  /** Null until priorities are asked for. */
  priority: Float64Array | null;
  /** All columns: row r has the field of each place at `rows[r + place]`. */
  readonly rows: Float64Array;
  /** A bit mask of the kinds that are recorded. */
  private heard: number;
  private readonly requests: Requests;
  private readonly clock: Float64Array;
  private readonly full: (moves: Moves) => void;

  /** `full` is called to read the block when it is full. */
  constructor(requests: Requests, clock: Float64Array, full: (moves: Moves) => void) {
    const rows = new Float64Array(ROWS * STRIDE);
    this.end = 0;
    this.kind = rows.subarray(0);
    this.id = rows.subarray(1);
    this.station = rows.subarray(2);
    this.reason = rows.subarray(3);
    this.now = rows.subarray(4);
    this.number = rows.subarray(5);
    this.tenant = rows.subarray(6);
    this.arrival = rows.subarray(7);
    this.prompt = rows.subarray(8);
    this.output = rows.subarray(9);
    this.admitted = rows.subarray(10);
    this.started = rows.subarray(11);
    this.resumed = rows.subarray(12);
    this.first = rows.subarray(13);
    this.made = rows.subarray(14);
    this.joules = rows.subarray(15);
    this.wasted = rows.subarray(16);
    this.dollars = rows.subarray(17);
    this.attempts = rows.subarray(18);
    this.refused = rows.subarray(19);
    this.priority = null;
    this.rows = rows;
    this.heard = -1;
    this.requests = requests;
    this.clock = clock;
    this.full = full;
  }

  /** Records only the kinds that one of these listeners wants from now on. */
  hear(listeners: readonly Hearer[]): void {
    this.heard = 0;
    for (const one of listeners)
      if (one.moved !== undefined) for (const kind of one.hears ?? KINDS) this.heard |= 1 << kind;
  }

  /** Records priorities too from now on. */
  withPriorities(): void {
    this.priority = new Float64Array(ROWS * STRIDE);
  }

  /** Records an arrival, a refusal or an admission. */
  note(kind: number, id: number, station: number, reason: number): void {
    if (((this.heard >> kind) & 1) === 0) return;
    if (this.end === this.rows.length) this.flush();
    const at = this.end;
    const to = this.rows;
    const from = this.requests.rows;
    this.end = at + WIDTH;
    to[at] = kind;
    to[at + 1] = id;
    to[at + 2] = station;
    to[at + 3] = reason;
    to[at + 4] = this.clock[0]!;
    to[at + 5] = from[id + OF_NUMBER]!;
    to[at + 6] = from[id + OF_TENANT]!;
    to[at + 7] = from[id + OF_ARRIVAL]!;
    to[at + 8] = from[id + OF_PROMPT]!;
    to[at + 9] = from[id + OF_OUTPUT]!;
    if (this.priority !== null) this.priority[at] = from[id + OF_PRIORITY]!;
  }

  /** Records that a request leaves a slot, a station or the system. */
  close(kind: number, id: number, station: number, reason: number): void {
    if (((this.heard >> kind) & 1) === 0) return;
    this.note(kind, id, station, reason);
    const at = this.end - WIDTH;
    const to = this.rows;
    const from = this.requests.rows;
    to[at + 10] = from[id + OF_ADMITTED]!;
    to[at + 11] = from[id + OF_STARTED]!;
    to[at + 12] = from[id + OF_RESUMED]!;
    to[at + 13] = from[id + OF_FIRST]!;
    to[at + 14] = from[id + OF_MADE]!;
    to[at + 15] = from[id + OF_JOULES]!;
    to[at + 16] = from[id + OF_WASTED]!;
    to[at + 17] = from[id + OF_DOLLARS]!;
    to[at + 18] = from[id + OF_ATTEMPTS]!;
    to[at + 19] = from[id + OF_REFUSED]!;
  }

  flush(): void {
    this.full(this);
    this.end = 0;
  }
}
