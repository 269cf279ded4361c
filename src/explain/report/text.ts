/** The text of `edgewise explain`. */
import type { Explained, Timeline } from '../result.ts';
import { unpainted, wrap, type Paint } from '../../report/table.ts';
import { timelineAnswer } from './answer.ts';
import { blockText } from './blocks.ts';
import { storyBlocks } from './storyText.ts';
import { refusedBlocks, worstBlocks } from './worstText.ts';

interface ExplainTextOptions {
  readonly width: number;
  readonly paint?: Paint;
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
export function whichRun({ cell, vary, replication, seed }: Explained): string {
  const labels = Object.entries(vary).map(([name, value]) => `${name} ${value}`);
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
