/** Compares each cell with the cell that has the first value of an axis and otherwise the same ones, by the same requests. */
import type { Comparison, Decision, Labels, Ranking } from '../results.ts';
import { metricOf, namesOf } from '../metrics/definitions.ts';
import type { ScenarioFile, Axis } from '../scenario/scenario.ts';
import type { Findings } from './findings.ts';
import { difference, moreReplications, pairs, relative, type Difference } from './paired.ts';
import { comparisonWords } from '../sentences/comparison.ts';
import { studentCdf } from '../kernel/student.ts';
import { meanOf } from '../kernel/spread.ts';

type Cells = Pick<ScenarioFile, 'axes' | 'cells'>;

export interface CompareOptions {
  /** Metrics to compare; by default those of a run. Metrics that no cell has are left out. */
  readonly metrics?: readonly string[];
}

/** Every cell against the first value of each axis. */
export function compare(scenarioFile: Cells, findings: Findings, options: CompareOptions = {}): Comparison[] {
  const { metrics = namesOf('compared') } = options;
  return scenarioFile.axes.flatMap((axis) =>
    scenarioFile.cells.flatMap(({ labels }, cell) => {
      const first = { ...labels, [axis.path]: axis.labels[0]! };
      const baseline = cellWith(scenarioFile, first);
      if (baseline === undefined || baseline === cell) return [];
      return metrics.flatMap(
        (metric) => comparison(scenarioFile, findings, { metric, axis: axis.path, cell, baseline }) ?? [],
      );
    }),
  );
}

/** Most values of an axis that are compared pairwise. */
const MOST_VALUES = 8;

/**
 * All pairs of values of each axis with three to eight, for each combination of the others. Intervals are corrected by
 * Bonferroni: the chance that any of a metric in a setting misses its difference is at most 5 %.
 */
export function pairwise(
  scenarioFile: Cells,
  findings: Findings,
  options: CompareOptions = {},
): Comparison[] {
  const { metrics = namesOf('deciding') } = options;
  return scenarioFile.axes
    .filter(({ labels }) => labels.length > 2 && labels.length <= MOST_VALUES)
    .flatMap(({ path, labels }) =>
      scenarioFile.cells.flatMap((first, baseline) =>
        labels.slice(labels.indexOf(first.labels[path]!) + 1).flatMap((label) => {
          const cell = cellWith(scenarioFile, { ...first.labels, [path]: label });
          if (cell === undefined) return [];
          const among = (labels.length * (labels.length - 1)) / 2;
          return metrics.flatMap(
            (metric) =>
              comparison(scenarioFile, findings, { metric, axis: path, cell, baseline, among }) ?? [],
          );
        }),
      ),
    );
}

interface ComparisonQuestion {
  readonly metric: string;
  readonly axis: string;
  readonly cell: number;
  readonly baseline: number;
  /** Number of simultaneous comparisons; 1 by default. */
  readonly among?: number;
}

/**
 * One cell against another; undefined when no replication of both has the metric, or it is 0 in all of them.
 */
export function comparison(
  scenarioFile: Cells,
  findings: Findings,
  question: ComparisonQuestion,
): Comparison | undefined {
  const { metric, axis, among = 1 } = question;
  const level = 1 - 0.05 / among;
  const both = pairs(findings, question.cell, question.baseline, metric);
  if ([...both.values, ...both.baseline].every((value) => value === 0)) return undefined;
  const found = difference(both, level);
  const made = {
    metric,
    axis,
    cell: scenarioFile.cells[question.cell]!.labels,
    baseline: scenarioFile.cells[question.baseline]!.labels,
    difference: found.estimate,
    relative: relative(both, level),
    verdict: decide(found, metricOf(metric).better),
    more: null as number | null,
    ...(among > 1 && { among }),
  };
  if (made.verdict === 'cannot tell yet') made.more = moreReplications(found, level);
  return { ...made, text: comparisonWords(made, found.freedom !== undefined) };
}

/** From the interval of the difference. A single replication, or equal differences, decide nothing. */
function decide({ replications, estimate, t }: Difference, better: 1 | -1 | 0): Decision {
  const { mean, ci95 } = estimate;
  if (replications < 2 || mean === null) return 'cannot tell yet';
  if (mean === 0 && ci95 === null) return 'same';
  const told = ci95 ? ci95[0] > 0 || ci95[1] < 0 : Math.abs(t) === Infinity;
  if (!told) return 'cannot tell yet';
  if (better === 0) return mean > 0 ? 'higher' : 'lower';
  return mean * better > 0 ? 'better' : 'worse';
}

/** The cell with these labels. */
export function cellWith(scenarioFile: Cells, labels: Labels): number | undefined {
  const paths = Object.keys(labels);
  const found = scenarioFile.cells.findIndex((cell) =>
    paths.every((path) => cell.labels[path] === labels[path]),
  );
  return found < 0 ? undefined : found;
}

/** Rankings of the values of each axis, for each combination of the others and each metric that has a better direction. */
export function rankings(scenarioFile: Cells, findings: Findings, options: CompareOptions = {}): Ranking[] {
  const metrics = (options.metrics ?? namesOf('compared')).filter((metric) => metricOf(metric).better !== 0);
  return scenarioFile.axes
    .filter((axis) => axis.labels.length > 1)
    .flatMap((axis) =>
      contexts(scenarioFile, axis).flatMap((where) =>
        metrics.flatMap((metric) => ranking(scenarioFile, findings, { metric, axis, where }) ?? []),
      ),
    );
}

/**
 * All pairwise comparisons with Holm's correction: the chance that any rank given here is wrong is at most 5 %. Values
 * that are not known to differ share a rank.
 */
function ranking(
  scenarioFile: Cells,
  findings: Findings,
  { metric, axis, where }: { metric: string; axis: Axis; where: Labels },
): Ranking | undefined {
  const candidates = axis.labels.flatMap((label) => {
    const cell = cellWith(scenarioFile, { ...where, [axis.path]: label });
    const mean = cell === undefined ? null : meanFigure(findings, cell, metric);
    return cell === undefined || mean === null ? [] : [{ label, cell, mean }];
  });
  if (candidates.length < 2 || candidates.every(({ mean }) => mean === 0)) return undefined;
  const { better } = metricOf(metric);
  const tests = candidates.flatMap((a, i) =>
    candidates.slice(i + 1).map((b, j) => {
      const { t, replications, freedom } = difference(pairs(findings, a.cell, b.cell, metric));
      return { a: i, b: i + 1 + j, t: t * better, replications, ...(freedom !== undefined && { freedom }) };
    }),
  );
  const significant = holm(tests);
  const places = candidates.map(({ label, mean }, i) => {
    const worse = significant.filter(({ a, b, t }) => (t > 0 ? a : b) === i).length;
    const bettered = significant.filter(({ a, b, t }) => (t > 0 ? b : a) === i).length;
    return { label, mean, best: 1 + bettered, worst: candidates.length - worse };
  });
  places.sort((a, b) => a.best - b.best || a.worst - b.worst || (b.mean - a.mean) * better);
  return { metric, axis: axis.path, where, places };
}

/** A difference in standard errors, and its number of replications; fewer degrees of freedom when they resample one log. */
interface PairwiseTest {
  readonly t: number;
  readonly replications: number;
  readonly freedom?: number;
}

/** The differences that are significant among so many tests: Holm's step-down at 5 % for the family. */
export function holm<D extends PairwiseTest>(tests: readonly D[]): D[] {
  const ordered = tests.map((test) => ({ test, chance: chance(test) })).sort((x, y) => x.chance - y.chance);
  const first = ordered.findIndex(({ chance }, i) => chance > 0.05 / (ordered.length - i));
  return ordered.slice(0, first < 0 ? ordered.length : first).map(({ test }) => test);
}

/** The two-sided p-value. */
function chance({ t, replications, freedom = replications - 1 }: PairwiseTest): number {
  if (replications < 2) return 1;
  return Math.abs(t) === Infinity ? 0 : 2 * studentCdf(-Math.abs(t), freedom);
}

function contexts(scenarioFile: Cells, axis: Axis): Labels[] {
  return scenarioFile.cells
    .filter(({ labels }) => labels[axis.path] === axis.labels[0])
    .map(({ labels }) => Object.fromEntries(Object.entries(labels).filter(([path]) => path !== axis.path)));
}

function meanFigure(findings: Findings, cell: number, metric: string): number | null {
  const values = findings
    .of(cell)
    .map(([, { metrics }]) => metrics[metric])
    .filter((value) => typeof value === 'number');
  return values.length === 0 ? null : meanOf(values);
}
