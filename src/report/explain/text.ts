/** What `edgewise explain` prints. */
import type { Explained } from '../../explained.ts';
import { unpainted, wrap, type Paint } from '../table.ts';
import { storyParts } from './storyText.ts';
import { refusedParts, worstParts } from './worstText.ts';

export interface TextOptions {
  readonly width: number;
  readonly paint?: Paint;
}

export function explainText(explained: Explained, options: TextOptions): string {
  const { request, worst, refused } = explained;
  const parts = [
    header(explained, options),
    ...(request ? storyParts(request, options) : []),
    ...(worst ? worstParts(worst, options) : []),
    ...(refused ? refusedParts(refused, options) : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(
  { scenario, cell, vary, replication, seed }: Explained,
  { paint = unpainted, width }: TextOptions,
): string {
  const labels = Object.entries(vary).map(([name, value]) => `${name} ${value}`);
  const where = [
    `cell ${cell}${labels.length > 0 ? ` (${labels.join(', ')})` : ''}`,
    `replication ${replication}`,
    `seed ${seed}`,
  ];
  return wrap(`${paint(scenario, 'heading')}  ${paint(where.join(', '), 'quiet')}`, width);
}
