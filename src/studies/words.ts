/** How much and how long, before and while a study is made. */
import { plain } from '../kernel/numbers.ts';
import { counted } from '../kernel/words.ts';
import type { Study } from './study.ts';
import type { Cell, ScenarioFile } from '../scenario/scenario.ts';

/** `1.24 million requests`. */
export function requestsWords(requests: number): string {
  if (requests >= 1e6) return `${plain(requests / 1e6)} million requests`;
  return counted(Math.round(requests), 'request');
}

/** The only cell of a file; throws in one line when it varies something. */
export function oneCell({ cells, axes }: ScenarioFile, why: string): Cell {
  const [first] = axes;
  if (cells.length > 1 && first)
    throw new RangeError(
      `varies ${axes.map(({ path }) => path).join(' and ')}: ${why}; take one value of each, as in --set ${first.path}=${String(first.labels[0])}`,
    );
  return cells[0]!;
}

/** What a study that runs nothing needs, and has to say beforehand. */
export const NOTHING: Pick<Study<never>, 'needs' | 'before'> = {
  needs: { runs: 0, requests: 0, largest: 0, some: () => [] },
  before: { opening: '', lines: [], said: {} },
};

/** For what reads no file. */
export const noFile = (name: string): never => {
  throw new RangeError(`there is no ${name}`);
};
