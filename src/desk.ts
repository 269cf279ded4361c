/** How requests move, and who hears of it. A part of the contracts in model.ts. */
import type { Moves } from './kernel/moves.ts';
import type { Works } from './kernel/works.ts';

/** What becomes of a request that was refused, or handed back by a station. */
export interface Recourse {
  /**
   * A place (a device index or CLOUD), LOST, or KEPT when it will offer the request again itself. `by` is who refused
   * it or handed it back: a device, CLOUD, or NONE before a device was picked. Who handed it back is its `holder` until
   * this is decided; of who refused it that is NONE. Asked again when the place refuses too: at a device, limiters have
   * their say as well.
   */
  after(id: number, reason: number, by: number): number;
  /** A request that it keeps was taken from it. */
  forget?(id: number): void;
}

/** Hears at once of every request that came or ended, because it acts: users, hedges, patience. What it does, it does through the agenda and the desk. */
export interface Follower {
  /** It has come for the first time, and is about to be offered. */
  arrived?(id: number): void;
  /**
   * `outcome` is COMPLETED or LOST of kernel/moves.ts. The row is still there, and released after; of a request whose
   * client left while it is worked on, when that is over.
   */
  ended(id: number, outcome: number): void;
}

/** Hears in blocks, because it counts. A block is read in one pass and must not be held on to. */
export interface Listener {
  moved?(moves: Moves): void;
  worked?(works: Works): void;
}

/** The only ways to move a request. */
export interface Desk {
  /** A request comes for the first time, from who opened its row and set its arrival to now. */
  arrive(id: number): void;
  /** It asks again: limiters, strategy and all. From who has it: a recourse that kept it. */
  offer(id: number): void;
  /** A station has answered it. */
  completed(id: number, station: number): void;
  /** It had to give its slot up, and waits again where it is. */
  preempted(id: number, station: number): void;
  /** A station hands it back; it is settled, and the station holds nothing of it. What becomes of it the recourse says. */
  returned(id: number, reason: number): void;
  /** Takes it from whoever has it, and it ends without an answer. */
  evict(id: number, reason: number): void;
  /**
   * Writes into `again` when the limiters of `by`, who has just refused the request, would let it in, if nobody else
   * came: what an answer 429 says as Retry-After. 0 when they cannot say, Infinity for never. NONE for those asked before the pick.
   */
  again(id: number, by: number): void;
  /**
   * Its client has left and nobody told who works on it: that goes on, and nobody receives the answer. A request that
   * nobody works on ends at once.
   */
  abandoned(id: number): void;
  /** Whether nobody is in the system and arrivals have stopped: who goes on for ever may end then. */
  readonly over: boolean;
}
