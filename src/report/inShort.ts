/** A run in a few honest sentences: what held, what differed for certain, and what cannot be told yet. */
import type { Comparison, Expectation, Summary, Verdict } from '../results.ts';
import { axes, cellName } from './axes.ts';
import { plain, quiet } from './format.ts';
import type { Sentence } from './section.ts';
import { TOLD } from './summaryTable.ts';

/** Differences told of each kind: those that are certain, and those that are not. */
const MOST_CERTAIN = 6;
const MOST_OPEN = 3;

/**
 * What a summary comes to, in a few sentences, the most important ones first.
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
    ...verdicts(summary),
    ...differences(summary.comparisons),
    ...precision(summary),
  ];
}

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
    ...(fails > 0 ? [`${fails} ${fails === 1 ? 'fails' : 'fail'}`] : []),
    ...(undecided > 0
      ? [`${undecided} cannot be told from ${undecided === 1 ? 'its interval' : 'their intervals'}`]
      : []),
  ];
  return [{ text: `${words.join(', ')}.`, tone: fails > 0 ? 'bad' : 'unsure' }];
}

const MEANING: Readonly<Record<Verdict, string>> = {
  stable: 'the edge keeps up and refuses at most 1 % of what arrives',
  limited: 'the edge refuses more than 1 % of what arrives',
  backlogged: 'work piles up at the edge, so that longer runs would show longer waits',
};

function verdicts({ cells }: Summary): Sentence[] {
  const varied = axes(cells);
  return (['backlogged', 'limited', 'stable'] as const).flatMap((verdict): Sentence[] => {
    const those = cells.filter((cell) => cell.verdict === verdict);
    if (those.length === 0) return [];
    const tone = verdict === 'backlogged' ? 'bad' : 'neutral';
    const loads = those.flatMap(({ offeredLoad }) =>
      offeredLoad === null ? [] : [Math.round(offeredLoad * 100)],
    );
    const load = loads.length === 0 ? '' : ` at an offered load of ${range(loads)} %`;
    const who =
      cells.length === 1
        ? 'The run is'
        : those.length === cells.length
          ? 'All cells are'
          : those.length <= 3
            ? `${those.map((cell) => cellName(cell, varied)).join('; ')}:`
            : `${those.length} of ${cells.length} cells are`;
    return [{ text: `${who} ${verdict}${load}: ${MEANING[verdict]}.`, tone }];
  });
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? plain(least) : `${plain(least)} to ${plain(most)}`;
}

/** The largest certain differences, then what cannot be told, then how much was left out. */
function differences(comparisons: readonly Comparison[]): Sentence[] {
  const told = chosen(comparisons).filter(({ metric }) => TOLD.includes(metric));
  const open = told.filter(({ verdict }) => verdict === 'cannot tell yet');
  const certain = told.filter(({ verdict }) => verdict !== 'cannot tell yet' && verdict !== 'same');
  const left =
    certain.length + open.length - Math.min(certain.length, MOST_CERTAIN) - Math.min(open.length, MOST_OPEN);
  return [
    ...spread(certain, MOST_CERTAIN).map((one): Sentence => ({ text: sentence(one), tone: toneOf(one) })),
    ...spread(open, MOST_OPEN).map((one): Sentence => ({ text: sentence(one), tone: 'unsure' })),
    ...(left > 0
      ? [
          {
            text: `${left} more ${left === 1 ? 'is' : 'are'} in the report's table of comparisons.`,
            tone: 'neutral' as const,
          },
        ]
      : []),
  ];
}

/** So many of them: the largest of each figure under each of the other axes' values, then the second largest. */
function spread(comparisons: readonly Comparison[], most: number): Comparison[] {
  const groups = new Map<string, Comparison[]>();
  for (const metric of TOLD)
    for (const one of comparisons.filter((comparison) => comparison.metric === metric)) {
      const others = Object.entries(one.cell).filter(([path]) => path !== one.axis);
      const key = JSON.stringify([metric, one.axis, others]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
  const size = ({ relative }: Comparison): number => Math.abs(relative.mean ?? 0);
  const lists = [...groups.values()].map((list) => list.sort((a, b) => size(b) - size(a)));
  const found: Comparison[] = [];
  for (let turn = 0; found.length < most && lists.some((list) => turn < list.length); turn++)
    for (const list of lists) if (turn < list.length && found.length < most) found.push(list[turn]!);
  return found;
}

/** Comparisons of what one can choose; those of the demand when nothing else was compared. */
function chosen(comparisons: readonly Comparison[]): readonly Comparison[] {
  const free = comparisons.filter(({ axis }) => axis !== 'workload' && !axis.startsWith('workload.'));
  return free.length > 0 ? free : comparisons;
}

function toneOf({ verdict }: Comparison): Sentence['tone'] {
  return verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : 'neutral';
}

function sentence({ text }: Comparison): string {
  const words = quiet(text).replace(/^(w)(?=ith )|^(c)(?=annot )/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

function precision({ precision }: Summary): Sentence[] {
  if (!precision) return [];
  const asked = `Replicated until intervals are within ${plain(precision.target * 100)} % of the mean`;
  return precision.missed.length === 0
    ? [{ text: `${asked}: reached throughout.`, tone: 'good' }]
    : [{ text: `${asked}: not reached for ${precision.missed.length} figures.`, tone: 'unsure' }];
}
