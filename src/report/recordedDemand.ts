/** What is said wherever figures stand that come from a recorded log: how much demand it holds, and what intervals are of. */
import { blockFor, blockWords } from '../logs/blocks.ts';
import type { Recorded, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { quiet } from './format.ts';

/** One log as some of the cells replay it. */
interface ReplayedLog {
  readonly recorded: Recorded;
  /** Which cells, where not all have it. */
  readonly where: string;
}

/** Cells with the same demand together; none where no demand was recorded. */
export function demands({ cells }: Pick<Summary, 'cells'>): ReplayedLog[] {
  const varied = axes(cells);
  const found = new Map<string, { recorded: Recorded; names: string[] }>();
  for (const cell of cells) {
    const { recorded } = cell;
    if (!recorded) continue;
    const key = JSON.stringify(recorded);
    const known = found.get(key) ?? { recorded, names: [] };
    found.set(key, { recorded, names: [...known.names, cellName(cell, varied)] });
  }
  return [...found.values()].map(({ recorded, names }) => ({
    recorded,
    where:
      names.length === cells.length
        ? ''
        : names.length <= 3
          ? names.join('; ')
          : `${names[0]} and ${names.length - 1} more cells`,
  }));
}

/** `one recorded week, 19,132 requests (2 to 8 March 2026)`. */
function holdsWords({ words, when }: Recorded): string {
  return when === null ? words : `${words} (${when})`;
}

/** How much demand there is, for a line of its own. */
export function demandLine({ recorded, where }: ReplayedLog): string {
  return `Demand${where === '' ? '' : ` of ${quiet(where)}`}: ${holdsWords(recorded)}.`;
}

/** What intervals are of. */
export function intervalWords({ resampled, seconds }: Recorded): string {
  if (resampled) {
    const { blocks, block } = resampled;
    return `Intervals are over demand as well: replications draw from ${blocks} recorded blocks of ${blockWords(block)}, and that these are no more than ${blocks} is in the intervals.`;
  }
  const fitting = blockFor(seconds);
  const remedy =
    fitting === null
      ? ''
      : ` resample: { block: ${fitting.text} } in the workload lets replications differ as the recorded blocks do.`;
  return `That is one sample of demand: intervals are of routing and cloud alone, and say nothing of demand that was not recorded.${remedy}`;
}

/** How the log was read, in one paragraph. */
export function readingWords({ notes }: Recorded): string {
  return `The log: ${notes.join('; ')}.`;
}

/** All of it in one paragraph. */
export function demandWords(recorded: Recorded): string {
  return `${demandLine({ recorded, where: '' })} ${intervalWords(recorded)} ${readingWords(recorded)}`;
}

/** What `± half of the 95 % interval` is over. */
export function readingOf(summary: Pick<Summary, 'cells'>): string {
  const all = demands(summary);
  if (all.length === 0 || all.some(({ recorded }) => recorded.resampled !== null)) return '';
  return ' over routing and cloud alone';
}
