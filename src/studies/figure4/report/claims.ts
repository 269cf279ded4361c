/** The claims about a run, each with its margin; for claims about several settings the decisive ones. */
import { given } from '../../../kernel/given.ts';
import { known, plain } from '../../../kernel/numbers.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { PERCENT, scaleOf } from '../../../report/format.ts';
import { hanging, type TextRole } from '../../../report/table.ts';
import type { Summary } from '../../../results.ts';
import type { Expectation } from '../../../expected.ts';
import type { ScenarioFile } from '../../../scenario/scenario.ts';
import type { ClaimCase } from '../result.ts';
import type { TextScreen } from '../../study.ts';

const ROLES: Readonly<Record<Expectation['outcome'], TextRole>> = {
  holds: 'good',
  fails: 'bad',
  undecided: 'unsure',
};

export function claims(
  scenarioFile: ScenarioFile,
  summary: Summary,
  cases: readonly (readonly ClaimCase[])[],
  { columns, paint }: TextScreen,
): string {
  const lines = summary.expectations.flatMap((one, i) =>
    linesOf(one, scenarioFile.expect[i]!.metric, cases[i]!, scenarioFile),
  );
  return lines
    .map(({ outcome, text, change, within = false }) => {
      const indent = ' '.repeat(within ? 13 : 11);
      const word = outcome === null ? '' : paint(outcome, ROLES[outcome]);
      const first = `${word}${indent.slice(outcome?.length ?? 0)}${hanging(text, columns, indent)}`;
      return change === '' ? first : `${first}\n${indent}${paint(hanging(change, columns, indent), 'quiet')}`;
    })
    .join('\n');
}

interface Line {
  /** Null where it is that of the claim above. */
  readonly outcome: Expectation['outcome'] | null;
  readonly text: string;
  /** The change; may be empty. */
  readonly change: string;
  /** Whether it is one setting of the claim above it. */
  readonly within?: boolean;
}

/** Outcomes other than success, the worst first. */
const WORST: readonly Expectation['outcome'][] = ['fails', 'undecided'];
/** Most settings of one claim shown. */
const MOST = 6;

/** The claim; if it is about several cells, also those in which it does not hold, or the one with the smallest margin. */
function linesOf(
  { text, outcome, details }: Expectation,
  metric: string,
  cases: readonly ClaimCase[],
  scenarioFile: ScenarioFile,
): Line[] {
  const [first] = cases;
  if (cases.length < 2)
    return [{ outcome, text, change: (first && changeText(metric, first)) ?? details.join('; ') }];
  const same = cases.filter((one) => one.outcome === outcome).length;
  const all = cases.length === 2 ? 'both' : `all ${cases.length}`;
  const count = same < cases.length ? `${same} of ${cases.length}` : all;
  const others = WORST.flatMap((worst) => cases.filter((one) => one.outcome === worst));
  const shown =
    others.length > 0 ? others.slice(0, MOST) : cases.toSorted((a, b) => a.margin - b.margin).slice(0, 1);
  const cellOf = ({ cell }: ClaimCase) => ({ vary: scenarioFile.cells[cell]!.labels });
  const varied = axes(cases.map(cellOf));
  const left = others.length - shown.length;
  return given([
    { outcome, text: `in ${count}: ${text}`, change: '' },
    ...shown.map((one) => ({
      outcome: one.outcome === outcome ? null : one.outcome,
      text: `${others.length > 0 ? '' : 'least clear: '}${cellName(cellOf(one), varied)}`,
      change: changeText(metric, one) ?? one.detail,
      within: true,
    })),
    left > 0 && {
      outcome: null,
      text: `and in ${left} more settings, all in summary.json`,
      change: '',
      within: true,
    },
  ]);
}

/** `-29 % (95 % interval -34 to -24)`; null without a comparison. */
function changeText(metric: string, { change, own }: ClaimCase): string | null {
  if (change?.mean == null) return null;
  const { mean, ci95 } = change;
  const scale = own ? scaleOf(metric, [change]) : PERCENT;
  const unit = own && scale.unit === '%' ? 'points' : scale.unit;
  const written = (value: number, half: number): string => known(value * scale.factor, half, unit);
  const after = unit === '' ? '' : ` ${unit}`;
  if (ci95 === null) return `${plain(mean * scale.factor)}${after}`;
  const half = ((ci95[1] - ci95[0]) / 2) * scale.factor;
  const [low, high] = ci95.map((end) => written(end, half));
  return `${written(mean, half)}${after} (95 % interval ${low!} to ${high!})`;
}
