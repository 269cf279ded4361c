/**
 * What is counted of each device: a row of one flat array, since with very many devices nearly all that is read comes
 * from memory, and what lies together comes together. Who counts for every request has the places as constants of its
 * own (kernel/places.ts).
 */

/** Requests there now, most that were there at once, and when the first of those that are there came. */
export const HELD = 0;
export const BUSY_SINCE = 1;
export const MOST = 2;
/** Seconds with a request there, and slot-seconds with a sequence on them. */
export const BUSY = 3;
export const OCCUPIED = 4;
/** Joules drawn by work, and the idle board's seconds that the work displaced. */
export const DRAWN = 5;
export const DISPLACED = 6;
/** Of the requests that it answered: how many, their tokens and what the work on them drew. */
export const SERVED = 7;
export const TOKENS = 8;
export const JOULES = 9;
/** From one device to the next. */
export const ACROSS = 10;
