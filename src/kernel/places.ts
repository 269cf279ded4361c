/**
 * Positions of the fields in a row of requests. Hot modules copy them to constants of their own,
 * `const { ARRIVAL } = places`, since V8 loads and checks imported and exported names each time. Fields read at the end
 * of a leg come first, to share two cache lines: the row of a long-running request has left the cache by then.
 */
export const ARRIVAL = 0;
export const PROMPT = 1;
export const OUTPUT = 2;
export const TENANT = 3;
export const ADMITTED = 4;
export const STARTED = 5;
export const SINCE = 6;
export const FIRST = 7;
export const JOULES = 8;
export const MADE = 9;
export const RESUMED = 10;
export const ATTEMPTS = 11;
export const WASTED = 12;
export const DOLLARS = 13;
export const NUMBER = 14;
export const REFUSED = 15;
export const DRAW = 16;
export const HOLDER = 17;
export const NEXT = 18;
export const BEFORE = 19;
export const PRIORITY = 20;
export const DEADLINE = 21;
export const SESSION = 22;
export const HOPS = 23;
export const ROUNDS = 24;
export const AGAIN = 25;
