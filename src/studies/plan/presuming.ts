/** Fleets presumed to fail because larger ones do: this only decides what to run next, and is checked afterwards. */
import { deciding } from './fleetResult.ts';
import type { SearchEntry } from './search.ts';
import { isEmpty, within } from './space.ts';
import type { Trial } from './trial.ts';

/** Most presumed failures that are checked. */
const CHECKS = 48;

/**
 * Fewer machines of every kind fail as well, if what is refused is lost, or if too much goes to the cloud. For other
 * requirements a cloud that is faster than the machines may reverse this.
 */
export function presume(entry: SearchEntry, entries: readonly SearchEntry[], trial: Trial): void {
  if (entry.state !== 'fails' || !dwindles(entry, trial)) return;
  for (const other of entries)
    if (other.state === 'open' && !other.checked && within(other.counts, entry.counts))
      other.state = 'presumed';
}

function dwindles({ counts }: SearchEntry, trial: Trial): boolean {
  const { fallback } = trial.prices.scenario;
  const all = trial.judged(counts).flatMap(({ assessed }) => deciding(assessed));
  const missed = all.filter(({ verdict }) => verdict !== 'passes');
  return missed.some(({ ask }) =>
    fallback === 'drop'
      ? ask !== 'budget' && ask !== 'quality'
      : ask === 'cloud.requests' || ask === 'cloud.tokens',
  );
}

/** Presumed failures that would be cheaper: first those that lack a kind, and the strongest, where presuming is least certain. */
export function unchecked(entries: readonly SearchEntry[], limit: number): SearchEntry[] {
  const left = entries.filter(
    ({ state, floor, checked }) => state === 'presumed' && floor < limit && !checked,
  );
  const room = CHECKS - entries.filter(({ checked }) => checked).length;
  const kinds = ({ counts }: SearchEntry): number => counts.filter((count) => count > 0).length;
  return left
    .filter(({ counts }) => !isEmpty(counts))
    .sort((a, b) => kinds(a) - kinds(b) || b.capacity - a.capacity || a.floor - b.floor)
    .slice(0, Math.max(0, room));
}
