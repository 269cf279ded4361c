/** The plan for one level of demand: the cheapest fleet, and what to know about it before buying. */
import type { PlannedLevel as LevelResult, Replicating, Undecided, Effort } from './result.ts';
import type { FleetOutcome } from './fleetResult.ts';
import type { Planning } from '../../scenario/scenario.ts';
import type { ModelError } from '../../experiment/modelError.ts';
import { meanOf } from '../../kernel/spread.ts';
import { Bounds } from './bounds.ts';
import { breakEven } from './breakEven.ts';
import { hardwareCost } from './cost.ts';
import { explore, front, pointsOf } from './front.ts';
import { knee } from './knee.ts';
import type { Level } from './level.ts';
import { nearestOf, relaxationsOf } from './nearest.ts';
import { probesOf } from './probes.ts';
import { replicating, runsMissing } from './replications.ts';
import { verdictOf } from './requirement.ts';
import { robustness } from './robustness.ts';
import { OWN, search, type SearchEntry, type SearchResult } from './search.ts';
import { fleets, isEmpty, neighbours, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** How thoroughly a level of demand is planned. */
export interface LevelPlanOptions {
  /** Runs of a fleet before it is first judged; by default as in the plan. */
  readonly replications?: number;
  /** Runs every fleet until it is decided instead of searching. */
  readonly grid?: boolean;
  /** Also tries the recommended fleet with profiles drawn from their uncertainty. */
  readonly modelError?: ModelError;
  /** Called before the search with how many runs a fleet may take. */
  readonly onReplicating?: (growth: number, replicating: Replicating, fleets: number) => void;
}

const HOUR = 3600;
/** Number of other fleets shown. */
const RUNNERS_UP = 5;
/** Runs of each level of demand that is only explored; for the knee up to as many as confirmed the choice. */
const LOOKING = 16;
const MOST_LOOKING = 64;

/** The cheapest fleet for the level, and everything shown with it. */
export async function levelPlan(level: Level, seed: number, options: LevelPlanOptions): Promise<LevelResult> {
  const { trial, planning, scenario, demand, growth } = level;
  const { ledger } = trial;
  const stage = (text: string): void => {
    ledger.stage = `demand × ${growth}: ${text}`;
  };
  const all = fleets(planning, scenario);
  stage('how many runs it takes');
  const made = await replicating(trial, options.replications ?? 1);
  options.onReplicating?.(growth, made, all.length);
  stage('searching');
  const bounds = new Bounds(planning, scenario, demand);
  const strict = trial.strict ? { strict: level.boundsAt(trial.strict) } : {};
  const found = await search({ trial, bounds, ...strict, fleets: all, made, grid: options.grid === true });
  const { entries, best, confirmed } = found;
  stage('fleets around it');
  const looking = Math.min(made.most, Math.max(LOOKING, made.replications));
  const none = planning.candidates.map(() => 0);
  const cloud = all.some(isEmpty) || scenario.cloud !== null;
  if (cloud) await trial.run([none], looking);
  const unseen = await lookAround(trial, found, all, looking);
  const subject = best && !isEmpty(best.counts) ? best.counts : cheapestFleet(planning, all);
  stage('where demand breaks it');
  const gives = best
    ? await knee(level, best.counts, Math.max(looking, Math.min(confirmed?.runs ?? 0, MOST_LOOKING)))
    : null;
  // Up to the headroom it passes: its confirmation runs, which are more, have shown that.
  const promised = trial.strict?.growth ?? growth;
  const broken = gives && { ...gives, passesTo: Math.max(promised, gives.passesTo ?? promised) };
  stage('break-even with the cloud');
  const even = scenario.cloud && subject ? await breakEven(level, subject, looking) : null;
  const outcomes = outcomesOf(trial, found);
  const shown = (holds: (entry: SearchEntry) => boolean): FleetOutcome[] =>
    [...outcomes]
      .filter(([entry]) => holds(entry))
      .map(([, outcome]) => outcome)
      .sort((a, b) => a.cost.total.mean! - b.cost.total.mean!);
  const points = new Set(front(pointsOf(trial, entries)).map(({ counts }) => counts.join()));
  const seen = shown(() => true);
  const nearest = best ? null : nearestOf(level, seen);
  const recommended = confirmedOutcome(trial, found);
  stage('with other profiles');
  const hard =
    best && recommended && options.modelError
      ? await robustness(recommended, { trial, seed, made, entries, best, modelError: options.modelError })
      : null;
  const subjectOfPicture = best?.counts ?? nearest?.fleet.counts;
  stage('less and more of it');
  return {
    growth,
    requests: level.monthly(growth),
    hourly: { mean: (demand.requests / demand.seconds) * HOUR, busiest: demand.busiest },
    replicating: made,
    cloudOnly: cloud ? trial.outcome(none) : null,
    recommended: hard?.recommended ?? recommended,
    nearest,
    relaxations: best ? [] : relaxationsOf(level, seen),
    undecided: [...outcomes].flatMap(([entry, fleet]) => undecided(trial, entry, fleet, best)),
    runnersUp: shown((entry) => entry !== best)
      .filter(({ verdict }) => verdict !== 'fails')
      .slice(0, RUNNERS_UP),
    front: shown(({ counts }) => points.has(counts.join())),
    unseen,
    seen,
    knee: broken,
    breakEven: even,
    probes: subjectOfPicture ? await probesOf(level, subjectOfPicture, { broken, even, runs: looking }) : [],
    effort: effortOf(found, made, trial),
    robustness: hard?.robustness ?? null,
  };
}

/** Runs the neighbours of the best fleet, the cheapest others, and candidates for the front; returns those never run. */
async function lookAround(
  trial: Trial,
  { entries, best }: SearchResult,
  all: readonly Counts[],
  runs: number,
): ReturnType<typeof explore> {
  const { planning } = trial.prices;
  const known = new Set(all.map((counts) => counts.join()));
  const near = best
    ? neighbours(planning, best.counts).filter((one) => !isEmpty(one) && known.has(one.join()))
    : [];
  await trial.try(near, runs);
  // If none passes, the largest fleet shows what is missing.
  const most = planning.candidates.map(({ count }) => count.most);
  if (!best) await trial.try([most], runs);
  const unseen = await explore(trial, entries, [best?.counts ?? most], runs);
  await trial.try(besides(trial, entries, best), runs);
  return unseen;
}

/** The outcome of every fleet that was run. */
function outcomesOf(trial: Trial, found: SearchResult): Map<SearchEntry, FleetOutcome> {
  const outcomes = new Map<SearchEntry, FleetOutcome>();
  for (const entry of found.entries)
    if (trial.runsOf(entry.counts, 1).length > 0)
      outcomes.set(entry, trial.outcome(entry.counts, { ...verdictIn(entry), ...ownOf(entry, found) }));
  return outcomes;
}

/** The outcome of the best fleet from its confirmation runs, with the error of their sequential analyses. */
function confirmedOutcome(trial: Trial, { best, confirmed }: SearchResult): FleetOutcome | null {
  if (!best || !confirmed) return null;
  const { runs, error } = confirmed;
  return trial.outcome(best.counts, {
    from: OWN,
    to: OWN + runs,
    verdict: 'passes',
    confidence: 1 - error,
  });
}

/** The cheapest others that appear to pass: the few runs that sufficed to discard them are too few to show. */
function besides(trial: Trial, entries: readonly SearchEntry[], best: SearchEntry | null): Counts[] {
  return entries
    .filter(({ state }) => state !== 'fails' && state !== 'undecided' && state !== 'unconfirmed')
    .filter((entry) => entry !== best && trial.runsOf(entry.counts, 1).length > 0)
    .filter(({ counts }) => verdictOf(trial.assessed(counts)) !== 'fails')
    .map(({ counts }) => ({ counts, cost: meanOf(trial.bills(counts)) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, RUNNERS_UP)
    .map(({ counts }) => counts);
}

/** The confirmation runs of a fleet that they did not confirm. */
function ownOf(entry: SearchEntry, { own, best }: SearchResult): { from?: number; to?: number } {
  const look = entry === best ? undefined : own.get(entry);
  return look ? { from: OWN, to: OWN + look.runs } : {};
}

/** The verdict of the search; for fleets that were only explored, that of their estimates. */
function verdictIn({ state }: SearchEntry): { verdict?: FleetOutcome['verdict'] } {
  if (state === 'passes' || state === 'fails' || state === 'undecided') return { verdict: state };
  return state === 'unconfirmed' ? { verdict: 'undecided' } : {};
}

function undecided(
  trial: Trial,
  { state, counts, cost }: SearchEntry,
  fleet: FleetOutcome,
  best: SearchEntry | null,
): Undecided[] {
  if ((state !== 'undecided' && state !== 'unconfirmed') || cost >= (best?.cost ?? Infinity)) return [];
  return [
    {
      fleet,
      more: runsMissing(trial, counts, state === 'unconfirmed' ? OWN : 0),
      unconfirmed: state === 'unconfirmed',
    },
  ];
}

/** The fewest machines, then the cheapest: where the edge begins to pay off. */
function cheapestFleet(planning: Planning, all: readonly Counts[]): Counts | null {
  const some = all.filter((counts) => !isEmpty(counts));
  return some.reduce<Counts | null>(
    (best, counts) =>
      best === null || hardwareCost(planning, counts) < hardwareCost(planning, best) ? counts : best,
    null,
  );
}

/** The effort of the search: what happened to the fleets, and how many runs that took. */
function effortOf(
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
