/** What was expected of a run, a row for each claim, with by how much. */
import { comparison } from '../../experiment/compare.ts';
import { judgements, WORST, type Judged } from '../../experiment/expect.ts';
import type { Findings } from '../../experiment/findings.ts';
import { known, plain, type AxisScale } from '../../kernel/numbers.ts';
import { axes, cellName } from '../../report/axes.ts';
import { PERCENT } from '../../report/format.ts';
import { scaleOf } from '../../report/quantity.ts';
import { table, wrap, type Column, type Paint, type TextRole } from '../../report/table.ts';
import type { Estimate, Expectation, Summary } from '../../results.ts';
import { metricOf } from '../../metrics/definitions.ts';
import type { Expect, ScenarioFile } from '../../scenario/scenario.ts';
import type { TextScreen } from '../study.ts';

const ROLES: Readonly<Record<Expectation['outcome'], TextRole>> = {
  holds: 'good',
  fails: 'bad',
  undecided: 'unsure',
};

/** A table where it fits, else a list. */
export function claims(
  scenarioFile: ScenarioFile,
  summary: Summary,
  findings: Findings,
  screen: TextScreen,
): string {
  const { columns, paint } = screen;
  const rows = summary.expectations.flatMap((one, i) =>
    rowsOf(one, scenarioFile.expect[i]!, scenarioFile, findings),
  );
  const shown: Column[] = [
    {
      heading: 'claim',
      unit: '',
      align: 'left',
      cells: rows.map(({ claim, inner }) => (inner ? `${WITHIN}${claim}` : claim)),
    },
    {
      heading: 'outcome',
      unit: '',
      align: 'left',
      cells: rows.map(({ outcome, where }) => `${outcome ?? ''}${where}`),
      roles: rows.map(({ outcome }) => outcome && ROLES[outcome]),
    },
    { heading: 'change', unit: '', cells: rows.map(({ mean }) => mean) },
    { heading: '95 % interval', unit: '', cells: rows.map(({ interval }) => interval) },
  ];
  const text = table(shown, { width: columns, keys: 1, paint });
  const folded = text.includes('\n\n');
  return folded ? rows.map((row) => listed(row, columns, paint)).join('\n') : text;
}

function listed(row: Row, width: number, paint: Paint): string {
  const { claim, outcome, where, details, mean, interval } = row;
  const inner = ' '.repeat(row.inner ? 13 : 11);
  const said = wrap(`${where} ${claim}`.trim(), width - inner.length).replaceAll('\n', `\n${inner}`);
  const told = mean === '' ? '' : mean === '–' ? details.join('; ') : `${mean} (95 % interval ${interval})`;
  const more = wrap(told, width - inner.length).replaceAll('\n', `\n${inner}`);
  const word = outcome === null ? '' : paint(outcome, ROLES[outcome]);
  const first = `${word}${inner.slice(outcome?.length ?? 0)}${said}`;
  return more === '' ? first : `${first}\n${inner}${paint(more, 'quiet')}`;
}

interface Shown {
  readonly mean: string;
  readonly interval: string;
}

interface Row extends Shown {
  readonly claim: string;
  /** Of one setting, under the claim. */
  readonly inner: boolean;
  readonly outcome: Expectation['outcome'] | null;
  /** In how many settings, after the outcome. */
  readonly where: string;
  readonly details: readonly string[];
}

/** Before the name of a setting, under the claim. */
const WITHIN = '  ';
/** Settings of one claim that a screen shows. */
const MOST = 6;

const NOTHING: Row = {
  claim: '',
  inner: false,
  outcome: null,
  where: '',
  details: [],
  mean: '',
  interval: '',
};
const UNKNOWN: Shown = { mean: '–', interval: '–' };

/** The claim; and where it is about several cells, those in which it does not hold, or the one that comes nearest to that. */
function rowsOf(
  { text, outcome, details }: Expectation,
  expect: Expect,
  scenarioFile: ScenarioFile,
  findings: Findings,
): Row[] {
  const judged = judgements(scenarioFile, findings, expect);
  const found = judged.map((one) => ({ ...one, ...change(one, expect, scenarioFile, findings) }));
  if (found.length < 2)
    return [{ claim: text, inner: false, details, ...(found[0] ?? UNKNOWN), outcome, where: '' }];
  const same = found.filter((one) => one.outcome === outcome);
  const count =
    same.length < found.length
      ? `${same.length} of ${found.length}`
      : found.length === 2
        ? 'both'
        : `all ${found.length}`;
  const head: Row = { ...NOTHING, claim: text, outcome, where: ` in ${count}` };
  const others = WORST.flatMap((one) => found.filter((cell) => cell.outcome === one && one !== 'holds'));
  const shown = (
    others.length > 0 ? others : [...found].sort((a, b) => a.margin - b.margin).slice(0, 1)
  ).slice(0, MOST);
  const varied = axes(judged.map(({ cell }) => ({ vary: scenarioFile.cells[cell]!.labels })));
  const rows = shown.map((one) => ({
    ...NOTHING,
    inner: true,
    claim: `${others.length > 0 ? '' : 'least clear: '}${cellName({ vary: scenarioFile.cells[one.cell]!.labels }, varied)}`,
    outcome: one.outcome,
    details: [one.detail],
    mean: one.mean,
    interval: one.interval,
  }));
  const left = others.length - shown.length;
  const more: Row[] =
    left > 0 ? [{ ...NOTHING, inner: true, claim: `and in ${left} more settings, all in summary.json` }] : [];
  return [head, ...rows, ...more];
}

/** As a share of the other's mean; `margin` is how far the interval is from no difference, in the sense of the claim. */
function change(
  { cell, partner }: Judged,
  { metric, claim }: Expect,
  scenarioFile: ScenarioFile,
  findings: Findings,
): Shown & { readonly margin: number } {
  const unknown = { ...UNKNOWN, margin: Infinity };
  if (partner === null || claim.kind === 'within' || typeof claim.than !== 'object') return unknown;
  const axis = Object.keys(claim.than)[0] ?? '';
  const found = comparison(scenarioFile, findings, { metric, axis, cell, baseline: partner });
  if (!found) return unknown;
  const { mean, ci95 } = found.relative;
  const margin =
    claim.kind === 'lessThan' ? -(ci95?.[1] ?? mean ?? -Infinity) : (ci95?.[0] ?? mean ?? Infinity);
  // Shares change in points. Where the other's mean is not known well enough for a share of it there is still the difference itself.
  const own = found.difference.ci95 !== null && (ci95 === null || metricOf(metric).share);
  const scale = own ? ownScale(metric, found.difference) : PERCENT;
  return { ...shown(own ? found.difference : found.relative, scale), margin };
}

function ownScale(metric: string, estimate: Estimate): AxisScale {
  const { factor, unit } = scaleOf(metric, [estimate]);
  return { factor, unit: unit === '%' ? 'points' : unit };
}

/** Each with its unit: claims of one table are about different figures. */
function shown({ mean, ci95 }: Estimate, { factor, unit }: AxisScale): Shown {
  if (mean === null) return UNKNOWN;
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (ci95 === null) return { mean: `${plain(mean * factor)}${suffix}`, interval: '–' };
  const half = ((ci95[1] - ci95[0]) / 2) * factor;
  const [middle, low, high] = [mean, ...ci95].map((value) => known(value * factor, half, unit));
  return { mean: `${middle}${suffix}`, interval: `${low} to ${high}` };
}
