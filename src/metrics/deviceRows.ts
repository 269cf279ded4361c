/**
 * Fields of the counts of one device: a row of one flat array, so that they are adjacent in memory, which matters with
 * very many devices. Hot modules copy them to constants of their own (see kernel/places.ts).
 */

/** Requests on the device, when it last became busy, and the most requests at once. */
export const HELD = 0;
export const BUSY_SINCE = 1;
export const MOST = 2;
/** Seconds with a request on the device, and slot-seconds with a sequence in the slot. */
export const BUSY = 3;
export const OCCUPIED = 4;
/** Joules drawn by work, and seconds of idling that the work displaced. */
export const DRAWN = 5;
export const DISPLACED = 6;
/** The answered requests: their number, their tokens, and the joules of the work on them. */
export const SERVED = 7;
export const TOKENS = 8;
export const JOULES = 9;
/** Fields per device. */
export const ACROSS = 10;
