/** The cheapest fleet for every level of demand, and what to know about it before buying. */
import { Logs } from '../../logs/logs.ts';
import type { PlannedLevel as LevelResult, Planned } from './result.ts';
import type { Recorded } from '../../results.ts';
import { isEdgeOnly } from '../../scenario/planning.ts';
import type { ScenarioFile, Planning, Scenario } from '../../scenario/scenario.ts';
import { roughly } from '../../scenario/warning.ts';
import { lasting, mergeWarnings } from '../../experiment/warnings.ts';
import { aloneShare } from './cause.ts';
import { checkShares, requirements } from './requirement.ts';
import { busySeconds } from './cost.ts';
import { recordedOf, checkRecorded, withRecordedDays } from './demand.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import { Level } from './level.ts';
import { levelPlan, type LevelPlanOptions } from './levelPlan.ts';
import { MOST_DAYS } from './replications.ts';
import { OWN } from './search.ts';
import { kindNames, plannedScenario, type Counts } from './space.ts';
import { ENOUGH, type Trial } from './trial.ts';

/** Options of a plan: where it runs, and how thoroughly it searches. */
export interface PlanningOptions extends LedgerOptions, LevelPlanOptions {
  readonly version: string;
  /** Levels of demand that replace the file's. */
  readonly growth?: readonly number[];
}

/** Throws Stopped after an abort; results finished until then have been passed to `onFinished`. */
export async function planning(written: ScenarioFile, options: PlanningOptions): Promise<Planned> {
  const logs = new Logs(options.source);
  const reading = { seed: written.seed, source: options.source, logs };
  const replications = options.replications ?? written.replications;
  const { planning, scenarioFile, recorded } = plannable({ ...written, replications }, (scenario) =>
    recordedOf(scenario, reading),
  );
  const scenario = plannedScenario(scenarioFile);
  const ledger = new Ledger(scenarioFile, planning, { ...options, logs });
  const asked = requirements(planning, scenario);
  const made = (growth: number): Level => new Level({ planning, scenario, growth, asked, ledger, reading });
  const levels: LevelResult[] = [];
  const doubts = new Set<string>();
  for (const growth of options.growth ?? planning.growth) {
    const level = made(growth);
    const found = await levelPlan(level, scenarioFile.seed, { ...options, replications });
    levels.push(found);
    doubtsOf(level.trial, found).forEach((text) => doubts.add(text));
  }
  const today = made(1);
  return {
    schema: 'edgewise.plan/2',
    version: options.version,
    scenario: scenarioFile.name,
    seed: scenarioFile.seed,
    requirements: asked,
    kinds: planning.candidates.map(({ price, priceSource, count, profile }, i) => ({
      name: kindNames(planning.candidates)[i]!,
      price,
      priceSource,
      ...count,
      quality: profile.quality,
      alone: aloneShare(today.trial, unit(planning, i), today.demand),
    })),
    slo: { ttft: scenario.slo.ttft, e2e: scenario.slo.e2e, tpot: scenario.slo.tpot },
    cloud: scenario.cloud?.profile.name ?? null,
    cloudQuality: scenario.cloud?.profile.quality ?? null,
    edgeOnly: isEdgeOnly(planning),
    headroom: planning.headroom,
    spare: planning.spare,
    lifetime: planning.lifetime,
    busy: busySeconds(planning),
    electricity: scenario.metrics.electricity,
    ...(recorded && { recorded }),
    levels,
    warnings: [
      ...unrated(planning, scenario),
      ...roughly({ cells: [], planning }),
      ...doubts,
      ...warnings(planning, levels),
    ],
  };
}

const unit = ({ candidates }: Planning, kind: number): Counts =>
  candidates.map((_, i) => (i === kind ? 1 : 0));

/** Warnings about the recommended, or the nearest, fleet's runs: above all lengths outside the measured range. */
function doubtsOf(trial: Trial, { recommended, nearest }: LevelResult): string[] {
  const fleet = recommended ?? nearest?.fleet;
  if (!fleet) return [];
  const from = recommended ? OWN : 0;
  return mergeWarnings(trial.runsOf(fleet.counts, from + fleet.replications, from).map(lasting), [], null);
}

/** What is planned; with `per: day` each run is a day of the log. Throws an error of one line for what cannot be planned. */
export function plannable(
  written: ScenarioFile,
  recordedOf: (scenario: Scenario) => Recorded | undefined,
): {
  readonly planning: Planning;
  readonly scenarioFile: ScenarioFile;
  readonly recorded: Recorded | undefined;
} {
  const { planning, replications } = written;
  if (!planning)
    throw new RangeError(
      'has no plan section: it does not say what may be bought; for instance plan: { candidates: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1..4, price: 249 $ }] }',
    );
  const { mostRuns } = planning;
  const least = Math.max(ENOUGH, replications);
  if (mostRuns !== null && mostRuns < least)
    throw new RangeError(
      `plan.mostRuns: cannot be ${mostRuns}: ${least} at least${replications > ENOUGH ? ', the number of replications' : ''}`,
    );
  checkShares(written.cells[0]!.scenario, planning);
  const scenarioFile = withRecordedDays(written, planning);
  const recorded = recordedOf(scenarioFile.cells[0]!.scenario);
  checkRecorded(planning, recorded, mostRuns ?? MOST_DAYS);
  return { planning, scenarioFile, recorded };
}

/** Models whose answers count as wrong since their quality is unknown. */
function unrated({ quality, candidates }: Planning, { cloud }: Scenario): string[] {
  if (quality === null) return [];
  const all = [...candidates.map(({ profile }) => profile), ...(cloud ? [cloud.profile] : [])];
  const names = new Set(all.filter((one) => one.quality === null).map(({ name }) => name));
  return [...names].map(
    (name) =>
      `the Q of ${name} is unknown: its answers count as wrong for plan.quality; quality: beside its profile says it`,
  );
}

function warnings({ candidates }: Planning, levels: readonly LevelResult[]): string[] {
  const found: string[] = [];
  for (const {
    growth,
    recommended,
    replicating: { capped, most, about },
    effort: { spent, skipped },
  } of levels) {
    if (capped)
      found.push(
        `demand × ${growth}: the margin takes about ${about} runs of a fleet, and mostRuns allows ${most}`,
      );
    if (spent)
      found.push(
        `demand × ${growth}: mostRequests were simulated before all was told${skipped > 0 ? `; ${skipped} fleets that may be cheaper were not run` : ''}`,
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
