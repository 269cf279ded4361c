/**
 * Positions of the fields in a row of requests. Hot modules copy them to constants of their own,
 * `const { ARRIVAL } = places`, since V8 loads and checks imported and exported names each time. Fields read at the end
 * of a leg come first, to share a cache line: the row of a long-running request has left the cache by then.
 */
export const ARRIVAL = 0;
export const PROMPT = 1;
export const OUTPUT = 2;
export const TENANT = 3;
export const DRAW = 4;
export const HOLDER = 5;
export const ADMITTED = 6;
export const STARTED = 7;
export const SINCE = 8;
export const FIRST = 9;
export const JOULES = 10;
export const MADE = 11;
export const RESUMED = 12;
export const NEXT = 13;
export const BEFORE = 14;
export const ATTEMPTS = 15;
export const WASTED = 16;
export const DOLLARS = 17;
export const NUMBER = 18;
export const REFUSED = 19;
export const PRIORITY = 20;
export const DEADLINE = 21;
export const CLASS = 22;
export const MODEL = 23;
export const SESSION = 24;
export const TWIN = 25;
export const HOPS = 26;
export const ROUNDS = 27;
export const AGAIN = 28;
