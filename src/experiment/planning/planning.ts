/** The cheapest fleet for every level of demand, and what one should know of it before buying. */
import type {
  BreakEven,
  FleetOutcome,
  Knee,
  Level as LevelResult,
  Planned,
  Probe,
  Replicating,
} from '../../planned.ts';
import type { Plan, Planning } from '../../scenario/scenario.ts';
import { estimate } from '../estimate.ts';
import { Bounds } from './bounds.ts';
import { breakEven, LARGEST } from './breakEven.ts';
import { aloneShare, causeOf } from './cause.ts';
import { busySeconds, hardwareCost } from './cost.ts';
import { explore, front, pointsOf } from './front.ts';
import { knee } from './knee.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import { Level } from './level.ts';
import { replicating } from './replications.ts';
import { deciding, requirements } from './requirement.ts';
import { search, type Entry, type Found } from './search.ts';
import { fleets, isEmpty, kindNames, neighbours, type Counts } from './space.ts';

/** Where and how hard a plan is searched for. */
export interface PlanningOptions extends LedgerOptions {
  readonly version: string;
  /** Levels of demand in place of the file's. */
  readonly growth?: readonly number[];
  /** Runs of a fleet in place of as many as it takes. */
  readonly replications?: number;
  /** Runs every fleet at full length in place of searching. */
  readonly grid?: boolean;
  /** Told how many replications there will be before they are run. */
  readonly onReplicating?: (growth: number, replicating: Replicating, fleets: number) => void;
}

/** Other fleets that are shown. */
const RUNNERS_UP = 5;
/** Runs of each level of demand that is only looked at. */
const LOOKING = 12;

/** Throws Stopped when the signal is heard; what was finished until then was handed to `onFinished`. */
export async function planning(plan: Plan, options: PlanningOptions): Promise<Planned> {
  const { planning } = plan;
  if (!planning) throw new RangeError('the scenario has no plan section: it does not say what may be bought');
  const { scenario } = plan.cells[0]!;
  const ledger = new Ledger(plan, planning, options);
  const asked = requirements(planning, scenario);
  const reading = { seed: plan.seed, source: options.source };
  const made = (growth: number): Level => new Level({ planning, scenario, growth, asked, ledger, reading });
  const levels: LevelResult[] = [];
  for (const growth of options.growth ?? planning.growth) levels.push(await one(made(growth), options));
  const today = made(1);
  return {
    schema: 'edgewise.plan/1',
    version: options.version,
    scenario: plan.name,
    seed: plan.seed,
    requirements: asked,
    kinds: planning.candidates.map(({ price, count }, i) => ({
      name: kindNames(planning.candidates)[i]!,
      price,
      ...count,
      alone: aloneShare(today.trial, unit(planning, i), today.demand),
    })),
    slo: { ttft: scenario.slo.ttft, e2e: scenario.slo.e2e, tpot: scenario.slo.tpot },
    cloud: scenario.cloud?.profile.name ?? null,
    lifetime: planning.lifetime,
    busy: busySeconds(planning),
    levels,
    warnings: warnings(planning, levels),
  };
}

async function one(level: Level, options: PlanningOptions): Promise<LevelResult> {
  const { trial, planning, scenario, demand, growth } = level;
  const { ledger } = trial;
  const stage = (text: string): void => {
    ledger.stage = `demand × ${growth}: ${text}`;
  };
  const all = fleets(planning, scenario);
  const before = ledger.runs;
  stage('how many runs it takes');
  const plannedRuns = await replicating(trial, options.replications ?? null);
  options.onReplicating?.(growth, plannedRuns, all.length);
  const { replications } = plannedRuns;
  stage('searching');
  const bounds = new Bounds(planning, scenario, demand);
  const grid = options.grid === true;
  const found = await search({ trial, bounds, fleets: all, replications, grid });
  const { entries, best } = found;
  const simulations = ledger.runs - before;
  stage('fleets around it');
  const none = planning.candidates.map(() => 0);
  const cloud = all.some(isEmpty) || scenario.cloud !== null;
  if (cloud) await trial.run([none], Math.min(replications, LOOKING));
  const near = best ? neighbours(planning, best.counts).filter((counts) => !isEmpty(counts)) : [];
  const looking = Math.min(replications, LOOKING);
  await trial.run(
    near.filter((counts) => all.some((other) => other.join() === counts.join())),
    looking,
  );
  // Where nothing does, the most there may be shows what is missing.
  const most = planning.candidates.map(({ count }) => count.most);
  await explore(trial, entries, [best?.counts ?? most]);
  const subject = best && !isEmpty(best.counts) ? best.counts : cheapestFleet(planning, all);
  stage('where demand breaks it');
  const broken = best ? await knee(level, best.counts, looking) : null;
  stage('break-even with the cloud');
  const even = scenario.cloud && subject ? await breakEven(level, subject, looking) : null;
  const seen = entries.filter(({ counts }) => trial.runsOf(counts).length > 0);
  const outcomes = new Map(seen.map((entry) => [entry, shown(level, entry.counts, replications)]));
  const byCost = (entriesOf: readonly Entry[]): FleetOutcome[] =>
    entriesOf.map((entry) => outcomes.get(entry)!).sort((a, b) => a.cost.total.mean! - b.cost.total.mean!);
  const points = new Set(front(pointsOf(trial, entries)).map(({ counts }) => counts.join()));
  const nearest = best ? null : nearestOf(level, seen, outcomes);
  stage('less and more of it');
  return {
    growth,
    requests: level.monthly(growth),
    replicating: plannedRuns,
    cloudOnly: cloud ? shown(level, none, replications) : null,
    recommended: best && trial.outcome(best.counts, 2 * replications, replications),
    nearest,
    runnersUp: byCost(seen)
      .filter(({ counts, verdict }) => counts.join() !== best?.counts.join() && verdict !== 'broken')
      .slice(0, RUNNERS_UP),
    front: byCost(seen.filter(({ counts }) => points.has(counts.join()))),
    seen: byCost(seen),
    knee: broken,
    breakEven: even,
    probes: await probesOf(level, best?.counts ?? nearest?.fleet.counts ?? null, broken, even, looking),
    effort: { ...effortOf(found, all.length, replications), simulations },
  };
}

function shown({ trial }: Level, counts: Counts, replications: number): FleetOutcome {
  return trial.outcome(counts, replications);
}

/** The fewest machines, then the cheapest: where the edge begins to pay. */
function cheapestFleet(planning: Planning, all: readonly Counts[]): Counts | null {
  const some = all.filter((counts) => !isEmpty(counts));
  return some.reduce<Counts | null>(
    (best, counts) =>
      best === null || hardwareCost(planning, counts) < hardwareCost(planning, best) ? counts : best,
    null,
  );
}

/** The one that misses by least, of equals the cheapest. */
function nearestOf(
  level: Level,
  seen: readonly Entry[],
  outcomes: ReadonlyMap<Entry, FleetOutcome>,
): LevelResult['nearest'] {
  const missing = ({ kept }: FleetOutcome): number =>
    deciding(kept).reduce((sum, { bound, sense, figure, verdict }) => {
      if (verdict === 'kept') return sum;
      if (figure.mean === null) return sum + 1e9;
      const by = sense === 'least' ? bound - figure.mean : figure.mean - bound;
      return sum + Math.max(1e-9, by) / Math.max(bound, 1e-9);
    }, 0);
  const all = seen.map((entry) => ({
    entry,
    outcome: outcomes.get(entry)!,
    by: missing(outcomes.get(entry)!),
  }));
  const [first] = all.sort((a, b) => a.by - b.by || a.entry.cost - b.entry.cost);
  if (!first) return null;
  const missed = deciding(first.outcome.kept).filter(({ verdict }) => verdict !== 'kept');
  const { ask } = missed.find(({ verdict }) => verdict === 'broken') ?? missed[0] ?? first.outcome.kept[0]!;
  return { fleet: first.outcome, cause: causeOf(ask, level.trial, first.entry.counts, level.demand) };
}

/** Levels of demand in the picture. */
const PROBES = 9;

/** Cost and attainment over demand, for the picture: from below the break-even to beyond where it breaks. */
async function probesOf(
  level: Level,
  counts: Counts | null,
  broken: Knee | null,
  even: BreakEven | null,
  runs: number,
): Promise<Probe[]> {
  if (counts === null) return [];
  const { planning, growth, demand } = level;
  const crossing = even?.estimate ?? growth;
  const from = Math.min(growth / 4, crossing / 1.6);
  const farthest = Math.max(2 * growth, 1.25 * (broken?.brokenFrom ?? 0), 1.6 * crossing);
  const to = Math.max(1.1 * growth, Math.min(farthest, (growth * LARGEST) / demand.requests));
  const step = (to / from) ** (1 / (PROBES - 1));
  const steps = Array.from({ length: PROBES }, (_, i) => Number((from * step ** i).toPrecision(3)));
  // Levels that were run already cost nothing more.
  const known = [growth, broken?.keptTo, broken?.brokenFrom, even?.low, even?.high].filter(
    (at) => typeof at === 'number' && at >= from && at <= to,
  );
  const growths = [...new Set([...steps, ...(known as number[])])].sort((a, b) => a - b);
  const none = planning.candidates.map(() => 0);
  const probes: Probe[] = [];
  for (const at of growths) {
    const trial = level.at(at);
    const cloud = level.scenario.cloud !== null;
    await trial.run(cloud ? [counts, none] : [counts], runs);
    probes.push({
      growth: at,
      edge: estimate(trial.bills(counts, runs)),
      cloud: cloud ? estimate(trial.bills(none, runs)) : null,
      attainment: trial.outcome(counts, runs).attainment,
      replications: runs,
    });
  }
  return probes;
}

function effortOf(
  { entries, best }: Found,
  total: number,
  replications: number,
): Omit<LevelResult['effort'], 'simulations'> {
  const limit = best?.cost ?? Infinity;
  const count = (holds: (entry: Entry) => boolean): number => entries.filter(holds).length;
  const tooDear = count(({ state, floor }) => state === 'open' && floor >= limit);
  const impossible = count(({ state }) => state === 'impossible');
  const presumed = count(({ state }) => state === 'presumed');
  return {
    fleets: total,
    impossible,
    tooDear,
    presumed,
    checked: count(({ checked }) => checked),
    run: total - impossible - tooDear - presumed,
    grid: total * replications,
  };
}

const unit = ({ candidates }: Planning, kind: number): Counts =>
  candidates.map((_, i) => (i === kind ? 1 : 0));

function warnings({ candidates }: Planning, levels: readonly LevelResult[]): string[] {
  const found: string[] = [];
  for (const {
    growth,
    recommended,
    replicating: { capped, replications },
  } of levels) {
    if (capped)
      found.push(
        `demand × ${growth}: more than ${replications} replications would be needed for the margin that was asked for`,
      );
    recommended?.counts.forEach((count, i) => {
      if (count === candidates[i]!.count.most && count > candidates[i]!.count.least)
        found.push(
          `demand × ${growth}: as many of ${kindNames(candidates)[i]!} as the file allows, ${count}; more might be cheaper`,
        );
    });
  }
  return found;
}
