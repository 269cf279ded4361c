/**
 * The cheapest fleet that keeps to all that is asked. Fleets that cannot do it, or cannot be cheaper than one that
 * does, are never run; the others run a few replications first and drop out as soon as it is clear that they fail.
 * That fewer machines do no better is taken for granted only to choose whom to run next, and then looked at.
 */
import { studentQuantile } from '../../kernel/student.ts';
import { alike, deviationOf, meanOf } from '../spread.ts';
import type { Bounds } from './bounds.ts';
import { FIRST } from './replications.ts';
import { CONFIDENCE, deciding, DROPPED, verdictOf } from './requirement.ts';
import { isEmpty, within, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/**
 * `impossible`: more is asked than its machines can do. `fails`: clearly, before its runs were done, or for want of
 * proof at their end. `presumed`: a larger fleet fails. `dearer`: than one that does. `refuted`: did in the search,
 * and not in runs of its own.
 */
export type State = 'open' | 'impossible' | 'fails' | 'presumed' | 'dearer' | 'does' | 'refuted';

export interface Entry {
  readonly counts: Counts;
  /** It costs no less. */
  readonly floor: number;
  readonly capacity: number;
  state: State;
  /** Presumed to fail, and run after all. */
  checked: boolean;
  /** Mean dollars a month over the runs it has had. */
  cost: number;
}

export interface SearchOptions {
  readonly trial: Trial;
  readonly bounds: Bounds;
  readonly fleets: readonly Counts[];
  readonly replications: number;
  /** Runs every fleet at full length: what the search has to agree with. */
  readonly grid?: boolean;
}

export interface Found {
  readonly entries: readonly Entry[];
  /** Confirmed by runs of its own; null when nothing does. */
  readonly best: Entry | null;
  /** Fleets that were run, and runs in all. */
  readonly simulations: number;
}

/** Fleets that are run side by side: a fixed number, so that the answer does not hang on the machine. */
const SIDE_BY_SIDE = 4;
/** Presumed failures that are looked at, at most. */
const CHECKS = 48;
/** Fleets whose runs of their own are allowed to disappoint. */
const CONFIRMATIONS = 6;

export async function search(options: SearchOptions): Promise<Found> {
  const { trial, fleets, replications, grid = false } = options;
  const before = trial.ledger.runs;
  const entries = fleets.map((counts): Entry => entryOf(counts, options, grid));
  let best: Entry | null = null;
  for (let round = 0; round < CONFIRMATIONS && best === null; round++) {
    if (grid) await race(entries.filter(isOpen), options, null);
    else await narrow(entries, options);
    const first = cheapest(entries);
    if (!first) break;
    await trial.run([first.counts], 2 * replications, replications);
    const confirmed = verdictOf(trial.kept(first.counts, CONFIDENCE, 2 * replications, replications));
    if (confirmed === 'kept') best = first;
    else {
      first.state = 'refuted';
      // What was too dear beside it may now be the cheapest.
      for (const entry of entries) if (entry.state === 'dearer') entry.state = 'open';
    }
  }
  return { entries, best, simulations: trial.ledger.runs - before };
}

function entryOf(counts: Counts, { bounds, trial }: SearchOptions, grid: boolean): Entry {
  const bound = bounds.of(counts);
  const can = trial.asked.every(({ ask, bound: limit }) => {
    if (ask === 'attainment' && trial.asked.every((one) => one.ask !== 'days'))
      return bound.attainment >= limit;
    if (ask === 'cloud.requests' && trial.asked.every((one) => one.ask !== 'days'))
      return bound.cloudShare <= limit;
    return ask !== 'budget' || bound.cost <= limit;
  });
  return {
    counts,
    floor: bound.cost,
    capacity: bounds.capacity(counts),
    state: can || grid ? 'open' : 'impossible',
    checked: false,
    cost: bound.cost,
  };
}

const isOpen = ({ state }: Entry): boolean => state === 'open';

/** Of those that do; of equals the first. */
function cheapest(entries: readonly Entry[]): Entry | null {
  return entries.reduce<Entry | null>(
    (best, entry) => (entry.state === 'does' && (best === null || entry.cost < best.cost) ? entry : best),
    null,
  );
}

/** Until no open fleet could be cheaper than the cheapest that does. */
async function narrow(entries: readonly Entry[], options: SearchOptions): Promise<void> {
  const { trial } = options;
  for (;;) {
    const limit = cheapest(entries)?.cost ?? Infinity;
    const open = entries.filter((entry) => isOpen(entry) && entry.floor < limit);
    const batch = open.length > 0 ? choose(open, entries) : unchecked(entries, limit);
    if (batch.length === 0) return;
    if (open.length > 0) {
      await race(batch, options, cheapest(entries));
      for (const entry of batch) presume(entry, entries, trial);
      continue;
    }
    // Nothing is left but what was taken for granted.
    await trial.run(
      batch.map(({ counts }) => counts),
      FIRST,
    );
    for (const entry of batch) {
      entry.checked = true;
      entry.state = verdictOf(trial.kept(entry.counts, DROPPED, FIRST)) === 'broken' ? 'fails' : 'open';
      entry.cost = meanOf(trial.bills(entry.counts, FIRST));
    }
  }
}

/**
 * First the cheapest among those that are about as strong as ones that do; when there are none, those whose failure
 * would say most about others.
 */
function choose(open: readonly Entry[], entries: readonly Entry[]): Entry[] {
  const strength = (states: readonly State[]): number[] =>
    entries.flatMap(({ state, capacity }) => (states.includes(state) ? [capacity] : []));
  const weak = Math.max(0, ...strength(['fails', 'impossible']));
  const strong = Math.min(Infinity, ...strength(['does']));
  const middle = strong === Infinity ? weak : (weak + strong) / 2;
  const hopeful = open.filter(({ capacity }) => capacity > middle);
  const byFloor = (a: Entry, b: Entry): number => a.floor - b.floor;
  if (hopeful.length > 0) return hopeful.sort(byFloor).slice(0, SIDE_BY_SIDE);
  const chosen: Entry[] = [];
  for (const entry of [...open].sort((a, b) => b.capacity - a.capacity || byFloor(a, b))) {
    if (chosen.length === SIDE_BY_SIDE) break;
    if (!chosen.some(({ counts }) => within(entry.counts, counts))) chosen.push(entry);
  }
  return chosen;
}

/** A few replications for all of them, twice as many for those still in question, and so on. */
async function race(
  batch: readonly Entry[],
  { trial, replications, grid = false }: SearchOptions,
  rival: Entry | null,
): Promise<void> {
  let alive = [...batch];
  for (let to = grid ? replications : Math.min(FIRST, replications); alive.length > 0; to *= 2) {
    const runs = Math.min(to, replications);
    await trial.run(
      alive.map(({ counts }) => counts),
      runs,
    );
    for (const entry of alive) {
      entry.cost = meanOf(trial.bills(entry.counts, runs));
      const last = runs === replications;
      const verdict = verdictOf(trial.kept(entry.counts, last ? CONFIDENCE : DROPPED, runs));
      if (last) entry.state = verdict === 'kept' ? 'does' : 'fails';
      else if (verdict === 'broken') entry.state = 'fails';
      else if (rival && clearlyDearer(entry, rival, trial, runs)) entry.state = 'dearer';
    }
    alive = alive.filter(isOpen);
  }
}

/** On the same requests. */
function clearlyDearer(entry: Entry, rival: Entry, trial: Trial, runs: number): boolean {
  const others = trial.bills(rival.counts, runs);
  const more = trial.bills(entry.counts, runs).map((bill, i) => bill - others[i]!);
  if (more.length < 2) return false;
  const spread = alike(more) ? 0 : deviationOf(more) / Math.sqrt(more.length);
  return meanOf(more) - studentQuantile(DROPPED, more.length - 1) * spread > 0;
}

/**
 * Fewer machines of every kind fail as well, where that stands to reason: where what is refused is lost, or where too
 * much goes to the cloud. A cloud that is faster than the machines turns it round for all else.
 */
function presume(entry: Entry, entries: readonly Entry[], trial: Trial): void {
  if (entry.state !== 'fails' || !dwindles(entry, trial)) return;
  for (const other of entries)
    if (isOpen(other) && !other.checked && within(other.counts, entry.counts)) other.state = 'presumed';
}

function dwindles({ counts }: Entry, trial: Trial): boolean {
  const { fallback } = trial.prices.scenario;
  const missed = deciding(trial.kept(counts)).filter(({ verdict }) => verdict !== 'kept');
  return missed.some(({ ask }) =>
    fallback === 'drop' ? ask !== 'budget' : ask === 'cloud.requests' || ask === 'cloud.tokens',
  );
}

/** Presumed failures that would be cheaper: those with a kind left out and the strongest first, where trust is least. */
function unchecked(entries: readonly Entry[], limit: number): Entry[] {
  const left = entries.filter(
    ({ state, floor, checked }) => state === 'presumed' && floor < limit && !checked,
  );
  const room = CHECKS - entries.filter(({ checked }) => checked).length;
  const kinds = ({ counts }: Entry): number => counts.filter((count) => count > 0).length;
  return left
    .filter(({ counts }) => !isEmpty(counts))
    .sort((a, b) => kinds(a) - kinds(b) || b.capacity - a.capacity || a.floor - b.floor)
    .slice(0, Math.max(0, room));
}
