/** Whether the rounds of a point have told enough. */
import { studentQuantile } from '../kernel/student.ts';

/** What one round showed: mean seconds to the first token, and of one token after it; null where there was none. */
export interface GridRound {
  readonly ttft: number;
  readonly step: number | null;
}

/** Fewer rounds say nothing of their spread. */
export const FEWEST = 3;
/** More are not made, however they spread. */
export const MOST = 40;

/** Half-width of the 95 % interval of the mean over the mean, the worse of the two figures; infinite for too few rounds. */
export function spreadOf(rounds: readonly GridRound[]): number {
  if (rounds.length < FEWEST) return Infinity;
  const steps = rounds.flatMap(({ step }) => (step === null ? [] : [step]));
  return Math.max(
    halfWidth(rounds.map(({ ttft }) => ttft)),
    steps.length === rounds.length ? halfWidth(steps) : 0,
  );
}

/**
 * Of the mean without the largest and the smallest, where there are more than four (Yuen's interval): one hiccup of the
 * machine must not cost minutes.
 */
function halfWidth(values: readonly number[]): number {
  const n = values.length;
  const cut = n > 4 ? 1 : 0;
  const ordered = [...values].sort((a, b) => a - b);
  if (cut === 1) {
    ordered[0] = ordered[1]!;
    ordered[n - 1] = ordered[n - 2]!;
  }
  const mean = ordered.reduce((sum, value) => sum + value, 0) / n;
  const squares = ordered.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const left = n - 2 * cut;
  const error = Math.sqrt(squares / (left * (left - 1)));
  return (studentQuantile(0.975, left - 1) * error) / mean;
}
