/** What a run comes to: one sentence, and the numbers that decide. */
import { metricOf, namesIn } from '../metrics/definitions.ts';
import type { CellSummary, Summary } from '../results.ts';
import { axes, cellName, hasEdge } from './axes.ts';
import type { Figure } from './figure.ts';
import { money, plain, text, present, scaleOf } from './format.ts';
import { choice, differences, inShort, keyFigures } from './inShort.ts';
import { leastMet } from './regionWords.ts';
import type { Decisive, Opening, Sentence } from './section.ts';
import { sloShare, targetWords } from './verdictSentences.ts';
import { priceOf } from './trade.ts';

const NUMBERS = 3;

/** Of the sentences about a run the one that answers: what differs for certain, else what the run was like. */
export function answerOf(summary: Summary): Sentence {
  const differs = differences(summary);
  const certain = (tone: Sentence['tone']): Sentence | undefined => differs.find((one) => one.tone === tone);
  const [own] = keyFigures(summary);
  const [first] = inShort(summary);
  const good = certain('good');
  return (
    (good && withPrice(good, summary)) ??
    certain('bad') ??
    withSlo(own, summary) ??
    first ?? { text: 'Nothing was run.', tone: 'neutral' }
  );
}

/** What one region saves another may pay for: who reads one line reads that too. */
function withPrice(good: Sentence, summary: Summary): Sentence {
  const { axis, label } = choice(summary);
  const price = axis === undefined || label === undefined ? '' : priceOf(summary, axis, label);
  return price === '' ? good : { ...good, text: `${good.text.replace(/\.$/, '')}${price}.` };
}

/** Of a single run how many met the slo is the answer too. */
function withSlo(own: Sentence | undefined, { cells }: Summary): Sentence | undefined {
  const [cell] = cells;
  const share = cell ? sloShare(cell) : null;
  if (!own || !cell || share === null) return own;
  const least = leastMet(cell);
  const more = `${least === '' ? '' : `, ${least}`}${targetWords(cell)}`;
  return { ...own, text: `${own.text.replace(/\.$/, '')}; ${share} met the slo${more}.` };
}

export function openingOf(summary: Summary, figures: readonly Figure[]): Opening {
  return { answer: answerOf(summary), numbers: numbers(summary), figure: firstSeen(summary, figures)?.name };
}

/** Of a single run a bar of outcomes says what its numbers say: its busiest minutes tell more, or its latencies. */
function firstSeen({ cells }: Summary, figures: readonly Figure[]): Figure | undefined {
  const of = (name: string): Figure | undefined => figures.find((one) => one.name === name);
  return (cells.length === 1 ? (of('timeline') ?? of('latency')) : undefined) ?? figures[0];
}

/** The figures that a reader cares about first, of those that say something here. */
function numbers({ cells }: Summary): Decisive[] {
  const there = new Set(present(cells).map(({ name }) => name));
  return namesIn('short')
    .filter((name) => there.has(name) && (name !== 'edge.rejected' || cells.some(hasEdge)))
    .slice(0, NUMBERS)
    .map((name) => (cells.length === 1 ? ofOne(name, cells[0]!) : ofMany(name, cells)));
}

function ofOne(name: string, { metrics }: CellSummary): Decisive {
  const estimate = metrics[name];
  const { factor, unit } = scaleOf(name, [estimate]);
  const value =
    metricOf(name).unit === '$' ? money(estimate) : `${text(estimate, { factor, unit })} ${unit}`.trim();
  return { label: metricOf(name).long, value };
}

/** From the least to the most, and whose they are. */
function ofMany(name: string, cells: readonly CellSummary[]): Decisive {
  const varied = axes(cells);
  const known = cells
    .filter(({ metrics }) => metrics[name]?.mean != null)
    .toSorted((a, b) => a.metrics[name]!.mean! - b.metrics[name]!.mean!);
  const [least, most] = [known[0]!, known.at(-1)!];
  const { factor, unit } = scaleOf(
    name,
    known.map(({ metrics }) => metrics[name]),
  );
  const isMoney = metricOf(name).unit === '$';
  const amount = ({ metrics }: CellSummary): string =>
    isMoney ? money({ mean: metrics[name]!.mean, ci95: null }) : plain(metrics[name]!.mean! * factor);
  return {
    label: metricOf(name).long,
    value: `${amount(least)} to ${amount(most)}${isMoney ? '' : ` ${unit}`}`.trim(),
    detail: `${cellName(least, varied)}; ${cellName(most, varied)}`,
  };
}
