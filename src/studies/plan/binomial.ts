/** Exact bounds for a share of days, from the number of good ones. */
import { betaShare } from '../../kernel/beta.ts';

/** With that confidence the true share is no less (Clopper and Pearson). */
export function leastShare(good: number, days: number, confidence: number): number {
  if (good === 0) return 0;
  return solve((share) => betaShare(good, days - good + 1, share), 1 - confidence);
}

/** With that confidence the true share is no more. */
export function mostShare(good: number, days: number, confidence: number): number {
  return 1 - leastShare(days - good, days, confidence);
}

/** Probability that at most `misses` days miss, when each does with probability 1 - share. */
export function chanceOfMisses(misses: number, days: number, share: number): number {
  if (misses >= days) return 1;
  // At least days - misses good ones.
  return betaShare(days - misses, misses + 1, share);
}

/** Where an increasing function from 0 to 1 takes a value: bisection to the last bit. */
function solve(rising: (x: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
