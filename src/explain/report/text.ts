/** The answer, the text and the page of `edgewise explain`. */
import { given } from '../../kernel/given.ts';
import type { Explained, Timeline, Refused, RequestStory, Worst } from '../result.ts';
import { unpainted, wrap, type TextArea } from '../../report/table.ts';
import { settingOf } from '../../sentences/axisName.ts';
import { blockText, blockHtml, type Block } from './blocks.ts';
import { storyBlocks } from './storyText.ts';
import { refusedBlocks, worstBlocks, refusedAnswer, worstAnswer } from './worstText.ts';
import { plain } from '../../report/format.ts';
import type { Figure } from '../../report/figure.ts';
import { markup } from '../../report/html.ts';
import {
  resultPage,
  section,
  type Decisive,
  type PageInput,
  type ReportDocument,
  type Section,
  type Sentence,
} from '../../report/section.ts';
import { answererWords, seconds, share } from './sentences.ts';
import { stretchTexts } from './timeline.ts';
import { counted } from '../../kernel/words.ts';

interface ExplainTextOptions extends TextArea {
  /** The folder of the figure, if there is one. */
  readonly figures?: string;
}

/** The findings in words and tables. */
export function explainText(explained: Explained, options: ExplainTextOptions): string {
  const { request, worst, refused, timeline } = explained;
  const parts = [
    header(explained, options),
    ...[
      ...(request ? storyBlocks(request) : []),
      ...(worst ? worstBlocks(worst) : []),
      ...(refused ? refusedBlocks(refused) : []),
    ].map((block) => blockText(block, options)),
    ...(timeline ? timelineParts(timeline, options) : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(explained: Explained, { paint = unpainted, width }: ExplainTextOptions): string {
  return wrap(`${paint(explained.scenario, 'heading')}  ${paint(whichRun(explained), 'quiet')}`, width);
}

/** The run that is explained. */
function whichRun({ cell, vary, replication, seed }: Explained): string {
  const labels = Object.keys(vary).map((path) => settingOf(vary, path));
  return [
    `cell ${cell}${labels.length > 0 ? ` (${labels.join(', ')})` : ''}`,
    `replication ${replication}`,
    `seed ${seed}`,
  ].join(', ');
}

function timelineParts(timeline: Timeline, { width, figures = 'figures' }: ExplainTextOptions): string[] {
  return [
    wrap(timelineAnswer(timeline), width),
    wrap(`The figure is ${figures}/timeline.svg, with .png and .vl.json beside it.`, width),
  ];
}

const NUMBERS = 3;

export function explainedDocument(
  explained: Explained,
  figures: readonly Figure[],
  input: PageInput,
): ReportDocument {
  const { scenario, version, request, worst, refused, timeline } = explained;
  return resultPage(input, {
    title: `${scenario}, explained`,
    facts: `${whichRun(explained)}, edgewise ${version}`,
    opening: {
      answer: explainedAnswer(explained),
      numbers: [
        ...(request ? ofRequest(request) : []),
        ...(worst ? ofWorst(worst) : []),
        ...(refused ? ofRefused(refused) : []),
        ...(timeline ? ofTimeline(timeline) : []),
      ].slice(0, NUMBERS),
      figure: figures[0]?.name,
    },
    sections: [
      ...(request ? parts('request', `Request ${plain(request.request)}`, storyBlocks(request)) : []),
      ...(worst ? parts('worst', 'What made the slowest answers slow', worstBlocks(worst)) : []),
      ...(refused ? parts('refused', 'What was refused, and why', refusedBlocks(refused)) : []),
      ...(timeline
        ? section(
            'timeline',
            `From ${stretchTexts(timeline).join(' to ')}`,
            markup`<p>${timelineAnswer(timeline)}</p>`,
            figures,
          )
        : []),
    ],
  });
}

/** A section for the first blocks, and one for each heading after them. */
function parts(id: string, title: string, blocks: readonly Block[]): Section[] {
  const groups: { heading: string; blocks: Block[] }[] = [{ heading: title, blocks: [] }];
  for (const block of blocks) {
    if (block.heading !== undefined) groups.push({ heading: block.heading, blocks: [] });
    groups.at(-1)!.blocks.push(block);
  }
  return groups.flatMap(({ heading, blocks: some }, k) =>
    section(k === 0 ? id : `${id}-${k}`, heading, markup`${some.map(blockHtml)}`),
  );
}

function ofRequest({ outcome, machine, ttft, e2e, choices }: RequestStory): Decisive[] {
  const [, ...others] = choices;
  const best = Math.min(...others.flatMap((one) => one.e2e ?? []));
  return given([
    {
      label: 'Whole answer',
      value: e2e === null ? 'none' : seconds(e2e),
      detail: e2e === null ? outcome : `by ${answererWords(machine)}`,
    },
    ttft !== null && { label: 'First token', value: seconds(ttft) },
    Number.isFinite(best) && { label: 'Whole answer by the best other choice', value: seconds(best) },
  ]);
}

function ofWorst({ of, rows, mean }: Worst): Decisive[] {
  const [first] = rows;
  if (!first) return [];
  const what = of === 'ttft' ? 'first token' : 'answer';
  const these = rows.reduce((sum, row) => sum + row.seconds, 0) / rows.length;
  return [
    {
      label: `The slowest ${what}`,
      value: seconds(first.seconds),
      detail: `request ${plain(first.request)}`,
    },
    { label: `Mean of the ${plain(rows.length)} slowest`, value: seconds(these) },
    { label: 'Mean of all', value: seconds(mean) },
  ];
}

function ofRefused({ arrived, requests, reasons }: Refused): Decisive[] {
  const avoidable = reasons.reduce((sum, one) => sum + one.avoidable, 0);
  const answered = reasons.reduce((sum, one) => sum + one.answered, 0);
  return [
    {
      label: 'Refused by the edge',
      value: plain(requests),
      ...(arrived > 0 && { detail: `${share(requests / arrived)} of ${plain(arrived)}` }),
    },
    { label: 'Another machine would have taken', value: plain(avoidable) },
    { label: 'Answered in the end', value: plain(answered) },
  ];
}

function ofTimeline({ came, marks }: Timeline): Decisive[] {
  const count = (kind: string): string => plain(marks.filter((mark) => mark.kind === kind).length);
  return [
    { label: 'Requests that came', value: plain(came) },
    { label: 'Refusals', value: count('refused') },
    { label: 'To the cloud', value: count('cloud') },
  ];
}

export function explainedAnswer({ request, worst, refused, timeline }: Explained): Sentence {
  const said = given([
    request && requestAnswer(request),
    worst && worstAnswer(worst),
    refused && refusedAnswer(refused),
    timeline && timelineAnswer(timeline),
  ]);
  return { text: said.join(' '), tone: 'neutral' };
}

/** How it ended, and whether another choice would have been better for it. */
function requestAnswer({ request, outcome, machine, e2e, choices }: RequestStory): string {
  const [, ...others] = choices;
  const by = answererWords(machine);
  const end =
    e2e === null
      ? `Request ${plain(request)} was never answered (${outcome})`
      : `Request ${plain(request)} was answered by ${by} after ${seconds(e2e)}`;
  if (others.length === 0) return `${end}.`;
  const best = others
    .filter((one) => one.e2e !== null && (e2e === null || one.e2e < e2e - 1e-9))
    .toSorted((a, b) => a.e2e! - b.e2e!)[0];
  if (!best) {
    const all = others.length === 1 ? 'the other choice' : `none of ${plain(others.length)} other choices`;
    const not = others.length === 1 ? ' not' : '';
    return `${end}; ${all} would${not} have ${e2e === null ? 'got it an answer' : 'been sooner'}.`;
  }
  const where = best.choice === 'cloud' ? 'to the cloud' : `to ${best.choice}`;
  const then = e2e === null ? `, after ${seconds(best.e2e!)}` : ` ${seconds(e2e - best.e2e!)} sooner`;
  return `${end}; sent ${where} it would have been${then}.`;
}

/** What happened in the stretch. */
function timelineAnswer(timeline: Timeline): string {
  const { from, to, came, bars, marks } = timeline;
  const [begins, ends] = stretchTexts(timeline);
  const count = (kind: string): number => marks.filter((mark) => mark.kind === kind).length;
  const answers = bars.filter(
    ({ ended, end, machine }) => ended === 'answered' && end >= from && end < to && machine >= 0,
  ).length;
  const lost = count('lost');
  return `From ${begins} to ${ends} ${counted(came, 'request')} came; machines completed ${counted(answers, 'answer')} and refused ${counted(count('refused'), 'time')}, and ${counted(count('cloud'), 'request')} went to the cloud${lost > 0 ? `; ${plain(lost)} ${lost === 1 ? 'was' : 'were'} lost to machines that failed` : ''}.`;
}
