/** Evaluates the expectations of a scenario. */
import { known } from '../kernel/numbers.ts';
import type { Estimate, Labels } from '../results.ts';
import { settingOf } from '../sentences/axisName.ts';
import type { Expectation, Outcome } from '../expected.ts';
import type { Claim, Expect, ScenarioFile } from '../scenario/scenario.ts';
import { cellWith } from './compare.ts';
import { metricOf } from '../metrics/definitions.ts';
import { differ, estimate } from './estimate.ts';
import type { Findings } from './findings.ts';
import { difference, drawnIn, pairs } from './paired.ts';

type Cells = Pick<ScenarioFile, 'cells'>;

/** The outcome of an expectation in one of its cells. */
export interface Judged {
  readonly cell: number;
  /** The cell it is compared with, if any. */
  readonly partner: number | null;
  readonly outcome: Outcome;
  readonly detail: string;
}

/** The worst first. */
const WORST: readonly Outcome[] = ['fails', 'undecided', 'holds'];

/**
 * Holds if it does in every cell, fails if it fails in one: by the 95 % interval, paired where cells are compared. Where
 * at least two replications are exactly equal, nothing is random and the value itself decides. Where outcomes differ
 * between cells, each is listed, failures first.
 */
export function evaluate(
  scenarioFile: Cells & Pick<ScenarioFile, 'axes'>,
  findings: Findings,
  expect: Expect,
): Expectation {
  const judged = judgements(scenarioFile, findings, expect);
  const outcomes = WORST.filter((one) => judged.some(({ outcome }) => outcome === one));
  const mixed = outcomes.length > 1;
  const details = outcomes.flatMap((one) =>
    judged.flatMap(({ outcome, detail }) =>
      outcome !== one ? [] : [mixed ? `${outcome}: ${detail}` : detail],
    ),
  );
  return { text: expect.text, outcome: outcomes[0] ?? 'undecided', details };
}

/** Outcomes by cell. */
export function judgements(
  scenarioFile: Cells & Pick<ScenarioFile, 'axes'>,
  findings: Findings,
  expect: Expect,
): readonly Judged[] {
  const wanted = Object.entries({ ...expect.where, ...expect.of });
  return scenarioFile.cells.flatMap(({ labels }, cell) =>
    wanted.every(([path, label]) => labels[path] === label)
      ? [{ cell, partner: null, ...judge(scenarioFile, findings, expect, cell) }]
      : [],
  );
}

function judge(
  scenarioFile: Cells & Pick<ScenarioFile, 'axes'>,
  findings: Findings,
  { metric, claim }: Expect,
  cell: number,
): Omit<Judged, 'cell' | 'partner'> & Partial<Pick<Judged, 'partner'>> {
  const { labels } = scenarioFile.cells[cell]!;
  if (claim.kind !== 'within' && typeof claim.than === 'object') {
    const partner = cellWith(scenarioFile, { ...labels, ...claim.than });
    if (partner === undefined)
      return { outcome: 'undecided', detail: `${name(labels)}: no cell to compare with` };
    const { estimate: found, replications } = difference(pairs(findings, cell, partner, metric));
    const [low, high] = claim.kind === 'lessThan' ? [-Infinity, 0] : [0, Infinity];
    return {
      partner,
      outcome: decide(found, replications, low, high),
      detail: `${name(labels)} less ${name(scenarioFile.cells[partner]!.labels)}: ${metric} ${told(found)}`,
    };
  }
  const replications = findings.of(cell).map(([, replication]) => replication);
  const first = replications[0];
  const alone = replications.length === 1 && !first!.recorded ? first!.within[metric] : undefined;
  const found = estimate(
    replications.map(({ metrics }) => metrics[metric]),
    { count: metricOf(metric).count, random: differ(replications), drawn: drawnIn(findings, cell) },
  );
  const best = alone ? { ...found, ci95: alone } : found;
  const [low, high] = bounds(claim);
  return {
    outcome: decide(best, replications.length, low, high),
    detail: `${name(labels)}: ${metric} ${told(best)}`,
  };
}

function bounds(claim: Claim): [number, number] {
  if (claim.kind === 'within') return [claim.low, claim.high];
  const than = claim.than as number;
  return claim.kind === 'lessThan' ? [-Infinity, than] : [than, Infinity];
}

/** The bounds themselves do not count as inside, except for an exact value and a range. */
function decide({ mean, ci95 }: Estimate, replications: number, low: number, high: number): Outcome {
  if (mean === null) return 'undecided';
  if (ci95 === null) {
    if (replications < 2) return 'undecided';
    const open = low === -Infinity || high === Infinity;
    return (open ? mean > low && mean < high : mean >= low && mean <= high) ? 'holds' : 'fails';
  }
  if (ci95[0] > low && ci95[1] < high) return 'holds';
  return ci95[0] >= high || ci95[1] <= low ? 'fails' : 'undecided';
}

function told({ mean, ci95 }: Estimate): string {
  if (mean === null) return 'has no value';
  if (ci95 === null) return `${String(Number(mean.toPrecision(6)))} (no interval)`;
  const half = (ci95[1] - ci95[0]) / 2;
  return `${known(mean, half)} (95 % interval ${known(ci95[0], half)} to ${known(ci95[1], half)})`;
}

function name(labels: Labels): string {
  const parts = Object.keys(labels).map((path) => settingOf(labels, path));
  return parts.length === 0 ? 'the run' : parts.join(', ');
}
