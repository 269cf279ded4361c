/** What a command ends with: its answer, where the eye is when it is done. */
import type { Sentence } from '../../report/section.ts';
import { hanging } from '../../report/table.ts';
import type { Screen } from './terminal.ts';

export function lastly(
  { text, tone }: Sentence,
  { columns, paint }: Pick<Screen, 'columns' | 'paint'>,
): string {
  return `\n${paint('Answer', tone === 'neutral' ? 'heading' : tone)} ${hanging(text, columns, '       ')}\n`;
}
