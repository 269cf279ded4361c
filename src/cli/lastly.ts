/** What a command ends with: its answer, where the eye is when it is done. */
import type { Sentence } from '../report/section.ts';
import { wrap, type TextRole } from '../report/table.ts';
import type { Screen } from './terminal.ts';

const ROLES: Readonly<Record<Sentence['tone'], TextRole>> = {
  good: 'good',
  bad: 'bad',
  unsure: 'unsure',
  neutral: 'heading',
};

export function lastly(
  { text, tone }: Sentence,
  { columns, paint }: Pick<Screen, 'columns' | 'paint'>,
): string {
  return `\n${paint('Answer', ROLES[tone])} ${wrap(text, columns - 7, '       ')}\n`;
}
