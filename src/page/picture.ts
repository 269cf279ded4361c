/** Reduces a round of runs to the numbers that the page draws. */
import { estimate } from '../experiment/estimate.ts';
import type { Round } from '../experiment/rounds.ts';
import { meanInterval } from '../kernel/statistics.ts';
import { loadsOf, shownLoad } from '../report/loads.ts';
import { MINUTES, timeAxis } from '../report/timeAxis.ts';
import { burstsOf, length, view } from '../report/timeline.ts';
import type { Estimate, Replication, Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { StrategyRow, Picture, ChartPoint } from './protocol.ts';
import type { Waits } from './waits.ts';

/** Metrics by cell and replication of the previous setting, for comparison. */
export type Earlier = ReadonlyMap<string, readonly Replication['metrics'][]>;

const MOST_POINTS = 120;
const MOST_DEVICES = 24;
/** Most lines that can be told apart. */
const MOST_ENTRIES = 12;
const ALPHAS = 20;
/** Seconds of a month of 365 / 12 days. */
const MONTH = (365 / 12) * 86_400;
/** The share of arrived requests answered at the edge. */
const SHARE = 'edge.share';

export const keyOf = (labels: Readonly<Record<string, unknown>>): string => JSON.stringify(labels);

export function metricsOf(scenarioFile: ScenarioFile, { findings }: Round): Earlier {
  return new Map(
    scenarioFile.cells.map(({ labels }, cell) => [
      keyOf(labels),
      findings.of(cell).map(([, one]) => one.metrics),
    ]),
  );
}

export function pictureOf(
  scenarioFile: ScenarioFile,
  round: Round,
  earlier: Earlier | null,
  waits: Waits,
): Picture {
  const { summary, findings } = round;
  const series = scenarioFile.cells.map((_, cell) => findings.series(cell));
  const loads = loadsOf(summary, series);
  const now = metricsOf(scenarioFile, round);
  const shown = Math.max(0, loads.indexOf(shownLoad(loads, undefined)));
  const { scenario } = scenarioFile.cells[loads[shown]!.entries[0]!.number]!;
  const end = Math.max(0, ...loads[shown]!.entries.flatMap((entry) => entry.series.map(length)));
  const bursts = burstsOf(scenario.workload);
  const over = view(end, scenario.warmup, bursts, MOST_POINTS);
  const axis = over.folds === null ? timeAxis(over.to) : MINUTES;
  const points = (one: Parameters<typeof over.points>[0]): ChartPoint[] =>
    over.points(one, 'utilization').map(({ at, value }) => [at / axis.seconds, value]);
  const counted = summary.cells[0]?.recorded?.duration ?? (scenario.duration ?? end) - scenario.warmup;
  return {
    replications: round.replications,
    of: scenarioFile.replications,
    requests: round.requests,
    last: round.last !== null,
    shown,
    loads: loads.map(({ name, entries }) => ({
      name,
      entries: entries.slice(0, MOST_ENTRIES).map((entry): StrategyRow => {
        const key = keyOf(scenarioFile.cells[entry.number]!.labels);
        const mine = now.get(key)!;
        const fleet = entry.series.find(({ device }) => device === 'fleet');
        return {
          key,
          name: entry.name,
          colour: entry.colour,
          verdict: entry.cell.verdict,
          offered: entry.cell.offeredLoad,
          figures: entry.cell.metrics,
          changes: changesOf(mine, earlier?.get(key)),
          fleet: fleet ? points(fleet) : [],
          devices: entry.series
            .filter(({ device }) => device !== 'fleet')
            .slice(0, MOST_DEVICES)
            .map((one) => ({ name: one.device, points: points(one) })),
          pcr: overAlpha(mine),
          waits: waits.of(entry.number),
          attainment: [],
        };
      }),
    })),
    time: {
      from: over.from / axis.seconds,
      to: over.to / axis.seconds,
      unit: axis.unit,
      folds: over.folds,
      bursts: over.bursts.map(({ from, to }) => [from / axis.seconds, to / axis.seconds]),
    },
    month: counted > 0 ? MONTH / counted : 0,
    claims: summary.expectations,
    warnings: [...new Set([...scenarioFile.warnings, ...summary.cells.flatMap(({ warnings }) => warnings)])],
  };
}

/** Paired by replication: both settings got the same requests, so the interval of a change is narrow. */
function changesOf(
  now: readonly Replication['metrics'][],
  before: readonly Replication['metrics'][] | undefined,
): Record<string, Estimate> {
  if (!before) return {};
  const both = Math.min(now.length, before.length);
  const paired = (of: (run: Replication['metrics']) => number | null | undefined): Estimate =>
    estimate(
      Array.from({ length: both }, (_, i) => {
        const [a, b] = [of(now[i]!), of(before[i]!)];
        return typeof a === 'number' && typeof b === 'number' ? a - b : null;
      }),
    );
  return {
    ...Object.fromEntries(
      Object.keys(now[0] ?? {}).map((name) => [name, paired((run) => run[name])] as const),
    ),
    [SHARE]: paired((run) => (run['arrived'] ? (run['edge.served'] ?? 0) / run['arrived'] : null)),
  };
}

/** No runs needed: within a replication U is linear in alpha, between responsiveness and quality. */
function overAlpha(runs: readonly Replication['metrics'][]): StrategyRow['pcr'] {
  const ends = runs.flatMap((run) => {
    const [zero, one, cost] = [run['responsiveness'], run['quality'], run['costPerResponse']];
    return typeof zero === 'number' && typeof one === 'number' && typeof cost === 'number' && cost > 0
      ? [[zero / (100 * cost), one / (100 * cost)] as const]
      : [];
  });
  if (ends.length === 0 || ends.length < runs.length) return [];
  return Array.from({ length: ALPHAS + 1 }, (_, i) => {
    const alpha = i / ALPHAS;
    const { mean, ci95 } = meanInterval(ends.map(([zero, one]) => zero + alpha * (one - zero)));
    return { alpha, mean: mean!, ci95: ci95 ?? null };
  });
}

/** The picture of a stored summary, without what only runs provide. */
export function pictureOfSummary(summary: Summary): Picture {
  const loads = loadsOf(summary, []);
  const replications = Math.max(1, ...summary.cells.map((cell) => cell.replications));
  return {
    replications,
    of: replications,
    requests: 0,
    last: true,
    shown: Math.max(0, loads.indexOf(shownLoad(loads, undefined))),
    loads: loads.map(({ name, entries }) => ({
      name,
      entries: entries.slice(0, MOST_ENTRIES).map((entry): StrategyRow => ({
        key: keyOf(entry.cell.vary),
        name: entry.name,
        colour: entry.colour,
        verdict: entry.cell.verdict,
        offered: entry.cell.offeredLoad,
        figures: entry.cell.metrics,
        changes: {},
        fleet: [],
        devices: [],
        pcr: [],
        waits: { ttft: [], e2e: [] },
        attainment: [],
      })),
    })),
    time: { from: 0, to: 1, unit: 'min', folds: null, bursts: [] },
    month: 0,
    claims: summary.expectations,
    warnings: [...new Set(summary.cells.flatMap(({ warnings }) => warnings))],
  };
}
