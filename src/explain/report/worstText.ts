/** Text about the slowest answers, and about refusals. */
import type { TimeParts, Refused, Worst } from '../result.ts';
import { plain } from '../../report/format.ts';
import { columnsOf, type ColumnOf } from '../../report/columns.ts';
import type { Block } from './blocks.ts';
import { PART_WORDS, share } from './sentences.ts';

export function worstBlocks({ of, rows, parts, all, answers, mean }: Worst): Block[] {
  const [first] = rows;
  if (!first) return [{ text: 'No request was answered.' }];
  const what = of === 'ttft' ? 'first tokens' : 'answers';
  const sum = PART_WORDS.reduce((total, [name]) => total + parts[name], 0);
  const [chief, next] = causesOf({ parts, all });
  const beside = (one: Cause): string =>
    `${plain(parts[one[0]])} s of it (${share(parts[one[0]] / sum)}), compared with ${plain(all[one[0]])} s for all`;
  const opening = `The ${plain(rows.length)} slowest of ${plain(answers)} ${what} took ${plain(sum)} s on average, the slowest ${plain(first.seconds)} s, compared with ${plain(mean)} s for all. ${
    !chief
      ? 'Nothing sets them apart.'
      : `What made them slow was mostly ${causeWords(chief)}: ${beside(chief)}.${next ? ` Then came ${causeWords(next)}: ${beside(next)}.` : ''}`
  }`;
  const shown = PART_WORDS.filter(([name]) => [parts, all].some((one) => one[name] > 1e-9));
  const lines: readonly WorstLine[] = [
    ...rows.map((row) => ({
      label: plain(row.request),
      at: row.shown ?? plain(row.arrival),
      machine: row.machine,
      seconds: row.seconds,
      of: row,
    })),
    { label: 'mean of these', at: '', machine: '', seconds: sum, of: parts },
    { label: 'mean of all', at: '', machine: '', seconds: mean, of: all },
  ];
  return [
    { text: opening },
    {
      columns: columnsOf(lines, [
        ['request', '', ({ label }) => label, 'left'],
        ['answered by', '', ({ machine }) => machine, 'left'],
        [of === 'ttft' ? 'first token' : 'answer', 's', (line) => plain(line.seconds)],
        ...shown.map(([name, , heading]): ColumnOf<WorstLine> => [
          heading,
          's',
          (line) => (line.of[name] > 1e-9 ? plain(line.of[name]) : '0'),
        ]),
        ['came at', rows.every((row) => row.shown !== undefined) ? '' : 's', ({ at }) => at],
      ]),
    },
    { note: 'The parts of a row add up to it. edgewise explain DIR --request N shows one in full.' },
  ];
}

/** A row of the table: one answer, or a mean. */
interface WorstLine {
  readonly label: string;
  readonly at: string;
  readonly machine: string;
  readonly seconds: number;
  readonly of: TimeParts;
}

/** One sentence: what made them slow. */
export function worstAnswer({ of, rows, parts, all }: Worst): string {
  if (rows.length === 0) return 'No request was answered.';
  const sum = PART_WORDS.reduce((total, [name]) => total + parts[name], 0);
  const what = of === 'ttft' ? 'first token' : 'answer';
  const those = rows.length === 1 ? `the slowest ${what}` : `the ${plain(rows.length)} slowest ${what}s`;
  const [chief] = causesOf({ parts, all });
  if (!chief) return `Nothing sets ${those} apart.`;
  return `What made ${those} slow was mostly ${causeWords(chief)}: ${plain(parts[chief[0]])} of ${plain(sum)} s (${share(parts[chief[0]] / sum)}).`;
}

/** One sentence: whether refusals were avoidable. */
export function refusedAnswer({ arrived, requests, reasons }: Refused): string {
  if (requests === 0) return `The edge refused none of ${plain(arrived)} requests.`;
  const avoidable = reasons.reduce((sum, one) => sum + one.avoidable, 0);
  return `The edge refused ${plain(requests)} of ${plain(arrived)} requests (${share(requests / arrived)}); another machine would have taken ${avoidable === 0 ? 'none' : plain(avoidable)} of them.`;
}

type Cause = (typeof PART_WORDS)[number];

/** The parts larger than for all answers, the largest difference first; a second one if it is at least a third of the first. */
function causesOf({ parts, all }: Pick<Worst, 'parts' | 'all'>): readonly Cause[] {
  const more = ([name]: Cause): number => parts[name] - all[name];
  const causes = PART_WORDS.filter((one) => more(one) > 1e-9).toSorted((a, b) => more(b) - more(a));
  return causes.slice(0, 2).filter((one) => more(one) >= more(causes[0]!) / 3);
}

const causeWords = ([name, words]: Cause): string =>
  name === 'prefill'
    ? 'reading their own prompts'
    : name === 'decode'
      ? 'writing their own answers'
      : `the time ${words}`;

export function refusedBlocks({ arrived, requests, reasons, rows }: Refused): Block[] {
  const [most] = reasons;
  if (!most) return [{ text: `The edge refused none of ${plain(arrived)} requests.` }];
  const avoidable = reasons.reduce((sum, one) => sum + one.avoidable, 0);
  const opening = `The edge refused ${plain(requests)} of ${plain(arrived)} requests (${share(requests / arrived)}), most of them for ${most.reason}. When it was refused, another machine would have taken ${avoidable === 0 ? 'none of them' : `${plain(avoidable)} of them (${share(avoidable / requests)})`}.`;
  return [
    { text: opening },
    {
      columns: columnsOf(reasons, [
        ['refused for', '', ({ reason }) => reason, 'left'],
        ['requests', '', (one) => plain(one.requests)],
        ['share', '%', (one) => plain((100 * one.requests) / requests)],
        ['another would', '', (one) => plain(one.avoidable)],
        ['answered in the end', '', (one) => plain(one.answered)],
      ]),
    },
    {
      heading: `The first ${plain(rows.length)}`,
      columns: columnsOf(rows, [
        ['request', '', ({ request }) => plain(request), 'left'],
        [
          'at',
          rows.every(({ shown }) => shown !== undefined) ? '' : 's',
          ({ at, shown }) => shown ?? plain(at),
        ],
        ['refused by', '', ({ machine }) => machine ?? 'a limit', 'left'],
        ['for', '', ({ reason }) => reason, 'left'],
        ['others open', '', ({ open }) => plain(open)],
        ['ended', '', ({ outcome }) => outcome, 'left'],
      ]),
    },
  ];
}
