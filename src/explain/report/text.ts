/** What `edgewise explain` prints. */
import type { Explained, Timeline } from '../result.ts';
import { unpainted, wrap, type Paint } from '../../report/table.ts';
import { timelineAnswer } from './answer.ts';
import { storyParts } from './storyText.ts';
import { refusedParts, worstParts } from './worstText.ts';

export interface ExplainTextOptions {
  readonly width: number;
  readonly paint?: Paint;
  /** The folder of the figure, where there is one. */
  readonly figures?: string;
}

/** What `edgewise explain` prints: what is told, in words and tables. */
export function explainText(explained: Explained, options: ExplainTextOptions): string {
  const { request, worst, refused, timeline } = explained;
  const parts = [
    header(explained, options),
    ...(request ? storyParts(request, options) : []),
    ...(worst ? worstParts(worst, options) : []),
    ...(refused ? refusedParts(refused, options) : []),
    ...(timeline ? timelineParts(timeline, options) : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(
  { scenario, cell, vary, replication, seed }: Explained,
  { paint = unpainted, width }: ExplainTextOptions,
): string {
  const labels = Object.entries(vary).map(([name, value]) => `${name} ${value}`);
  const where = [
    `cell ${cell}${labels.length > 0 ? ` (${labels.join(', ')})` : ''}`,
    `replication ${replication}`,
    `seed ${seed}`,
  ];
  return wrap(`${paint(scenario, 'heading')}  ${paint(where.join(', '), 'quiet')}`, width);
}

function timelineParts(timeline: Timeline, { width, figures = 'figures' }: ExplainTextOptions): string[] {
  return [
    wrap(timelineAnswer(timeline), width),
    wrap(`The figure is ${figures}/timeline.svg, with .png and .vl.json beside it.`, width),
  ];
}
