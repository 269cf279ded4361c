/** Whether a recommendation holds when the profiles' coefficients vary within their uncertainty. */
import { studentQuantile } from '../../kernel/student.ts';
import { namesOf } from '../../metrics/definitions.ts';
import type { Elasticity, Estimate, Replication } from '../../results.ts';
import type { Replicating, Robustness } from './result.ts';
import { deciding, holds, type FleetOutcome, type Assessed, type MonthlyCost } from './fleetResult.ts';
import {
  elasticityOf,
  MOVED,
  PAIRS,
  SLOWER,
  asDrawn,
  DRAWS,
  drawn,
  INNER,
  withModelError,
  type ModelError,
} from '../../experiment/modelError.ts';
import { billOf, type Bill, type Prices } from './cost.ts';
import { analysesOf } from './analyses.ts';
import { figureOf } from './requirement.ts';
import type { SearchEntry } from './search.ts';
import { isEmpty, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** Share of the draws in which a fleet has to meet the requirements. */
const SURVIVING = 0.95;
/** Runs with each draw for requirements by day: few days give no share of days. */
const INNER_DAYS = 20;
/** Most other fleets tried. */
const OTHERS = 60;
/** Draws after which a fleet that failed too often is dropped: enough for percentiles. */
const GLIMPSE = 20;

interface RobustnessOptions {
  readonly trial: Trial;
  readonly seed: number;
  readonly made: Replicating;
  readonly entries: readonly SearchEntry[];
  readonly best: SearchEntry;
  readonly modelError: ModelError;
}

interface Hardened {
  readonly recommended: FleetOutcome;
  readonly robustness: Robustness;
}

/** The recommended fleet with its model error, and the next one if it does not survive. */
export async function robustness(recommended: FleetOutcome, options: RobustnessOptions): Promise<Hardened> {
  const { trial, made, modelError } = options;
  const daily = trial.asked.some(({ ask }) => ask === 'days');
  const draws = modelError.draws ?? DRAWS;
  const runs = Math.min(made.most, modelError.replications ?? (daily ? INNER_DAYS : INNER));
  const worlds = worldsOf(options, draws, runs);
  await worlds.run(recommended.counts);
  const found = worlds.of(recommended);
  const enough = found.survives === null || found.survives >= SURVIVING;
  const { next, tried } = enough ? { next: null, tried: 0 } : await nextOf(options, worlds, draws);
  return {
    recommended: found.fleet,
    robustness: {
      draws,
      replications: runs,
      survives: found.survives,
      next,
      tried,
      elasticity: await worlds.elasticity(recommended),
    },
  };
}

interface Worlds {
  /** Runs it with the first draws, or all. */
  run(counts: Counts, some?: number): Promise<void>;
  /** Runs it with slightly longer service times. */
  elasticity(fleet: FleetOutcome): Promise<Elasticity | null>;
  of(fleet: FleetOutcome, some?: number): { readonly fleet: FleetOutcome; readonly survives: number | null };
}

/** The same draws for every fleet. */
function worldsOf({ trial, seed }: RobustnessOptions, draws: number, runs: number): Worlds {
  const { prices, ledger, growth, asked } = trial;
  const numbers = Array.from({ length: draws }, (_, draw) => draw);
  const drawnPrices = numbers.map((draw): Prices => {
    const { planning, scenario } = prices;
    const kinds = drawn(
      { ...scenario, fleet: planning.candidates.map((one) => ({ ...one, count: 1 })) },
      seed,
      draw,
    );
    const candidates = planning.candidates.map((one, i) => ({ ...one, profile: kinds.fleet[i]!.profile }));
    return { ...prices, planning: { ...planning, candidates } };
  });
  return {
    async run(counts, some = draws) {
      await trial.run([counts], runs);
      await ledger.need(numbers.slice(0, some).map((draw) => ({ growth, counts, to: runs, draw })));
    },
    async elasticity({ counts }) {
      if (isEmpty(counts)) return null;
      const pairs = Math.min(PAIRS, ledger.of(growth, counts).length);
      await ledger.need([{ growth, counts, to: pairs, draw: SLOWER }]);
      const figures = (draw: number | null): Replication['metrics'][] =>
        ledger.of(growth, counts, 0, pairs, draw).map(({ metrics }) => metrics);
      return elasticityOf(figures(null), figures(SLOWER), [...namesOf('planning'), ...MOVED]);
    },
    of(fleet, some = draws) {
      const { counts } = fleet;
      const tried = numbers.slice(0, some);
      const nominal = ledger.of(growth, counts, 0, runs);
      const rows = tried.map((draw) => ledger.of(growth, counts, 0, runs, draw));
      type Figure = (run: Replication, prices: Prices) => number | null;
      const each = (figure: Figure): [(number | null)[][], (number | null)[]] => [
        rows.map((row, draw) => row.map((run) => figure(run, drawnPrices[draw]!))),
        nominal.map((run) => figure(run, prices)),
      ];
      const over = (estimate: Estimate, figure: Figure): Estimate =>
        withModelError(estimate, ...each(figure), samplingOf(estimate, fleet.replications));
      const figureOfAsked =
        (one: Assessed): Figure =>
        (run, at) =>
          one.ask === 'days' ? (good(run, at) ? 1 : 0) : finite(figureOf(one, run, counts, at));
      const others = asked.filter(({ ask }) => ask !== 'days' && ask !== 'budget');
      const good = (run: Replication, at: Prices): boolean =>
        others.every((one) => holds(one, figureOf(one, run, counts, at)));
      const assessed = fleet.assessed.map((one) => ({
        ...one,
        figure: over(one.figure, figureOfAsked(one)),
      }));
      const bill =
        (part: keyof Bill): Figure =>
        (run, at) =>
          billOf(run, counts, at)[part];
      const cost: MonthlyCost = {
        hardware: fleet.cost.hardware,
        load: over(fleet.cost.load, bill('load')),
        idle: over(fleet.cost.idle, bill('idle')),
        cloud: over(fleet.cost.cloud, bill('cloud')),
        total: over(fleet.cost.total, bill('total')),
      };
      const attainment = over(fleet.attainment, ({ metrics }) => metrics['slo.attainment'] ?? null);
      const values = deciding(fleet.assessed).map((one) => ({
        one,
        values: asDrawn(one.figure.mean, ...each(figureOfAsked(one)))?.values ?? null,
      }));
      const survives = values.some((each) => each.values === null)
        ? null
        : tried.filter((draw) => values.every(({ one, values: all }) => survived(one, all![draw]!))).length /
          some;
      return { fleet: { ...fleet, assessed, cost, attainment }, survives };
    },
  };
}

/** A draw in which no request was answered has no value, and counts as failed. */
const survived = (one: Assessed, value: number | null): boolean => value !== null && holds(one, value);

const finite = (value: number | null): number | null =>
  value === null || Number.isFinite(value) ? value : null;

/** The variance of a mean, from its interval; null when there is none. */
function samplingOf({ ci95 }: Estimate, n: number): number | null {
  return ci95 ? ((ci95[1] - ci95[0]) / 2 / studentQuantile(0.975, n - 1)) ** 2 : null;
}

/** Tries fleets by lower bound of cost, until none can be cheaper than one that was found. */
async function nextOf(
  { trial, made, entries, best, modelError }: RobustnessOptions,
  worlds: Worlds,
  draws: number,
): Promise<Pick<Robustness, 'next' | 'tried'>> {
  const least = (entry: SearchEntry): number =>
    trial.runsOf(entry.counts, 1).length > 0 ? entry.cost : entry.floor;
  const possible = entries
    .filter(({ state }) => state === 'open' || state === 'dearer' || state === 'passes')
    .filter((entry) => entry !== best && least(entry) >= best.cost)
    .sort((a, b) => least(a) - least(b));
  const analyses = analysesOf(made.replications, made.most);
  let next: Robustness['next'] = null;
  let tried = 0;
  for (const entry of possible) {
    if (tried >= (modelError.others ?? OTHERS) || (next && least(entry) >= next.fleet.cost.total.mean!))
      break;
    tried++;
    if ((await trial.decided(entry.counts, analyses)).verdict !== 'passes') continue;
    const outcome = trial.outcome(entry.counts, { verdict: 'passes' });
    if (draws > 2 * GLIMPSE) {
      await worlds.run(entry.counts, GLIMPSE);
      const { survives } = worlds.of(outcome, GLIMPSE);
      if (survives !== null && (1 - survives) * GLIMPSE > (1 - SURVIVING) * draws) continue;
    }
    await worlds.run(entry.counts);
    const { fleet, survives } = worlds.of(outcome);
    const cheaper = next === null || fleet.cost.total.mean! < next.fleet.cost.total.mean!;
    if (survives !== null && survives >= SURVIVING && cheaper) next = { fleet, survives };
  }
  return { next, tried };
}
