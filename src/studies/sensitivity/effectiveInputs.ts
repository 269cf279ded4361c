/** Which inputs have an effect according to the screening. */
import { betaShare } from '../../kernel/beta.ts';
import { deviationOf, meanOf, same } from '../../kernel/spread.ts';
import type { StudyDesign } from './design.ts';
import type { Responses } from './responses.ts';

/** Significance level for each metric of each cell. */
const LEVEL = 0.01;

/**
 * Inputs whose steps change a metric in a cell beyond the noise of the replications. An input that changes nothing in any
 * walk has no effect; one whose steps vary no more than replications do has none that so few can show.
 */
export function effectiveInputs(
  inputs: number,
  { walks, walked }: Pick<StudyDesign, 'walks' | 'walked'>,
  responses: Responses,
  metrics: readonly string[],
): number[] {
  const found = new Set<number>();
  for (const metric of metrics)
    for (let cell = 0; cell < responses.cells; cell++) {
      const steps = Array.from({ length: inputs }, (): number[][] => []);
      walks.forEach(({ moved }, walk) => {
        const points = walked[walk]!;
        moved.forEach(({ input, by }, step) => {
          const before = responses.values(points[step]!, cell, metric);
          const after = responses.values(points[step + 1]!, cell, metric);
          const count = Math.min(before.length, after.length);
          const effects = Array.from({ length: count }, (_, r) =>
            same(after[r]!, before[r]!) ? 0 : (after[r]! - before[r]!) / by,
          ).filter(Number.isFinite);
          if (effects.length > 0) steps[input]!.push(effects);
        });
      });
      steps.forEach((all, input) => {
        if (differs(all)) found.add(input);
      });
    }
  return Array.from({ length: inputs }, (_, input) => input).filter((input) => found.has(input));
}

/** Fisher's F: mean squares of the steps against those of the replications within them. */
function differs(steps: readonly (readonly number[])[]): boolean {
  if (steps.every((effects) => effects.every((effect) => effect === 0))) return false;
  const several = steps.filter((effects) => effects.length > 1);
  // A single replication has no noise to compare with: any change counts.
  if (several.length === 0) return true;
  const within = several.reduce((sum, effects) => sum + deviationOf(effects) ** 2 * (effects.length - 1), 0);
  const free = several.reduce((sum, effects) => sum + effects.length - 1, 0);
  const between = several.reduce((sum, effects) => sum + effects.length * meanOf(effects) ** 2, 0);
  if (within === 0) return between > 0;
  return 1 - betaShare(several.length / 2, free / 2, between / (between + within)) < LEVEL;
}
