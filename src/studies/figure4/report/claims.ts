/** What was expected of a run, a row for each claim, with by how much. */
import { known, plain, type AxisScale } from '../../../kernel/numbers.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { PERCENT } from '../../../report/format.ts';
import { scaleOf } from '../../../report/quantity.ts';
import { table, wrap, type Column, type Paint, type TextRole } from '../../../report/table.ts';
import type { Estimate, Summary } from '../../../results.ts';
import type { Expectation } from '../../../expected.ts';
import type { ScenarioFile } from '../../../scenario/scenario.ts';
import type { ClaimCase } from '../result.ts';
import type { TextScreen } from '../../study.ts';

const ROLES: Readonly<Record<Expectation['outcome'], TextRole>> = {
  holds: 'good',
  fails: 'bad',
  undecided: 'unsure',
};

/** A table where it fits, else a list. */
export function claims(
  scenarioFile: ScenarioFile,
  summary: Summary,
  cases: readonly (readonly ClaimCase[])[],
  screen: TextScreen,
): string {
  const { columns, paint } = screen;
  const rows = summary.expectations.flatMap((one, i) =>
    rowsOf(one, scenarioFile.expect[i]!.metric, cases[i]!, scenarioFile),
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

/** What does not hold, from the worst. */
const WORST: readonly Expectation['outcome'][] = ['fails', 'undecided'];
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
  metric: string,
  cases: readonly ClaimCase[],
  scenarioFile: ScenarioFile,
): Row[] {
  const found = cases.map((one) => ({ ...one, ...shownCase(metric, one) }));
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
  const others = WORST.flatMap((one) => found.filter((cell) => cell.outcome === one));
  const shown = (
    others.length > 0 ? others : [...found].sort((a, b) => a.margin - b.margin).slice(0, 1)
  ).slice(0, MOST);
  const varied = axes(cases.map(({ cell }) => ({ vary: scenarioFile.cells[cell]!.labels })));
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

function shownCase(metric: string, { change, own }: ClaimCase): Shown {
  return change === null ? UNKNOWN : shown(change, own ? ownScale(metric, change) : PERCENT);
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
