import type { Effort, Replicating } from './result.ts';
import type { SearchEntry, SearchResult } from './search.ts';
import type { Trial } from './trial.ts';

/** The effort of the search: what happened to the fleets, and how many runs that took. */
export function effortOf(
  { entries, best, simulations, requests, spent }: SearchResult,
  made: Replicating,
  trial: Trial,
): Effort {
  const limit = best?.cost ?? Infinity;
  const count = (holds: (entry: SearchEntry) => boolean): number => entries.filter(holds).length;
  const tooDear = count(({ state, floor }) => state === 'open' && floor >= limit);
  const skipped = count(({ state, floor }) => state === 'open' && floor < limit);
  const impossible = count(({ state }) => state === 'impossible');
  const presumed = count(({ state }) => state === 'presumed');
  return {
    fleets: entries.length,
    impossible,
    tooDear,
    presumed,
    skipped,
    checked: count(({ checked }) => checked),
    run: entries.length - impossible - tooDear - presumed - skipped,
    simulations,
    requests,
    grid: entries.reduce((sum, { counts }) => sum + 1 + trial.conditions(counts).length, 0) * made.most,
    spent,
  };
}
