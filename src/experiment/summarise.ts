/** Computes the summary from finished replications, independent of their order. */
import type { QuantileQuestion } from '../kernel/statistics.ts';
import type { CellSummary, DeviceSummary, Estimate, Replication, Summary } from '../results.ts';
import { known } from '../scenario/known.ts';
import { handsBack } from '../scenario/recourse.ts';
import type { ScenarioFile, Scenario } from '../scenario/scenario.ts';
import { compare, pairwise, type CompareOptions, rankings } from './compare.ts';
import { metricOf, namesOf, type Definition } from '../metrics/definitions.ts';
import { elasticityOf, withModelError } from './modelError.ts';
import { differ, estimate, estimates, withIntervals } from './estimate.ts';
import { evaluate } from './expect.ts';
import { Findings } from './findings.ts';
import type { Finished } from './job.ts';
import { overall } from '../sentences/overall.ts';
import { missed, type Precision } from './precision.ts';
import { alike, deviationOf } from '../kernel/spread.ts';
import { offeredLoad, verdict, findWarmup, warmupWarning } from './verdict.ts';
import { mergeWarnings, tooLong } from './warnings.ts';
import { regionsSummary } from './world/regionsSummary.ts';

export interface SummariseOptions extends CompareOptions {
  /** The version of the program. */
  readonly version: string;
  /** The precision requested, so that metrics which missed it are reported. */
  readonly precision?: Precision;
}

/** From finished jobs to `summary.json`: means with intervals, comparisons, rankings and claims. */
export function summarise(
  scenarioFile: ScenarioFile,
  results: Findings | Iterable<Finished>,
  options: SummariseOptions,
): Summary {
  const findings = results instanceof Findings ? results : gather(scenarioFile, results);
  const { version, precision } = options;
  const comparisons = compare(scenarioFile, findings, options);
  const draws = Math.max(0, ...scenarioFile.cells.map((_, cell) => findings.drawn(cell).length));
  const inner = Math.max(
    0,
    ...scenarioFile.cells.flatMap((_, cell) => findings.drawn(cell).map((row) => row.length)),
  );
  return {
    schema: 'edgewise.summary/1',
    version,
    scenario: scenarioFile.name,
    seed: scenarioFile.seed,
    cells: scenarioFile.cells.map((_, cell) => summariseCell(scenarioFile, findings, cell)),
    comparisons,
    overall: overall(comparisons),
    pairwise: pairwise(scenarioFile, findings, options),
    rankings: rankings(scenarioFile, findings, options),
    expectations: scenarioFile.expect.map((expect) => evaluate(scenarioFile, findings, expect)),
    ...(scenarioFile.leftOut && { leftOut: scenarioFile.leftOut }),
    ...(scenarioFile.changes && { changes: scenarioFile.changes }),
    ...(precision && {
      precision: {
        target: precision.target,
        metrics: precision.metrics ?? namesOf('precise'),
        missed: missed(scenarioFile, findings, precision),
      },
    }),
    ...(draws > 0 && { modelError: { draws, replications: inner } }),
  };
}

export function gather(scenarioFile: Pick<ScenarioFile, 'cells'>, results: Iterable<Finished>): Findings {
  const findings = new Findings(scenarioFile.cells.length);
  for (const finished of results) findings.add(finished);
  return findings;
}

function summariseCell(scenarioFile: ScenarioFile, findings: Findings, cell: number): CellSummary {
  const { labels, scenario } = scenarioFile.cells[cell]!;
  const numbered = findings.of(cell);
  const replications = numbered.map(([, replication]) => replication);
  const random = differ(replications);
  const { recorded } = replications[0] ?? {};
  const drawn = recorded?.resampled ?? undefined;
  const metrics = estimates(
    replications.map((replication) => replication.metrics),
    { random, drawn, count: (metric) => possible(scenario, metricOf(metric)) },
  );
  // The requests of a log are one sample of demand: their variance says nothing about other days.
  const alone = replications.length === 1 && !recorded ? replications[0]! : undefined;
  const within = alone ? withIntervals(metrics, alone.within) : metrics;
  const why = reasons(replications, { random, drawn });
  // A workload from a file is not known beforehand, and has no steady state.
  const workload = replications.length > 0 ? known(scenario) : null;
  const found = workload && findWarmup(findings.series(cell), workload.period);
  const duration = scenario.duration ?? recorded?.duration ?? null;
  const late = workload && scenario.warmup === 0 ? warmupWarning(found, duration ?? Infinity) : null;
  const outcome = verdict(replications, duration === null ? null : duration / 2);
  const elasticity =
    outcome === 'backlogged'
      ? null
      : elasticityOf(
          replications.map(({ metrics: figures }) => figures),
          findings.slower(cell),
        );
  return {
    vary: labels,
    replications: replications.length,
    verdict: outcome,
    offeredLoad: offeredLoad(replications),
    warnings: [
      ...tooLong(scenario, within, why),
      ...mergeWarnings(replications, findings.failures(cell), late),
    ],
    warmup: found !== null && found.seconds < Infinity ? found.seconds : null,
    ...sloTarget(scenario, within),
    ...(recorded && { recorded }),
    metrics: withDraws(within, findings, cell),
    reasons: why,
    devices: named((replication) => replication.devices, replications, { random, drawn }),
    ...(replications[0]?.tenants && {
      tenants: named(({ tenants = [] }) => tenants, replications, { random, drawn }),
    }),
    ...(replications[0]?.priorities && {
      priorities: named(({ priorities = [] }) => priorities, replications, { random, drawn }),
    }),
    ...(elasticity && { elasticity }),
    ...(replications[0]?.world && { regions: regionsSummary(scenario, replications) }),
  };
}

/** The target of the slo, beside attainment; undefined when regions have different targets. */
function sloTarget(
  { slo, regions }: Scenario,
  metrics: Record<string, Estimate>,
): Pick<CellSummary, 'sloTarget'> {
  if (metrics['slo.attainment']?.mean == null) return {};
  const targets = regions?.map(({ scenario }) => scenario.slo.target) ?? [slo.target];
  return alike(targets) ? { sloTarget: targets[0]! } : {};
}

/** Whether it is a count that can be other than 0: only then does its absence bound its rate. */
function possible({ fallback, cloud, fleet }: Scenario, { count, needs }: Definition): boolean {
  if (needs === 'drop') return fallback === 'drop' || fleet.some(handsBack);
  return count && (needs !== 'cloud' || cloud !== null);
}

function withDraws(
  metrics: Record<string, Estimate>,
  findings: Findings,
  cell: number,
): Record<string, Estimate> {
  const rows = findings.drawn(cell);
  if (rows.length === 0) return metrics;
  const columns = Math.max(...rows.map((row) => row.length));
  const numbered = findings.of(cell);
  return Object.fromEntries(
    Object.entries(metrics).map(([name, figure]) => {
      const values = numbered.map(([, replication]) => replication.metrics[name]);
      const table = rows.map((row) => row.map((figures) => figures[name]));
      return [name, withModelError(figure, table, values.slice(0, columns), variance(values))];
    }),
  );
}

/** Variance of the mean over replications. */
function variance(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length < 2) return null;
  const deviation = deviationOf(known);
  return (deviation * deviation) / known.length;
}

/** A reason missing in a replication did not occur. */
function reasons(replications: readonly Replication[], options: Differing): Record<string, Estimate> {
  const names = [...new Set(replications.flatMap((replication) => Object.keys(replication.reasons)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      estimate(
        replications.map((replication) => replication.reasons[name] ?? 0),
        options,
      ),
    ]),
  );
}

/** Whether replications differ, and whether they resample a log. */
interface Differing {
  readonly random: boolean;
  readonly drawn: QuantileQuestion | undefined;
}

/** Devices, tenants or priorities, in the order of the first replication; those only in others follow. */
function named(
  of: (replication: Replication) => Replication['devices'],
  replications: readonly Replication[],
  options: Differing,
): DeviceSummary[] {
  const rows = replications.map(
    (replication) => new Map(of(replication).map((one) => [one.name, one.metrics])),
  );
  const names = new Set(rows.flatMap((row) => [...row.keys()]));
  return [...names].map((name) => ({
    name,
    ...estimates(
      rows.map((row) => row.get(name) ?? {}),
      options,
    ),
  }));
}
