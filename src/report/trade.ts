/** What a table of refusals hides: where refusing less costs the slo, since what is refused goes to a quicker cloud. */
import { group } from 'd3-array';
import type { CellSummary, Comparison, Labels, Summary } from '../results.ts';
import type { Label } from '../scenario/scenario.ts';
import { allAxes, axes, cellName, valueName } from './axes.ts';
import { rounded } from './format.ts';
import { changedIn } from './regionWords.ts';
import type { Sentence } from './section.ts';

/** Two cells of one setting: the first sends more to the cloud and meets the slo more often. */
interface Pair {
  readonly where: string;
  readonly sends: CellSummary;
  readonly keeps: CellSummary;
  readonly saves: boolean;
}

interface Trade {
  readonly axis: string;
  readonly pairs: readonly Pair[];
}

/** Settings that are all written out; of more, where the trade is largest. */
const FEW = 4;

/** The largest such trade between two values of each axis, with its reason in numbers; nothing where there is none. */
export function trade(summary: Summary): Sentence[] {
  const found = trades(summary);
  return found
    .filter(({ axis }, k) => found.findIndex((other) => other.axis === axis) === k)
    .flatMap(({ axis, pairs }, k) => sentence(namedIn(summary, axis), pairs, k === 0));
}

/** The largest first. */
function trades(summary: Summary): Trade[] {
  const slo = summary.comparisons.filter(({ metric, axis }) => metric === 'slo.attainment' && isChoice(axis));
  return [...group(slo, ({ axis, cell, verdict }) => JSON.stringify([axis, cell[axis], verdict])).values()]
    .map((all) => ({ axis: all[0]!.axis, pairs: all.flatMap((one) => pairOf(one, summary)) }))
    .filter(({ pairs }) => pairs.length > 0)
    .sort((a, b) => gap(b.pairs) - gap(a.pairs));
}

/** What the answer of a world leaves out, as the end of its sentence: it tells what is saved, and not who waits for it. */
export function priceOf(summary: Summary, axis: string, label: Label): string {
  const pairs = trades(summary)
    .filter((one) => one.axis === axis)
    .flatMap((one) => one.pairs);
  const paid = pairs.filter(({ keeps }) => keeps.vary[axis] === label && keeps.regions);
  if (paid.length === 0) return '';
  const { sends, keeps } = largestOf(paid);
  return `; fewer of the requests meet the slo, ${against(attainment(keeps), attainment(sends))} %`;
}

/** Demand is not chosen. */
const isChoice = (axis: string): boolean => axis !== 'workload' && !axis.startsWith('workload.');

function pairOf(one: Comparison, { cells, comparisons }: Summary): Pair[] {
  if (one.verdict !== 'better' && one.verdict !== 'worse') return [];
  const at = (labels: Labels): CellSummary | undefined => cells.find(({ vary }) => same(vary, labels));
  const [cell, baseline] = [at(one.cell), at(one.baseline)];
  const verdict = (metric: string): Comparison | undefined =>
    comparisons.find(
      (other) => other.metric === metric && other.axis === one.axis && same(other.cell, one.cell),
    );
  const redirected = verdict('cloud.tokens')?.verdict;
  if (!cell || !baseline || redirected === undefined || redirected === one.verdict) return [];
  if (redirected !== 'better' && redirected !== 'worse') return [];
  const [sends, keeps] = one.verdict === 'better' ? [cell, baseline] : [baseline, cell];
  const { [one.axis]: _, ...rest } = one.cell;
  const where = Object.keys(rest).length === 0 ? '' : `${cellName({ vary: rest }, axes(cells))} `;
  return [{ where, sends, keeps, saves: verdict('total.cost')?.verdict === redirected }];
}

const same = (one: Labels, other: Labels): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([path, label]) => other[path] === label);

const mean = ({ metrics }: CellSummary, metric: string): number => metrics[metric]?.mean ?? NaN;
const attainment = (cell: CellSummary): number => mean(cell, 'slo.attainment') * 100;
const redirected = (cell: CellSummary): number =>
  (mean(cell, 'cloud.requests') / mean(cell, 'arrived')) * 100;
const gained = ({ sends, keeps }: Pair): number => attainment(sends) - attainment(keeps);
const gap = (pairs: readonly Pair[]): number => pairs.reduce((sum, pair) => sum + gained(pair), 0);

const largestOf = (pairs: readonly Pair[]): Pair =>
  pairs.reduce((most, pair) => (gained(pair) > gained(most) ? pair : most));

/** What a value of the axis is called in a sentence. */
function namedIn({ cells }: Summary, axis: string): (vary: Labels) => string {
  const found = allAxes(cells).find(({ path }) => path === axis) ?? { name: axis };
  return (vary) => valueName(found, vary[axis]!);
}

function sentence(nameOf: (vary: Labels) => string, pairs: readonly Pair[], closes: boolean): Sentence[] {
  const quicker = QUICKER.find(({ metric }) =>
    pairs.every(({ sends, keeps }) => mean(sends, `cloud.${metric}`) < mean(keeps, `edge.${metric}`)),
  );
  if (!quicker) return [];
  const names = [pairs[0]!.sends, pairs[0]!.keeps].map(({ vary }) => nameOf(vary));
  const largest = largestOf(pairs);
  const many = pairs.length > FEW;
  const each = (of: (cell: CellSummary) => number): string =>
    (many ? [{ ...largest, where: '' }] : pairs)
      .map(({ where, sends, keeps }) => `${where}${against(of(sends), of(keeps))} %`)
      .join(', ');
  const where = many ? ` in ${pairs.length} settings` : '';
  const most = many ? `the most at ${largest.where.trim()}: ` : '';
  const there = range(pairs.map(({ sends }) => mean(sends, `cloud.${quicker.metric}`)));
  const here = range(pairs.map(({ keeps }) => mean(keeps, `edge.${quicker.metric}`)));
  const saves = pairs.every((pair) => pair.saves) ? 'saves money here and ' : '';
  return [
    {
      text: `${names[0]} meets the slo more often than ${names[1]}${where} (${most}${each(attainment)} of the requests), because it sends more of them to the cloud (${many ? 'there ' : ''}${each(redirected)}), where 95 % of ${quicker.what} come within ${there} s, against ${here} s at the edge under ${names[1]}.${closes ? ` Sending less to the cloud ${saves}makes more people wait.` : ''}${changedIn(largest.sends, largest.keeps)}`,
      tone: 'unsure',
    },
  ];
}

/** In what the cloud may be quicker. */
const QUICKER = [
  { metric: 'ttft.p95', what: 'the first tokens' },
  { metric: 'e2e.p95', what: 'the whole answers' },
] as const;

function against(one: number, other: number): string {
  const places = Math.abs(one - other) < 2 ? 1 : 0;
  return `${rounded(one, places)} against ${rounded(other, places)}`;
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) =>
    String(Number(value.toPrecision(2))),
  );
  return least === most ? least! : `${least} to ${most}`;
}
