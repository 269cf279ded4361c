/** A table of Markdown, lined up as it is read in the file itself. */
import type { Column } from './table.ts';

export function markdownTable(columns: readonly Column[]): string {
  const lined = columns.map(({ heading, unit, cells }) => {
    const texts = [
      [heading, unit].filter(Boolean).join(', '),
      ...cells.map((cell) => [cell].flat().join(' ').trim()),
    ];
    const safe = texts.map((text) => text.replaceAll('|', '\\|'));
    const width = Math.max(3, ...safe.map(({ length }) => length));
    const [head, ...body] = safe.map((text) => text.padEnd(width));
    return [head!, '-'.repeat(width), ...body];
  });
  return lined[0]!.map((_, row) => `| ${lined.map((column) => column[row]!).join(' | ')} |`).join('\n');
}
