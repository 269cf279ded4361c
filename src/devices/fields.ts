/**
 * Fields of what is known of a batching machine, a row of doubles. Who reads them for every request has them as constants
 * of its own module, `const { FROM } = fields`: what is imported V8 loads and checks each time.
 */

/** Tokens of cache that are taken. */
export const HELD = 0;

/** Of the batch: sequences, cached tokens that the next step reads, steps done since the machine began. */
export const SIZE = 1;
export const CACHED = 2;
export const STEP = 3;
/** Joules each sequence drew that was there all the time. */
export const DRAWN = 4;
/** The last step of whoever is done first; Infinity when nobody is here. */
export const LAST = 5;
/** Where in the row the line of who is done first begins and ends. */
export const HEAD = 6;
export const END = 7;
/** The free place that is taken next, and, where that is known, the place of who joined last, or -1. */
export const FREE = 8;
export const YOUNGEST = 9;

/** Of the stretch: when its first step began, its decode steps, and the seconds of decoding and reading in it. */
export const FROM = 10;
export const STEPS = 11;
export const DECODING = 12;
export const READING = 13;
/** Of the seconds of reading, those that overlap with nothing; what both take less together than one after the other. */
export const ATTENTION = 14;
export const SAVED = 15;
/** Prompt tokens that are read beside a step; 0 when decoding pauses. */
export const CHUNK = 16;
/** Seconds it takes for a second of the profile. */
export const SLOW = 17;
/** Until when it is settled, and until when it is being settled. */
export const SINCE = 18;
export const UNTIL = 19;

/** Prompts that are read in this go. */
export const COUNT = 20;

/** Where the places of the batch begin, and how far it is from one to the next. */
export const PLACES = 21;
export const PLACE = 4;
/** Of the sequence on a place its last step and the place, as one number; Infinity for a free place. */
export const KEY = 0;
/** Which request it is; of a free place, the next free one. */
export const ID = 1;
/** Cached tokens less the steps done: constant while the sequence stays. */
export const OFFSET = 2;
/** What each had drawn that was there all the time when it joined. */
export const BEFORE = 3;

/** Of a place, where ages are known: those of who joined next before and next after, or -1. */
export const AGE = 2;
export const OLDER = 0;
export const YOUNGER = 1;

/** From one prompt to the next. */
export const PROMPT = 5;
/** Which request it is, tokens of its answer that were there before and are read again, and all tokens to be read. */
export const PROMPT_ID = 0;
export const ANSWERED = 1;
export const LENGTH = 2;
/** Tokens that are read, and what reading took in this go. */
export const DONE = 3;
export const TOOK = 4;
