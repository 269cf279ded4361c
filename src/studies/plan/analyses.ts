/**
 * Interim analyses of a sequential test: deciding while runs come in. Testing again and again until a bound is passed
 * would be wrong more often than each test is, so the analyses share one chance of an error: each may be wrong with the
 * part of it that its new runs are of all there may be. Whatever they have to do with each other, the chance that any of
 * them errs is no more than their sum.
 */

/** Chance of saying of a fleet exactly at its bound that it passes, over all analyses; and of saying that it fails. */
export const ERROR = 0.05;

export interface Analysis {
  /** Of a fleet, up to this analysis. */
  readonly runs: number;
  /** The chance of an error it may add. */
  readonly error: number;
}

/** Twice as many runs each time, up to `most`. */
export function analysesOf(first: number, most: number, error: number = ERROR): Analysis[] {
  const counts: number[] = [];
  for (let runs = Math.min(first, most); runs < most; runs *= 2) counts.push(runs);
  // A last analysis that adds next to nothing would spend nothing either.
  if (counts.length > 1 && most < 1.5 * counts.at(-1)!) counts.pop();
  counts.push(most);
  return counts.map((runs, i) => ({ runs, error: (error * (runs - (counts[i - 1] ?? 0))) / most }));
}

/** What each fleet that is confirmed one after the other may add to the chance of a wrong recommendation. */
export function confirmationError(attempt: number): number {
  return attempt === 0 ? 0.8 * ERROR : 0.2 * ERROR * 0.5 ** attempt;
}
