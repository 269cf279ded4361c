/** What was expected of a run, a row for each claim, with by how much. */
import { comparison } from '../experiment/compare.ts';
import type { Findings } from '../experiment/findings.ts';
import { decimals, rounded } from '../report/format.ts';
import { table, wrap, type Column, type Paint, type Role } from '../report/table.ts';
import type { Estimate, Expectation, Summary } from '../results.ts';
import type { Expect, Plan } from '../scenario/scenario.ts';
import type { Screen } from './terminal.ts';

const ROLES: Readonly<Record<Expectation['outcome'], Role>> = {
  holds: 'good',
  fails: 'bad',
  undecided: 'unsure',
};

/** A table where it fits, else a list. */
export function claims(plan: Plan, summary: Summary, findings: Findings, screen: Screen): string {
  const { columns, paint } = screen;
  const rows = summary.expectations.map((one, i) => ({
    ...one,
    ...difference(plan.expect[i]!, plan, findings),
  }));
  const shown: Column[] = [
    { heading: 'claim', unit: '', align: 'left', cells: rows.map(({ text }) => text) },
    { heading: 'outcome', unit: '', align: 'left', cells: rows.map(({ outcome }) => outcome) },
    { heading: 'change', unit: '%', cells: rows.map(({ mean }) => mean) },
    { heading: '95 % interval', unit: '%', cells: rows.map(({ interval }) => interval) },
  ];
  const text = table(shown, { width: columns, keys: 1, paint });
  const folded = text.includes('\n\n');
  if (folded) return rows.map((row) => listed(row, columns, paint)).join('\n');
  // After the columns are lined up: colour has no width.
  const words = new RegExp(`(?<=  )(${Object.keys(ROLES).join('|')})(?=  )`, 'g');
  return text.replace(words, (word) => paint(word, ROLES[word as Expectation['outcome']]));
}

function listed(
  { text, outcome, details, mean, interval }: Expectation & Shown,
  width: number,
  paint: Paint,
): string {
  const indent = ' '.repeat(11);
  const said = wrap(text, width - indent.length).replaceAll('\n', `\n${indent}`);
  const told = mean === '–' ? details.join('; ') : `${mean} % (95 % interval ${interval})`;
  const more = wrap(told, width - indent.length).replaceAll('\n', `\n${indent}`);
  return `${paint(outcome, ROLES[outcome])}${indent.slice(outcome.length)}${said}\n${indent}${paint(more, 'quiet')}`;
}

interface Shown {
  readonly mean: string;
  readonly interval: string;
}

const UNKNOWN: Shown = { mean: '–', interval: '–' };

/** Of a claim about one pair of cells, as a share of the other's mean. */
function difference({ metric, where, of, claim }: Expect, plan: Plan, findings: Findings): Shown {
  if (claim.kind === 'within' || typeof claim.than !== 'object') return UNKNOWN;
  const than = claim.than;
  const has = (
    labels: Readonly<Record<string, unknown>>,
    wanted: Readonly<Record<string, unknown>>,
  ): boolean => Object.entries(wanted).every(([path, label]) => labels[path] === label);
  const cells = plan.cells.flatMap(({ labels }, i) => (has(labels, { ...where, ...of }) ? [i] : []));
  if (cells.length !== 1) return UNKNOWN;
  const [cell] = cells;
  const baseline = plan.cells.findIndex(({ labels }) =>
    has(labels, { ...plan.cells[cell!]!.labels, ...than }),
  );
  const axis = Object.keys(than)[0] ?? '';
  const found =
    baseline < 0 ? undefined : comparison(plan, findings, { metric, axis, cell: cell!, baseline });
  return found ? percent(found.relative) : UNKNOWN;
}

function percent({ mean, ci95 }: Estimate): Shown {
  if (mean === null) return UNKNOWN;
  if (ci95 === null) return { mean: rounded(mean * 100, 1), interval: '–' };
  const places = decimals((ci95[1] - ci95[0]) * 50);
  const [low, high] = ci95.map((end) => rounded(end * 100, places));
  return { mean: rounded(mean * 100, places), interval: `${low} to ${high}` };
}
