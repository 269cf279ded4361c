/** Computes the result of a study from its responses. */
import { createStreams } from '../../kernel/random.ts';
import type {
  Input,
  MapPoint,
  Output,
  OutputCurve,
  OutputMap,
  Sensitivity,
  OutputShift,
  WinnerMap,
} from './result.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { metricOf, namesIn } from '../../metrics/definitions.ts';
import { estimate } from '../../experiment/estimate.ts';
import { alphaStudy, groups, regions } from './alpha.ts';
import { claimStudy } from './claims.ts';
import { apart, winner } from './contest.ts';
import type { StudyDesign } from './design.ts';
import { effects } from './morris.ts';
import type { Responses } from './responses.ts';
import { sentences } from './sentences.ts';
import { shift } from './shifts.ts';
import { indices } from './sobol.ts';

/** Outputs when nothing is asked for, of those that tell something. */
const MOST_USUAL = 4;

interface Extent {
  readonly design: StudyDesign;
  readonly few: number;
  readonly many: number;
  readonly runs: number;
  readonly failed: number;
}

interface Asked {
  readonly version: string;
  readonly metrics?: readonly string[];
}

export function analyse(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  extent: Extent,
  responses: Responses,
  { version, metrics: wanted }: Asked,
): Sensitivity {
  const { design, few, many } = extent;
  const metrics = wanted ?? telling(scenarioFile, design, responses);
  const cells = scenarioFile.cells.map((_, cell) => cell);
  const each = metrics.flatMap((metric) => cells.map((cell) => ({ metric, cell })));
  const outputs = each.map(({ metric, cell }) =>
    output(scenarioFile, inputs, design, responses, metric, cell, few),
  );
  const sample = design.claims.map((point) => ({ point, values: design.points[point]!.values }));
  const made = {
    schema: 'edgewise.sensitivity/1' as const,
    version,
    scenario: scenarioFile.name,
    seed: scenarioFile.seed,
    inputs,
    cells: scenarioFile.cells.map(({ labels }) => labels),
    metrics,
    design: {
      walks: design.walks.length,
      samples: design.a.length,
      fixed: design.a.length > 0 ? inputs.flatMap((_, i) => (design.kept.includes(i) ? [] : [i])) : [],
      few,
      many,
      points: design.points.length,
      runs: extent.runs,
      failed: extent.failed,
    },
    outputs,
    curves: each.flatMap(({ metric, cell }) => curvesOf(design, responses, metric, cell)),
    maps: each.flatMap(({ metric, cell }) => mapsOf(design, responses, metric, cell)),
    winners: metrics.flatMap((metric) => winnersOf(scenarioFile, design, responses, metric)),
    alpha: alphaStudy(scenarioFile, responses, design.base),
    regions: regions(scenarioFile, inputs, design.curves, responses),
    claims:
      sample.length > 0 && scenarioFile.expect.length > 0
        ? {
            points: sample.length,
            replications: many,
            claims: claimStudy(scenarioFile, inputs, sample, responses),
          }
        : null,
    ...(scenarioFile.changes && { changes: scenarioFile.changes }),
    ...(scenarioFile.leftOut && { leftOut: scenarioFile.leftOut }),
  };
  const all = sentences(made);
  return { ...made, answer: all[0] ?? null, sentences: all };
}

/** Metrics that differ between points. */
function telling({ cells }: ScenarioFile, design: StudyDesign, responses: Responses): string[] {
  const differs = (metric: string): boolean =>
    cells.some((_, cell) => {
      const means = design.points
        .map((_, point) => responses.mean(point, cell, metric))
        .filter(Number.isFinite);
      return means.some((value) => value !== means[0]);
    });
  return namesIn('sensitivity').filter(differs).slice(0, MOST_USUAL);
}

function output(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  design: StudyDesign,
  responses: Responses,
  metric: string,
  cell: number,
  few: number,
): Output {
  // Every output is resampled alike, whichever others there are.
  const random = createStreams(scenarioFile.seed, 0)(`sensitivity.bootstrap.${metric}.${cell}`);
  const own = design.points[design.base]!.values;
  const at = (point: number): number => responses.mean(point, cell, metric, few);
  const { walks, walked, a, b, mixed, kept } = design;
  const screened =
    walks.length > 0
      ? effects(
          walks,
          walked.map((steps) => steps.map(at)),
          random,
        )
      : [];
  const found =
    a.length > 0
      ? indices(
          design.shares,
          { a: a.map(at), b: b.map(at), mixed: mixed.map((column) => column.map(at)) },
          random,
        )
      : null;
  return {
    metric,
    cell,
    base: valueOf(responses, design.base, cell, metric),
    screening: screened.length > 0 && screened.every((one) => one.walks > 0) ? screened : null,
    sample:
      found && found.rows > 0
        ? { mean: found.mean, deviation: Math.sqrt(Math.max(0, found.variance)), rows: found.rows }
        : null,
    ...(found?.indices && { shifts: shiftsOf(scenarioFile, inputs, design, at, metric, cell) }),
    indices: found?.indices ? own.map((_, i) => found.indices![kept.indexOf(i)] ?? null) : null,
  };
}

/** For the inputs that vary in the rows. */
function shiftsOf(
  { seed }: ScenarioFile,
  inputs: readonly Input[],
  { points, a, b, mixed, kept }: StudyDesign,
  at: (point: number) => number,
  metric: string,
  cell: number,
): (OutputShift | null)[] {
  const random = createStreams(seed, 0)(`sensitivity.shifts.${metric}.${cell}`);
  return inputs.map((input, i) => {
    const column = mixed[kept.indexOf(i)];
    if (!column || !input.cells.includes(cell)) return null;
    const valuesOf = (rows: readonly number[]): number[] => rows.map((point) => points[point]!.values[i]!);
    return shift(
      input,
      { from: valuesOf(a), to: valuesOf(b), before: a.map(at), after: column.map(at), other: b.map(at) },
      random,
    );
  });
}

function valueOf(responses: Responses, point: number, cell: number, metric: string): Output['base'] {
  const values = responses.values(point, cell, metric).map((value) => (Number.isNaN(value) ? null : value));
  return estimate(values, { count: metricOf(metric).count });
}

function curvesOf(design: StudyDesign, responses: Responses, metric: string, cell: number): OutputCurve[] {
  return design.curves.map(({ input, values, points }) => ({
    input,
    metric,
    cell,
    at: points.map((point, i) => ({ value: values[i]!, ...valueOf(responses, point, cell, metric) })),
  }));
}

function mapsOf(design: StudyDesign, responses: Responses, metric: string, cell: number): OutputMap[] {
  const own = responses.values(design.base, cell, metric);
  const at = (point: number): MapPoint => {
    const differences = responses.values(point, cell, metric).map((value, i) => value - own[i]!);
    return { ...valueOf(responses, point, cell, metric), told: apart(differences) };
  };
  return design.maps.map(({ inputs, values, points }) => ({
    inputs,
    values,
    metric,
    cell,
    at: points.map((row) => row.map(at)),
  }));
}

/** Where each strategy is best, for metrics with a better direction. */
function winnersOf(
  scenarioFile: ScenarioFile,
  design: StudyDesign,
  responses: Responses,
  metric: string,
): WinnerMap[] {
  const { better } = metricOf(metric);
  if (better === 0) return [];
  return design.maps.flatMap(({ inputs, values, points }) =>
    groups(scenarioFile).map(({ where, cells }) => ({
      inputs,
      values,
      metric,
      where,
      winners: points.map((row) =>
        row.map((point) => {
          const rivals = cells.map(({ cell, label }) => ({
            label,
            values: responses.values(point, cell, metric),
          }));
          return winner(rivals, better);
        }),
      ),
    })),
  );
}
