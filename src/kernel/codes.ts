/** Codes: small whole numbers passed instead of names. */

/** What a strategy returns instead of a device index. */
export const CLOUD = -1;
export const NONE = -2;
/** What a recourse returns instead of a place: the request is lost, or the recourse will offer it again. */
export const LOST = -3;
export const KEPT = -4;

/**
 * Another region: returned by a recourse to send a request there. For an answer from another region, the code is AWAY
 * minus the group of the machine that answered, counted over all kinds of connected regions.
 */
export const AWAY = -5;

export const REASONS = [
  'rateLimit',
  'queueFull',
  'noDevice',
  'deviceDown',
  'tooLarge',
  'contextLimit',
  'timeout',
  'cloudLimit',
  'cloudOutage',
] as const;
/** The name of a reason why a request was refused or returned, as in results. */
export type Reason = (typeof REASONS)[number];

/** The codes of the reasons: their positions in REASONS, from 1. */
export const ADMITTED = 0;
export const RATE_LIMIT = 1;
export const QUEUE_FULL = 2;
export const NO_DEVICE = 3;
export const DEVICE_DOWN = 4;
export const TOO_LARGE = 5;
export const CONTEXT_LIMIT = 6;
export const TIMEOUT = 7;
export const CLOUD_LIMIT = 8;
export const CLOUD_OUTAGE = 9;

/** The name of a code above 0. */
export const reasonOf = (code: number): Reason => REASONS[code - 1]!;
