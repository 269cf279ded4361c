/** How requests move, and who is notified. A part of the contracts in model.ts. */
import type { Moves } from './kernel/moves.ts';
import type { Works } from './kernel/works.ts';

/** Decides what happens to a request that was refused, or returned by a station. */
export interface Recourse {
  /**
   * Returns a place (a device index or CLOUD), LOST, or KEPT if it will offer the request again itself. `by` is the
   * device that refused or returned it, CLOUD, or NONE if it was refused before the pick. While this is decided,
   * `holder` of the request is still `by` if it was returned, and NONE if it was refused. Called again if the place
   * refuses too; at a device, the limiters are asked as well.
   */
  after(id: number, reason: number, by: number): number;
  /** A request that it kept has been taken from it. */
  forget?(id: number): void;
}

/**
 * Is notified at once of every request that arrives or ends, because it acts on it: users, patience. It acts through
 * the agenda and the desk.
 */
export interface Follower {
  /** The request has just arrived, and is about to be offered. */
  arrived?(id: number): void;
  /**
   * `outcome` is COMPLETED or LOST of kernel/moves.ts. The row is released afterwards. If the client left while work on
   * the request goes on, this is called when that work is over.
   */
  ended(id: number, outcome: number): void;
}

/** Receives blocks of events, because it only counts. It reads a block in one pass and must not keep it. */
export interface Listener {
  /** The kinds of moves that it reads, all when not said: what no listener reads is not written down. Others may be in a block too. */
  readonly hears?: readonly number[];
  moved?(moves: Moves): void;
  worked?(works: Works): void;
}

/** The only ways to move a request. */
export interface Desk {
  /** A new request; the caller has opened its row and set its arrival to now. */
  arrive(id: number): void;
  /** A request that a recourse kept is tried again: limiters, strategy and device are asked anew. */
  offer(id: number): void;
  /** The station has completed the request. */
  completed(id: number, station: number): void;
  /** The request has lost its slot, and waits again at the same station. */
  preempted(id: number, station: number): void;
  /** Its station returns the request, settled, and no longer holds it. The recourse decides what happens to it. */
  returned(id: number, reason: number): void;
  /** Ends the request without an answer, wherever it is. */
  evict(id: number, reason: number): void;
  /**
   * Writes to `again` when the limiters of `by`, which has just refused the request, would admit it if nobody else
   * came: the Retry-After of a 429. 0 if they cannot tell, Infinity for never. With NONE, the limiters asked before the
   * pick.
   */
  again(id: number, by: number): void;
  /**
   * The client has left and the server does not notice: work on the request goes on, without anyone receiving the
   * answer. A request that no station holds ends at once.
   */
  abandoned(id: number): void;
  /** Whether the system is empty and arrivals have stopped: stations that would go on for ever can stop then. */
  readonly over: boolean;
}
