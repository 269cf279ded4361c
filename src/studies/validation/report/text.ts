/** A validation on a screen. */
import { hanging, table, wrap } from '../../../report/table.ts';
import type { Validation } from '../result.ts';
import type { TextScreen } from '../../study.ts';
import { validationBlocks } from './blocks.ts';

export function validationText(found: Validation, { columns: width, paint }: TextScreen): string {
  const parts = validationBlocks(found).flatMap((block): string[] => {
    if (typeof block === 'string') return [wrap(block, width)];
    if ('heading' in block) return [paint(block.heading, 'heading')];
    if ('columns' in block) return [table(block.columns, { width, keys: block.keys, paint })];
    if ('pictures' in block) return [];
    const lines = block.lines.slice(0, block.most);
    return [lines.map((line) => `- ${hanging(line, width, '  ')}`).join('\n')];
  });
  return `${parts.join('\n\n')}\n`;
}
