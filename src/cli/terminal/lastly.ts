/** What a command ends with: where its files are, and its answer, where the eye is when it is done. */
import type { Sentence } from '../../report/section.ts';
import { hanging } from '../../report/table.ts';
import type { Screen } from './terminal.ts';

export function lastly(
  { text, tone }: Sentence,
  { columns, paint }: Pick<Screen, 'columns' | 'paint'>,
): string {
  return `\n${paint('Answer', tone === 'neutral' ? 'heading' : tone)} ${hanging(text, columns, '       ')}\n`;
}

/** The first with its folder, the others lie beside it; `next` is what one may do with them. */
export function filesLine(
  [first, ...others]: readonly [string, ...string[]],
  { columns, paint }: Pick<Screen, 'columns' | 'paint'>,
  next?: string,
): string {
  const beside = others.length > 0 ? ` and beside it ${others.join(', ')}` : '';
  const text = hanging(`${first}${beside}`, columns, '       ');
  return `${paint('Files', 'heading')}  ${text}\n${next === undefined ? '' : `       ${next}\n`}`;
}
