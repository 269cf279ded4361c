/**
 * Searches for the cheapest fleet that meets all requirements. Fleets that cannot pass, or cannot be cheaper than one
 * that passes, are never run; the others get a few replications first, then more until they are decided. That fewer
 * machines do no better is only presumed to decide what to run next, and is checked.
 */
import { studentQuantile } from '../../kernel/student.ts';
import { alike, deviationOf, meanOf } from '../../kernel/spread.ts';
import type { Replicating } from './result.ts';
import { deciding } from './fleetResult.ts';
import type { Bounds } from './bounds.ts';
import { analysesOf, confirmationError, type Analysis } from './analyses.ts';
import { presume, unchecked } from './presuming.ts';
import { bestQuality } from './cost.ts';
import { confirming } from './replications.ts';
import { within, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/**
 * `impossible`: its machines cannot meet the bounds. `fails`: with confidence. `undecided`: after the most runs.
 * `presumed`: a larger fleet fails. `dearer`: than one that passes. `unconfirmed`: passed the search, failed confirmation.
 */
export type State =
  'open' | 'impossible' | 'fails' | 'undecided' | 'presumed' | 'dearer' | 'passes' | 'unconfirmed';

export interface SearchEntry {
  readonly counts: Counts;
  /** Lower bound of its cost and upper bound of attainment; without an slo, of the share kept from the cloud. */
  readonly floor: number;
  readonly reach: number;
  readonly capacity: number;
  state: State;
  /** Presumed to fail, and run after all. */
  checked: boolean;
  /** Mean dollars per month over its runs so far. */
  cost: number;
}

interface SearchOptions {
  readonly trial: Trial;
  readonly bounds: Bounds;
  /** Bounds at the demand of the headroom. */
  readonly strict?: Bounds;
  readonly fleets: readonly Counts[];
  readonly made: Replicating;
  /** Whether to run every fleet until it is decided: a check of the search. */
  readonly grid?: boolean;
}

export interface SearchResult {
  readonly entries: readonly SearchEntry[];
  /** The confirmed fleet; null when none passes. */
  readonly best: SearchEntry | null;
  /** The last analysis of its confirmation runs. */
  readonly confirmed: Analysis | null;
  /** Of each fleet that was to be confirmed. */
  readonly own: ReadonlyMap<SearchEntry, Analysis>;
  readonly simulations: number;
  /** Requests in them. */
  readonly requests: number;
  /** Whether the budget of requests was used up. */
  readonly spent: boolean;
}

/** Number of the first replication of confirmation runs: beyond any that the search may use. */
export const OWN = 1_000_000;
/** Fleets run side by side: a fixed number, so that the result does not depend on the machine. */
const SIDE_BY_SIDE = 4;
/** Most fleets that may fail confirmation. */
const CONFIRMATIONS = 6;

/** A search under way. */
interface Race extends SearchOptions {
  readonly entries: readonly SearchEntry[];
  readonly analyses: readonly Analysis[];
  /** Whether the budget of requests is not used up. */
  readonly room: () => boolean;
}

export async function search(options: SearchOptions): Promise<SearchResult> {
  const { trial, fleets, made, grid = false } = options;
  const { ledger } = trial;
  const before = { runs: ledger.runs, requests: ledger.simulated };
  const entries = fleets.map((counts): SearchEntry => entryOf(counts, options, grid));
  let spent = false;
  const race: Race = {
    ...options,
    entries,
    analyses: analysesOf(made.replications, made.most),
    room: () => {
      const left = ledger.simulated - before.requests < made.requests;
      spent ||= !left;
      return left;
    },
  };
  const own = new Map<SearchEntry, Analysis>();
  let best: SearchEntry | null = null;
  let confirmed: Analysis | null = null;
  for (let attempt = 0; attempt < CONFIRMATIONS && best === null; attempt++) {
    if (grid) await run(entries.filter(isOpen), race, null);
    else await narrow(race);
    const first = cheapest(entries);
    if (!first) break;
    const error = confirmationError(attempt);
    const { verdict, analysis } = await trial.decided(
      first.counts,
      analysesOf(confirming(trial, first.counts, error, made), made.most, error),
      OWN,
    );
    own.set(first, analysis);
    if (verdict === 'passes') [best, confirmed] = [first, analysis];
    else {
      first.state = verdict === 'fails' ? 'fails' : 'unconfirmed';
      // What was too expensive compared to it may now be the cheapest.
      for (const entry of entries) if (entry.state === 'dearer') entry.state = 'open';
    }
  }
  const simulations = ledger.runs - before.runs;
  return { entries, best, confirmed, own, simulations, requests: ledger.simulated - before.requests, spent };
}

function entryOf(counts: Counts, { bounds, strict, trial }: SearchOptions, grid: boolean): SearchEntry {
  const bound = bounds.of(counts);
  const places = trial.conditions(counts).map(({ counts: left, asked }) => ({
    left,
    asked,
    bound: (strict ?? bounds).of(left),
  }));
  const can = [{ left: counts, asked: trial.asked, bound }, ...places].every(({ left, asked, bound: at }) =>
    deciding(asked).every(({ ask, bound: limit }) => {
      if (ask === 'attainment') return at.attainment >= limit;
      if (ask === 'cloud.requests') return at.cloudShare <= limit;
      if (ask === 'quality') return bestQuality(left, trial.prices) >= limit;
      return ask !== 'budget' || at.cost <= limit;
    }),
  );
  return {
    counts,
    floor: bound.cost,
    reach: trial.hasObjective ? bound.attainment : 1 - bound.cloudShare,
    capacity: bounds.capacity(counts),
    state: can || grid ? 'open' : 'impossible',
    checked: false,
    cost: bound.cost,
  };
}

const isOpen = ({ state }: SearchEntry): boolean => state === 'open';

/** The cheapest fleet that passes; of equals the first. */
function cheapest(entries: readonly SearchEntry[]): SearchEntry | null {
  return entries.reduce<SearchEntry | null>(
    (best, entry) => (entry.state === 'passes' && (best === null || entry.cost < best.cost) ? entry : best),
    null,
  );
}

/** Runs fleets until no open one could be cheaper than the cheapest that passes. */
async function narrow(race: Race): Promise<void> {
  const { trial, entries, analyses } = race;
  for (;;) {
    const limit = cheapest(entries)?.cost ?? Infinity;
    const open = entries.filter((entry) => isOpen(entry) && entry.floor < limit);
    const batch = open.length > 0 ? choose(open, entries) : unchecked(entries, limit);
    if (batch.length === 0 || !race.room()) return;
    if (open.length > 0) {
      await run(batch, race, cheapest(entries));
      for (const entry of batch) presume(entry, entries, trial);
      continue;
    }
    // Only presumed fleets are left.
    const [first] = analyses;
    await trial.try(
      batch.map(({ counts }) => counts),
      first!.runs,
    );
    for (const entry of batch) {
      entry.checked = true;
      entry.state = trial.verdict(entry.counts, first!) === 'fails' ? 'fails' : 'open';
      entry.cost = meanOf(trial.bills(entry.counts, first!.runs));
    }
  }
}

/**
 * First the cheapest among those about as strong as fleets that pass; when there are none, those whose failure would
 * exclude most others.
 */
function choose(open: readonly SearchEntry[], entries: readonly SearchEntry[]): SearchEntry[] {
  const strength = (states: readonly State[]): number[] =>
    entries.flatMap(({ state, capacity }) => (states.includes(state) ? [capacity] : []));
  const weak = Math.max(0, ...strength(['fails', 'impossible']));
  const strong = Math.min(Infinity, ...strength(['passes']));
  const middle = strong === Infinity ? weak : (weak + strong) / 2;
  const hopeful = open.filter(({ capacity }) => capacity > middle);
  const byFloor = (a: SearchEntry, b: SearchEntry): number => a.floor - b.floor;
  if (hopeful.length > 0) return hopeful.sort(byFloor).slice(0, SIDE_BY_SIDE);
  const chosen: SearchEntry[] = [];
  for (const entry of [...open].sort((a, b) => b.capacity - a.capacity || byFloor(a, b))) {
    if (chosen.length === SIDE_BY_SIDE) break;
    if (!chosen.some(({ counts }) => within(entry.counts, counts))) chosen.push(entry);
  }
  return chosen;
}

/** A few replications for all of them, twice as many for those still open, and so on. */
async function run(batch: readonly SearchEntry[], race: Race, rival: SearchEntry | null): Promise<void> {
  const { trial, analyses, grid = false, room } = race;
  let alive = [...batch];
  for (const [i, analysis] of analyses.entries()) {
    // Requests that an earlier start has run count as run.
    if (alive.length === 0 || (i > 0 && !room())) break;
    await trial.try(
      alive.map(({ counts }) => counts),
      analysis.runs,
    );
    for (const entry of alive) {
      entry.cost = meanOf(trial.bills(entry.counts, analysis.runs));
      const verdict = trial.verdict(entry.counts, analysis);
      if (verdict !== 'undecided') entry.state = verdict;
      else if (!grid && rival && clearlyDearer(entry, rival, trial, analysis)) entry.state = 'dearer';
    }
    alive = alive.filter(isOpen);
  }
  for (const entry of alive) entry.state = 'undecided';
}

/** Whether it costs more with confidence, paired by the same requests. */
function clearlyDearer(
  entry: SearchEntry,
  rival: SearchEntry,
  trial: Trial,
  { runs, error }: Analysis,
): boolean {
  const others = trial.bills(rival.counts, runs);
  const more = trial.bills(entry.counts, others.length).map((bill, i) => bill - others[i]!);
  if (more.length < 2) return false;
  const spread = alike(more) ? 0 : deviationOf(more) / Math.sqrt(more.length);
  return meanOf(more) - studentQuantile(1 - error, more.length - 1) * spread > 0;
}
