/** A run in a few honest sentences: what held, what differs for certain, and what is undecided. */
import { given } from '../kernel/given.ts';
import { counted } from '../kernel/words.ts';
import { asSentence } from '../sentences/comparison.ts';
import { isNamed } from '../sentences/overall.ts';
import { percent } from '../kernel/numbers.ts';
import { metricOf, namesIn } from '../metrics/definitions.ts';
import type { Comparison, Estimate, Overall, Ranking, Summary } from '../results.ts';
import type { Expectation } from '../expected.ts';
import { money, plain, quiet, text, scaleOf } from './format.ts';
import { orderWords } from './rankings.ts';
import { farthestApart } from './regionWords.ts';
import type { Sentence } from './section.ts';
import { sloShare, targetWords, verdicts } from './verdictSentences.ts';
import { trade } from './trade.ts';

/**
 * A summary in a few sentences, the most important first.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { inShort, run } from 'edgewise';
 *
 * const { summary } = await run(readFileSync('scenarios/first.yaml', 'utf8'), { replications: 2 });
 * console.log(inShort(summary).length > 0); // true
 * ```
 */
export function inShort(summary: Summary): Sentence[] {
  return [
    ...expectations(summary.expectations),
    ...(isWorld(summary) ? trade(summary) : []),
    ...verdicts(summary),
    ...keyFigures(summary),
    ...differences(summary),
    ...precision(summary),
  ];
}

/** Of a world what is saved in one place may be paid in another: that comes first. */
const isWorld = ({ cells }: Summary): boolean => cells.some(({ regions }) => regions);

function expectations(all: readonly Expectation[]): Sentence[] {
  if (all.length === 0) return [];
  const of = (outcome: Expectation['outcome']): number => all.filter((one) => one.outcome === outcome).length;
  const [holds, fails, undecided] = [of('holds'), of('fails'), of('undecided')];
  if (holds === all.length)
    return [
      {
        text: all.length === 1 ? 'What was expected holds.' : `All ${all.length} expectations hold.`,
        tone: 'good',
      },
    ];
  const words = [
    `${holds} of ${all.length} expectations ${holds === 1 ? 'holds' : 'hold'}`,
    ...(fails > 0 ? [counted(fails, 'fails', 'fail')] : []),
    ...(undecided > 0 ? [counted(undecided, 'is undecided', 'are undecided')] : []),
  ];
  return [{ text: `${words.join(', ')}.`, tone: fails > 0 ? 'bad' : 'unsure' }];
}

/** Of a run of one cell what a reader would look up first. */
export function keyFigures({ cells }: Summary): Sentence[] {
  const [cell] = cells;
  if (cells.length !== 1 || !cell!.metrics['arrived']?.mean) return [];
  const of = (name: string): Estimate | undefined => cell!.metrics[name];
  const share = (name: string, who: string): string[] => {
    const part = (of(name)?.mean ?? 0) / of('arrived')!.mean!;
    return part > 0 ? [`${who} ${percent(part, part < 0.1 ? 2 : 3)}`] : [];
  };
  const shares = [
    ...share('edge.served', 'the edge answered'),
    ...share('cloud.requests', 'the cloud answered'),
    ...share('dropped', 'nobody answered'),
    ...share('failed', 'the cloud refused'),
    ...share('abandoned', 'clients gave up'),
  ];
  const seconds = (name: string): string | null => {
    const scale = scaleOf(name, [of(name)]);
    return of(name)?.mean == null ? null : `${text(of(name), scale)} ${scale.unit}`;
  };
  const [half, most] = [seconds('ttft.p50'), seconds('ttft.p95')];
  const slo = sloShare(cell!);
  const said = given([
    `${text(of('arrived'))} ${text(of('arrived')) === '1' ? 'request' : 'requests'} arrived in a run${shares.length > 0 ? `: ${shares.join(', ')}` : ''}.`,
    half && most && `Half of the first tokens came within ${half}, 95 % within ${most}.`,
    ...(slo === null
      ? []
      : [
          `The slo was met by ${slo} of the requests that arrived${targetWords(cell!)}.`,
          ...[farthestApart(cell!)].filter((one) => one !== ''),
        ]),
    (of('total.cost')?.mean ?? 0) > 0 &&
      `A run costs ${money(of('total.cost'))}${of('cloud.cost')?.mean ? `, ${money(of('cloud.cost'))} of it for the cloud` : ''}.`,
  ]);
  return said.map((one) => ({ text: one, tone: 'neutral' }));
}

/** The value of the main axis that does most for the first figure that tells, against the first value, in every figure. */
export function differences(summary: Summary): Sentence[] {
  const { all, label } = choice(summary);
  const told = all.filter((one) => one.label === label);
  const covered = told.flatMap(({ verdicts }) => Object.values(verdicts)).reduce((a, b) => a + b, 0);
  const left = summary.comparisons.length - covered;
  return given([
    ...told.map((one): Sentence => ({
      text: quiet(asSentence({ text: one.text, named: isNamed(comparisonsOf(one, summary)) })),
      tone: toneOf(one),
    })),
    ...order(summary),
    ...(isWorld(summary) ? [] : trade(summary)),
    told.length > 0 &&
      left > 0 && {
        text: `${plain(left)} more comparisons are under Comparisons in report.html.`,
        tone: 'neutral' as const,
      },
  ]);
}

/** What is said of the main axis, and of which of its values. */
export function choice(summary: Summary): {
  readonly axis: string | undefined;
  readonly label: Overall['label'] | undefined;
  readonly all: readonly Overall[];
} {
  const axis = mainAxis(summary);
  const all = namesIn('short').flatMap((metric) =>
    (summary.overall ?? []).filter((one) => one.axis === axis && one.metric === metric && differs(one)),
  );
  return { axis, label: bestOf([...all], summary), all };
}

/** What an overall sentence is about: a value of an axis against the first, in all settings. */
const comparisonsOf = (
  { metric, axis, label, baseline }: Overall,
  { comparisons }: Pick<Summary, 'comparisons'>,
): readonly Comparison[] =>
  comparisons.filter(
    (one) =>
      one.metric === metric &&
      one.axis === axis &&
      one.cell[axis] === label &&
      one.baseline[axis] === baseline,
  );

/** The value that does most. */
function bestOf(all: readonly Overall[], { comparisons }: Summary): Overall['label'] | undefined {
  const gain = ({ verdicts: { better = 0, worse = 0 } }: Overall): number => better - worse;
  const size = (one: Overall): number =>
    comparisonsOf(one, { comparisons }).reduce(
      (total, { difference }) => total + Math.abs(difference.mean ?? 0),
      0,
    );
  const telling = all.find(({ verdicts: { better = 0, worse = 0 } }) => better + worse > 0) ?? all[0];
  const those = all.filter(({ metric }) => metric === telling?.metric);
  return those.sort((a, b) => gain(b) - gain(a) || size(b) - size(a))[0]?.label;
}

const differs = ({ verdicts }: Overall): boolean =>
  Object.keys(verdicts).some((verdict) => verdict !== 'same');

/** What one chooses between, of what makes a difference: the strategy where it varies, else what is not demand. */
export function mainAxis({ overall = [] }: Pick<Summary, 'overall'>): string | undefined {
  const paths = [...new Set(overall.filter(differs).map(({ axis }) => axis))];
  return (
    paths.find((path) => path === 'strategy') ??
    paths.find((path) => path !== 'workload' && !path.startsWith('workload.')) ??
    paths[0]
  );
}

function toneOf({ verdicts }: Overall): Sentence['tone'] {
  const { better = 0, worse = 0, higher = 0, lower = 0, same = 0 } = verdicts;
  if (better > 0 && worse === 0) return 'good';
  if (worse > 0 && better === 0) return 'bad';
  return better + worse + higher + lower + same > 0 ? 'neutral' : 'unsure';
}

/** Whether anything can be told of who comes first. */
const isOrdered = ({ places }: Ranking): boolean =>
  places.some(({ best, worst }) => worst - best + 1 < places.length);

/** The values of the main axis in order, as far as that is certain; nothing to add where there are only two. */
function order(summary: Summary): Sentence[] {
  const main = mainAxis(summary);
  const all = (summary.rankings ?? []).filter(({ axis, places }) => axis === main && places.length > 2);
  const ranked = namesIn('short').filter((one) => all.some((ranking) => ranking.metric === one));
  const metric =
    ranked.find((one) => all.some((ranking) => ranking.metric === one && isOrdered(ranking))) ?? ranked[0];
  if (metric === undefined) return [];
  const those = all.filter((ranking) => ranking.metric === metric);
  const orders = new Map<string, number>();
  for (const ranking of those) {
    const text = orderWords(ranking);
    orders.set(text, (orders.get(text) ?? 0) + 1);
  }
  const [[text, count] = ['', 0]] = [...orders].sort(([, a], [, b]) => b - a);
  const where =
    those.length === 1
      ? ''
      : count === those.length
        ? ` in ${those.length === 2 ? 'both' : `all ${those.length}`} settings`
        : ` in ${count} of ${those.length} settings`;
  return [{ text: `${metricOf(metric).long}, best first${where}: ${text}.`, tone: 'neutral' }];
}

function precision({ precision, cells }: Summary): Sentence[] {
  if (!precision) return [];
  const asked = `Replicated until intervals are within ${plain(precision.target * 100)} % of the mean`;
  return precision.missed.length === 0
    ? [{ text: `${asked}: reached throughout.`, tone: 'good' }]
    : [{ text: `${asked}: not reached for ${missedWords(precision.missed, cells.length)}.`, tone: 'unsure' }];
}

/** Each figure with the widest it is left at, and in how many cells. */
function missedWords(missed: NonNullable<Summary['precision']>['missed'], cells: number): string {
  const names = [...new Set(missed.map(({ metric }) => metric))];
  return names
    .map((name) => {
      const those = missed.filter(({ metric }) => metric === name);
      const shares = those.flatMap(({ share }) => share ?? []);
      const left = shares.length > 0 ? ` (${plain(Math.max(...shares) * 100)} %)` : '';
      const where = cells > 1 ? ` in ${those.length} of ${cells} cells` : '';
      return `${metricOf(name).subject}${left}${where}`;
    })
    .join(', ');
}
