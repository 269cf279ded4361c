/**
 * Interim analyses of a sequential test: deciding while runs come in. Repeated tests at full level would err too often,
 * so the analyses share one error probability: each gets the part that corresponds to its share of new runs. By
 * Bonferroni's inequality the chance that any of them errs is at most the sum, however they are correlated.
 */

/** Error probability over all analyses: that a fleet exactly at its bound is said to pass; and likewise to fail. */
export const ERROR = 0.05;

export interface Analysis {
  /** Runs of a fleet up to this analysis. */
  readonly runs: number;
  /** Error probability that it may add. */
  readonly error: number;
}

/** The number of runs doubles from one to the next, up to `most`. */
export function analysesOf(first: number, most: number, error: number = ERROR): Analysis[] {
  const counts: number[] = [];
  for (let runs = Math.min(first, most); runs < most; runs *= 2) counts.push(runs);
  // A last analysis with few new runs would have hardly any error to spend.
  if (counts.length > 1 && most < 1.5 * counts.at(-1)!) counts.pop();
  counts.push(most);
  return counts.map((runs, i) => ({ runs, error: (error * (runs - (counts[i - 1] ?? 0))) / most }));
}

/** Error probability for the n-th fleet to be confirmed, so that their sum is bounded. */
export function confirmationError(attempt: number): number {
  return attempt === 0 ? 0.8 * ERROR : 0.2 * ERROR * 0.5 ** attempt;
}
