/** What is printed of the latest answers, and of refusals. */
import type { Late, TimeParts, Refused, Worst } from '../result.ts';
import { plain } from '../../report/format.ts';
import type { Block } from './blocks.ts';
import { left, right } from './columns.ts';
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
  const lines: readonly {
    readonly label: string;
    readonly at: string;
    readonly machine: string;
    readonly seconds: number;
    readonly of: TimeParts;
  }[] = [
    ...rows.map((row: Late) => ({
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
      columns: [
        left(
          'request',
          lines.map(({ label }) => label),
        ),
        left(
          'answered by',
          lines.map(({ machine }) => machine),
        ),
        right(
          of === 'ttft' ? 'first token' : 'answer',
          's',
          lines.map((line) => plain(line.seconds)),
        ),
        ...shown.map(([name]) =>
          right(
            SHORT[name],
            's',
            lines.map((line) => (line.of[name] > 1e-9 ? plain(line.of[name]) : '0')),
          ),
        ),
        right(
          'came at',
          rows.every(({ shown }) => shown !== undefined) ? '' : 's',
          lines.map(({ at }) => at),
        ),
      ],
    },
    { note: 'The parts of a row add up to it. edgewise explain DIR --request N shows one in full.' },
  ];
}

const SHORT: Readonly<Record<keyof TimeParts, string>> = {
  queue: 'queue',
  window: 'limit',
  fault: 'fault',
  retry: 'retry',
  othersPrefill: "others' prompts",
  batch: 'shared batch',
  prefill: 'own prompt',
  decode: 'own answer',
  cloud: 'cloud',
};

/** In a sentence, what made them late. */
export function worstAnswer({ of, rows, parts, all }: Worst): string {
  if (rows.length === 0) return 'No request was answered.';
  const sum = PART_WORDS.reduce((total, [name]) => total + parts[name], 0);
  const what = of === 'ttft' ? 'first token' : 'answer';
  const those = rows.length === 1 ? `the slowest ${what}` : `the ${plain(rows.length)} slowest ${what}s`;
  const [chief] = causesOf({ parts, all });
  if (!chief) return `Nothing sets ${those} apart.`;
  return `What made ${those} slow was mostly ${causeWords(chief)}: ${plain(parts[chief[0]])} of ${plain(sum)} s (${share(parts[chief[0]] / sum)}).`;
}

/** In a sentence, whether refusals had to be. */
export function refusedAnswer({ arrived, requests, reasons }: Refused): string {
  if (requests === 0) return `The edge refused none of ${plain(arrived)} requests.`;
  const avoidable = reasons.reduce((sum, one) => sum + one.avoidable, 0);
  return `The edge refused ${plain(requests)} of ${plain(arrived)} requests (${share(requests / arrived)}); another machine would have taken ${avoidable === 0 ? 'none' : plain(avoidable)} of them.`;
}

type Cause = (typeof PART_WORDS)[number];

/** What they have more of than all answers, the most first; a second where it is at least a third of the first. */
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
      columns: [
        left(
          'refused for',
          reasons.map(({ reason }) => reason),
        ),
        right(
          'requests',
          '',
          reasons.map((one) => plain(one.requests)),
        ),
        right(
          'share',
          '%',
          reasons.map((one) => plain((100 * one.requests) / requests)),
        ),
        right(
          'another would',
          '',
          reasons.map((one) => plain(one.avoidable)),
        ),
        right(
          'answered in the end',
          '',
          reasons.map((one) => plain(one.answered)),
        ),
      ],
    },
    {
      heading: `The first ${plain(rows.length)}`,
      columns: [
        left(
          'request',
          rows.map(({ request }) => plain(request)),
        ),
        right(
          'at',
          rows.every(({ shown }) => shown !== undefined) ? '' : 's',
          rows.map(({ at, shown }) => shown ?? plain(at)),
        ),
        left(
          'refused by',
          rows.map(({ machine }) => machine ?? 'a limit'),
        ),
        left(
          'for',
          rows.map(({ reason }) => reason),
        ),
        right(
          'others open',
          '',
          rows.map(({ open }) => plain(open)),
        ),
        left(
          'ended',
          rows.map(({ outcome }) => outcome),
        ),
      ],
    },
  ];
}
