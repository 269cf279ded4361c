/**
 * Fields of a batching machine's state, a row of doubles. Hot modules copy them to constants of their own,
 * `const { FROM } = fields`, since V8 loads and checks imported names each time.
 */

/** Tokens of cache in use. */
export const HELD = 0;

/** The batch: sequences, cached tokens read by the next step, steps done since the machine began. */
export const SIZE = 1;
export const CACHED = 2;
export const STEP = 3;
/** Joules drawn by a sequence that was there all the time. */
export const DRAWN = 4;
/** The last step of the sequence that is done first; Infinity when there is none. */
export const LAST = 5;
/** Where in the row the line sorted by last step begins and ends. */
export const HEAD = 6;
export const END = 7;
/** The next free place, and, where ages are recorded, the place of the sequence that joined last, or -1. */
export const FREE = 8;
export const YOUNGEST = 9;

/** The stretch: when its first step began, its decode steps, and the seconds of decoding and reading in it. */
export const FROM = 10;
export const STEPS = 11;
export const DECODING = 12;
export const READING = 13;
/** Seconds of reading that overlap with nothing; and the time saved by overlap. */
export const ATTENTION = 14;
export const SAVED = 15;
/** Prompt tokens read beside a step; 0 when decoding pauses. */
export const CHUNK = 16;
/** Slowdown: seconds per second of the profile. */
export const SLOW = 17;
/** Time up to which it is accounted for, and up to which it is being accounted for. */
export const SINCE = 18;
export const UNTIL = 19;

/** Number of prompts being read. */
export const COUNT = 20;

/** Where the places of the batch begin, and the distance from one to the next. */
export const PLACES = 21;
export const PLACE = 4;
/** The key of the sequence in a place, its last step and place in one number; Infinity for a free place. */
export const KEY = 0;
/** The request; for a free place, the next free one. */
export const ID = 1;
/** Cached tokens less the steps done: constant while the sequence stays. */
export const OFFSET = 2;
/** The value of DRAWN when the sequence joined. */
export const BEFORE = 3;

/** Where ages are recorded: the places of the sequences that joined just before and just after, or -1. */
export const AGE = 2;
export const OLDER = 0;
export const YOUNGER = 1;

/** Fields per prompt. */
export const PROMPT = 5;
/** The request, the tokens of its answer produced earlier and read again, and all tokens to be read. */
export const PROMPT_ID = 0;
export const ANSWERED = 1;
export const LENGTH = 2;
/** Tokens read, and the seconds that reading took in this stretch. */
export const DONE = 3;
export const TOOK = 4;

/** Fields of a search for a step: seconds of the first, by how much each takes longer than the one before, when they began. */
export const SEARCH = 6;
export const FIRST_TAKES = 0;
export const RISE = 1;
export const BEGAN = 2;
/** The time it must not end before, the most steps, and the step found. */
export const AT = 3;
export const MOST = 4;
export const FOUND = 5;
