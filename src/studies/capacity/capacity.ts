/** The largest load at which a fleet meets its slo, and whether today's load is below it. */
import { given } from '../../kernel/given.ts';
import type { Carried, CarriedKind, CarriedLevel } from './result.ts';
import type { Source } from '../../model.ts';
import type { Estimate, Recorded, Replication } from '../../results.ts';
import { grown } from '../../scenario/grown.ts';
import { foretold, known } from '../../scenario/known.ts';
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import { hardlyMeant, roughly } from '../../scenario/warning.ts';
import { Bench, type BenchOptions } from '../../experiment/bench.ts';
import { estimate } from '../../experiment/estimate.ts';
import { checkShares } from '../plan/requirement.ts';
import { demandOf, recordedOf } from '../plan/demand.ts';
import { meanOf } from '../../kernel/spread.ts';
import { lasting, mergeWarnings, tooLong } from '../../experiment/warnings.ts';
import { levelOf, Levels } from './levels.ts';
import { within, type Looking } from './looking.ts';
import { hardened, withUncertainProfiles } from './uncertain.ts';

/** Where the loads run, and how precisely the largest is located. */
export interface CapacityOptions extends BenchOptions {
  readonly version: string;
  readonly source: (name: string) => Source;
  /** Half-width of the interval, as a share of the load, at which no more runs are added. */
  readonly precision?: number;
  /** Also finds it with profiles drawn from their uncertainty, if known, and with slightly longer service times. */
  readonly modelError?: { readonly draws?: number };
}

/** Runs of a load at first. */
const FIRST = 32;

/** Runs when the log is the same demand each time. */
const OF_ONE_LOG = 2;
const PRECISION = 0.05;

/** Most requests in a run at which a larger load is tried, if that load is so many times today's. */
const LARGEST = 30_000;
const FARTHEST = 16;

/** Fewest requests in a run at which a smaller load is tried. */
const SMALLEST = 5;
const HOUR = 3600;

/** Loads shown in the figure, relative to the largest load. */
const SHOWN = [0.25, 0.5, 0.7, 0.85, 1.15, 1.3, 1.6];

/** A single log replayed as recorded: more runs reveal nothing about demand. */
const isOnly = (recorded: Recorded | undefined): boolean => recorded !== undefined && !recorded.resampled;

/** Initial runs of each load. */
export function runsOfEach(replications: number, recorded: Recorded | undefined): number {
  return Math.max(replications, isOnly(recorded) ? OF_ONE_LOG : FIRST);
}

/** The largest load at which the fleet of a scenario with one cell meets its slo, with the curve around it. */
export async function capacity(scenarioFile: ScenarioFile, options: CapacityOptions): Promise<Carried> {
  const { scenario } = scenarioFile.cells[0]!;
  const { slo } = scenario;
  checkShares(scenario);
  const demanded = demandedBy(scenarioFile, options.source);
  const { people, demand, recorded, drawn, today } = demanded;
  const bench = new Bench(options);
  bench.stage = 'looking for the largest load';
  const levels = new Levels(scenarioFile, (load) => grown(scenario, load / today), bench);
  // A single log is the same demand each time: only routing and the cloud differ.
  const isOneLog = isOnly(recorded);
  const looking = beginning(scenarioFile, levels, demanded);
  // A log has only so many blocks: more runs of them do not reveal more about other days.
  const wanted = isOneLog || drawn ? Infinity : (options.precision ?? PRECISION);
  const { found, runs } = await within(wanted, looking);
  const { at } = found;
  const load = at === 'below' ? 0 : at === 'above' ? null : at.at;
  const shown = load !== null && load > 0 ? load : null;
  const fit = (value: number): number => (people !== null ? Math.max(1, Math.round(value)) : value);
  bench.stage = 'its curve';
  if (shown !== null) for (const share of SHOWN) await levels.at(fit(shown * share), runs);
  const here = await levels.at(today, runs);
  const full = await levels.at(shown ?? today, runs);
  const ci95 = isOneLog || shown === null ? null : found.ci95;
  // Routing and the cloud alone give no interval for attainment, and none for the load.
  const levelFrom = (one: number, results: readonly Replication[]): CarriedLevel => {
    const level = levelOf(one, results, drawn);
    return isOneLog ? { ...level, ci95: null } : level;
  };
  const level = levelFrom(today, here);
  const outcome = outcomeOf(level, slo.target, load, ci95);
  const { runs: all } = levels;
  bench.stage = 'with the profiles as they may be';
  const levelsOf = (other: Scenario, draw: number): Levels =>
    new Levels(scenarioFile, (at) => grown(other, at / today), bench, draw);
  const withProfiles: Pick<Carried, 'modelError' | 'elasticity'> =
    options.modelError && shown !== null
      ? await withUncertainProfiles(scenarioFile, options.modelError.draws, {
          looking,
          runs,
          here,
          full,
          today,
          load: shown,
          levelsOf,
        })
      : {};
  const toCloud = (results: readonly Replication[]): Estimate | null =>
    scenario.cloud ? estimate(results.map(sent), { drawn }) : null;
  const count = scenario.fleet.reduce((sum, entry) => sum + entry.count, 0);
  return {
    schema: 'edgewise.capacity/1',
    version: options.version,
    scenario: scenarioFile.name,
    seed: scenarioFile.seed,
    unit: people === null ? 'requests/h' : 'users',
    load,
    ci95,
    metric: 'slo.attainment',
    target: slo.target,
    slo: { ttft: slo.ttft, e2e: slo.e2e, tpot: slo.tpot },
    machines: count,
    perMachine: load === null ? null : load / count,
    kinds: shown === null ? [] : kindsOf(scenario, full, shown, demanded),
    today: { ...level, outcome: hardened(outcome, withProfiles.modelError), cloudShare: toCloud(here) },
    cloudShare: toCloud(full),
    replications: runs,
    runs: all,
    // Only loads with all runs; others have fewer.
    curve: levels.loads
      .filter((one) => levels.of(one).length >= runs)
      .map((one) => levelFrom(one, levels.of(one))),
    ...(recorded && { recorded, busiest: people === null ? demand.busiest : null }),
    ...withProfiles,
    notes: notesOf(isOneLog, load, ci95, scenario),
    warnings: [...hardlyMeant(scenarioFile), ...roughly(scenarioFile), ...doubts(scenario, full)],
  };
}

/** Today's demand as the file defines it, rather than as a few runs happened to draw it. */
function demandedBy({ cells, seed }: ScenarioFile, source: (name: string) => Source) {
  const { scenario } = cells[0]!;
  const { users, rate } = known(scenario) ?? foretold(scenario, { seed, replication: 0, source });
  const people = users ?? null;
  const demand = demandOf(scenario, { seed, source });
  const recorded = recordedOf(scenario, { seed, source });
  if (!(demand.requests > 0)) throw new RangeError('the workload has no requests that are counted');
  const drawn = recorded?.resampled ?? undefined;
  const today = people ?? (drawn ? demand.requests / demand.seconds : rate) * HOUR;
  return { people, demand, recorded, drawn, today };
}

/** The first load to try, and the range of loads. */
function beginning(
  { cells, replications }: ScenarioFile,
  levels: Levels,
  { people, demand: { requests }, recorded, drawn, today }: ReturnType<typeof demandedBy>,
): Looking {
  return {
    levels,
    target: cells[0]!.scenario.slo.target,
    runs: runsOfEach(replications, recorded),
    from: today,
    step: 2,
    drawn,
    whole: people !== null,
    least: people !== null ? 1 : today * Math.min(1, SMALLEST / requests),
    most: today * Math.max(FARTHEST, LARGEST / requests),
  };
}

function outcomeOf(
  today: CarriedLevel,
  target: number,
  load: number | null,
  ci95: readonly [number, number] | null,
): Carried['today']['outcome'] {
  if (load === null) return 'enough';
  if (load === 0) return 'tooMuch';
  if (ci95 === null) return today.mean >= target ? 'enough' : 'tooMuch';
  return today.load <= ci95[0] ? 'enough' : today.load >= ci95[1] ? 'tooMuch' : 'unclear';
}

function doubts(scenario: Scenario, results: readonly Replication[]): string[] {
  const arrived = estimate(results.map(({ metrics }) => metrics['arrived']));
  const contextLimit = estimate(results.map(({ reasons }) => reasons['contextLimit'] ?? 0));
  return [
    ...mergeWarnings(results.map(lasting), [], null),
    ...tooLong(scenario, { arrived }, { contextLimit }),
  ];
}

const sent = ({ metrics }: Replication): number | null =>
  metrics['arrived'] ? (metrics['cloud.requests'] ?? 0) / metrics['arrived'] : null;

function kindsOf(
  { fleet }: Scenario,
  results: readonly Replication[],
  load: number,
  { people, demand, drawn }: ReturnType<typeof demandedBy>,
): CarriedKind[] {
  let first = 0;
  // Scaled to the load itself, from what these runs happened to draw; not for users, whose requests depend on the machines.
  const drew = meanOf(results.map(({ metrics }) => metrics['arrived'] ?? 0));
  const scale = people !== null || drew === 0 ? HOUR / demand.seconds : load / drew;
  return fleet.flatMap(({ profile, count }) => {
    const [from, to] = [first, (first += count)];
    const over = (name: string): number[] =>
      results.map(({ devices }) => meanOf(devices.slice(from, to).map((one) => one.metrics[name] ?? 0)));
    if (count === 0) return [];
    return {
      name: profile.name,
      machines: count,
      each: meanOf(over('served')) * scale,
      utilization: estimate(over('utilization'), { drawn }),
    };
  });
}

function notesOf(
  isOneLog: boolean,
  load: number | null,
  ci95: Carried['ci95'],
  { cloud, fallback }: Scenario,
): string[] {
  const spills = cloud !== null && fallback === 'cloud';
  return given([
    ...(isOneLog
      ? [
          'One recorded log is one sample of demand, so that the load has no interval; resample: draws others from it.',
        ]
      : load !== null && load > 0 && ci95 === null
        ? [
            'The runs carry no interval: they do not differ enough, or it reaches beyond the loads that are looked at.',
          ]
        : []),
    spills &&
      'What the machines refuse goes to the cloud, whose answers count; --set fallback=drop asks of the machines alone.',
  ]);
}
