import { grouped } from './grouped.ts';

/** What comes more often has no end that anybody would wait for. */
const MOST_TIMES = 1e9;
const MOST_REQUESTS = 1e12;

/** Throws where something that happens every so many seconds happens too often in a run; `must` is the option and what it must be. */
export function refuseTooOften(must: string, every: number, duration: number): void {
  if (duration < Infinity && duration / every > MOST_TIMES)
    throw new RangeError(
      `${must} ${duration / MOST_TIMES} s or more in a run of ${grouped(duration)} s, ${grouped(MOST_TIMES)} times at most; got ${every} s`,
    );
}

/** Throws where more requests come than a run could ever serve. */
export function refuseTooManyRequests(what: string, rate: number, duration: number): void {
  const requests = rate * duration;
  if (duration < Infinity && requests > MOST_REQUESTS)
    throw new RangeError(
      `${what}: make ${short(requests)} requests in ${grouped(duration)} s; a run has ${short(MOST_REQUESTS)} at most`,
    );
}

const short = (number: number): string => Number(number.toPrecision(3)).toExponential().replace('+', '');
