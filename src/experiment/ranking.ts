import type { Labels, Ranking } from '../results.ts';
import { studentCdf } from '../kernel/student.ts';
import { metricOf, namesOf } from '../metrics/definitions.ts';
import type { Axis, ScenarioFile } from '../scenario/scenario.ts';
import { cellWith, type CompareOptions } from './compare.ts';
import type { Findings } from './findings.ts';
import { difference, pairs } from './paired.ts';
import { meanOf } from '../kernel/spread.ts';

type Cells = Pick<ScenarioFile, 'axes' | 'cells'>;

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
