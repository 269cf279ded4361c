/** Who is better: each cell against the cell with the first value of each axis, all else equal, on the same requests. */
import type { Comparison, Decision, Labels } from '../results.ts';
import type { Plan } from '../scenario/scenario.ts';
import type { Findings } from './findings.ts';
import { difference, moreReplications, pairs, relative, type Difference } from './paired.ts';
import { sentence } from './sentence.ts';
import { HEADLINES, wordingOf } from './wording.ts';

type Cells = Pick<Plan, 'axes' | 'cells'>;

export interface CompareOptions {
  /** Which figures; the headlines when nothing is said. Those that no cell has are left out. */
  readonly metrics?: readonly string[];
}

/** Every cell against the first value of each axis. */
export function compare(plan: Cells, findings: Findings, options: CompareOptions = {}): Comparison[] {
  const { metrics = HEADLINES } = options;
  return plan.axes.flatMap((axis) =>
    plan.cells.flatMap(({ labels }, cell) => {
      const first = { ...labels, [axis.path]: axis.labels[0]! };
      const baseline = cellWith(plan, first);
      if (baseline === undefined || baseline === cell) return [];
      return metrics.flatMap((metric) => {
        const made = comparison(plan, findings, { metric, axis: axis.path, cell, baseline });
        return made ? [made] : [];
      });
    }),
  );
}

export interface Question {
  readonly metric: string;
  readonly axis: string;
  readonly cell: number;
  readonly baseline: number;
}

/**
 * One cell against another; undefined when no replication of both has the figure, or it is 0 in all of them.
 */
export function comparison(plan: Cells, findings: Findings, question: Question): Comparison | undefined {
  const { metric, axis } = question;
  const both = pairs(findings, question.cell, question.baseline, metric);
  if ([...both.values, ...both.baseline].every((value) => value === 0)) return undefined;
  const found = difference(both);
  const made = {
    metric,
    axis,
    cell: plan.cells[question.cell]!.labels,
    baseline: plan.cells[question.baseline]!.labels,
    difference: found.estimate,
    relative: relative(both),
    verdict: decide(found, wordingOf(metric).better),
    more: null as number | null,
  };
  if (made.verdict === 'cannot tell yet') made.more = moreReplications(found);
  return { ...made, text: sentence(made) };
}

/** By the interval of the difference. A single replication tells nothing, and neither do two that are equal. */
export function decide({ replications, estimate, t }: Difference, better: 1 | -1 | 0): Decision {
  const { mean, ci95 } = estimate;
  if (replications < 2 || mean === null) return 'cannot tell yet';
  if (mean === 0 && ci95 === null) return 'same';
  const told = ci95 ? ci95[0] > 0 || ci95[1] < 0 : Math.abs(t) === Infinity;
  if (!told) return 'cannot tell yet';
  if (better === 0) return mean > 0 ? 'higher' : 'lower';
  return mean * better > 0 ? 'better' : 'worse';
}

/** The cell with these labels. */
export function cellWith(plan: Cells, labels: Labels): number | undefined {
  const paths = Object.keys(labels);
  const found = plan.cells.findIndex((cell) => paths.every((path) => cell.labels[path] === labels[path]));
  return found < 0 ? undefined : found;
}
