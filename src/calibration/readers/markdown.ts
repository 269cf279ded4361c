/** Tables in Markdown, as command-line tools print them. */

interface MarkdownTable {
  readonly names: readonly string[];
  readonly rows: readonly { readonly line: number; readonly value: Readonly<Record<string, string>> }[];
}

export function markdownTables(text: string): MarkdownTable[] {
  const tables: { names: string[]; rows: { line: number; value: Record<string, string> }[] }[] = [];
  let names: string[] | null = null;
  text.split('\n').forEach((line, i) => {
    const cells = cellsOf(line);
    if (cells === null) {
      names = null;
      return;
    }
    if (cells.every((cell) => /^:?-*:?$/.test(cell))) return;
    if (names === null) {
      names = cells;
      tables.push({ names, rows: [] });
    } else
      tables.at(-1)!.rows.push({
        line: i + 1,
        value: Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ''])),
      });
  });
  return tables;
}

function cellsOf(line: string): string[] | null {
  const trimmed = line.trim();
  if (!trimmed.startsWith('|') || !trimmed.endsWith('|')) return null;
  return trimmed
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
