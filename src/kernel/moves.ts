/** What happened to requests, in the order in which it happened, as columns of a block. */
import type { Requests } from './requests.ts';

/** Rows of a block. */
export const ROWS = 256;

/** What a row says. */
export const ARRIVED = 0;
/** Turned away by `station` (a device index, NONE when before the pick, CLOUD) for `reason`. */
export const REFUSED = 1;
/** Taken by `station`: a leg begins. */
export const ACCEPTED = 2;
/** It had to give its slot up and waits again. */
export const PREEMPTED = 3;
/** `station` gave it back without an answer, for `reason`: a leg ended. */
export const RETURNED = 4;
/** Answered by `station`. */
export const COMPLETED = 5;
/** It ended without an answer, for `reason`; `station` is who had it or refused it last. */
export const LOST = 6;

/** Columns of one kind of row are as they were then: a later change of the request does not show. */
export class Moves {
  size = 0;
  readonly kind: Int32Array = new Int32Array(ROWS);
  readonly id: Int32Array = new Int32Array(ROWS);
  readonly station: Int32Array = new Int32Array(ROWS);
  readonly reason: Int32Array = new Int32Array(ROWS);
  readonly now: Float64Array = new Float64Array(ROWS);
  readonly number: Float64Array = new Float64Array(ROWS);
  readonly tenant: Float64Array = new Float64Array(ROWS);
  readonly arrival: Float64Array = new Float64Array(ROWS);
  readonly prompt: Float64Array = new Float64Array(ROWS);
  readonly output: Float64Array = new Float64Array(ROWS);
  /** From here on of PREEMPTED, RETURNED, COMPLETED and LOST alone. */
  readonly admitted: Float64Array = new Float64Array(ROWS);
  readonly started: Float64Array = new Float64Array(ROWS);
  readonly resumed: Float64Array = new Float64Array(ROWS);
  readonly first: Float64Array = new Float64Array(ROWS);
  readonly made: Float64Array = new Float64Array(ROWS);
  readonly joules: Float64Array = new Float64Array(ROWS);
  /** Joules of its earlier legs. */
  readonly wasted: Float64Array = new Float64Array(ROWS);
  readonly dollars: Float64Array = new Float64Array(ROWS);
  readonly attempts: Float64Array = new Float64Array(ROWS);
  /** Why the edge last refused it or handed it back; 0 when it never did. */
  readonly refused: Float64Array = new Float64Array(ROWS);
  private readonly requests: Requests;
  private readonly clock: Float64Array;
  private readonly full: (moves: Moves) => void;

  /** `full` reads the block when there is no room left. */
  constructor(requests: Requests, clock: Float64Array, full: (moves: Moves) => void) {
    this.requests = requests;
    this.clock = clock;
    this.full = full;
  }

  /** Of a request that comes, is turned away or taken. */
  note(kind: number, id: number, station: number, reason: number): void {
    if (this.size === ROWS) this.flush();
    const at = this.size++;
    const requests = this.requests;
    this.kind[at] = kind;
    this.id[at] = id;
    this.station[at] = station;
    this.reason[at] = reason;
    this.now[at] = this.clock[0]!;
    this.number[at] = requests.number[id]!;
    this.tenant[at] = requests.tenant[id]!;
    this.arrival[at] = requests.arrival[id]!;
    this.prompt[at] = requests.prompt[id]!;
    this.output[at] = requests.output[id]!;
  }

  /** Of a request that leaves a slot, a station or the system. */
  close(kind: number, id: number, station: number, reason: number): void {
    this.note(kind, id, station, reason);
    const at = this.size - 1;
    const requests = this.requests;
    this.admitted[at] = requests.admitted[id]!;
    this.started[at] = requests.started[id]!;
    this.resumed[at] = requests.resumed[id]!;
    this.first[at] = requests.first[id]!;
    this.made[at] = requests.made[id]!;
    this.joules[at] = requests.joules[id]!;
    this.wasted[at] = requests.wasted[id]!;
    this.dollars[at] = requests.dollars[id]!;
    this.attempts[at] = requests.attempts[id]!;
    this.refused[at] = requests.refused[id]!;
  }

  flush(): void {
    this.full(this);
    this.size = 0;
  }
}
