/** Amounts and durations in messages before and during a study. */
import { plain } from '../kernel/numbers.ts';
import { counted } from '../kernel/words.ts';
import type { Study } from './study.ts';
import type { Cell, ScenarioFile } from '../scenario/scenario.ts';

/** `1.24 million requests`. */
export function requestsWords(requests: number): string {
  if (requests >= 1e6) return `${plain(requests / 1e6)} million requests`;
  return counted(Math.round(requests), 'request');
}

/** The only cell of a file; throws an error of one line when it has several. */
export function oneCell({ cells, axes }: ScenarioFile, why: string): Cell {
  const [first] = axes;
  if (cells.length > 1 && first)
    throw new RangeError(
      `varies ${axes.map(({ path }) => path).join(' and ')}: ${why}; take one value of each, as in --set ${first.path}=${String(first.labels[0])}`,
    );
  return cells[0]!;
}

/** For studies without runs. */
export const NOTHING: Pick<Study<never>, 'needs' | 'before'> = {
  needs: { runs: 0, requests: 0, largest: 0, some: () => [] },
  before: { opening: '', lines: [], said: {} },
};

/** For studies that read no files. */
export const noFile = (name: string): never => {
  throw new RangeError(`there is no ${name}`);
};
