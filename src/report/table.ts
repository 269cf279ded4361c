/** Tables in plain text: columns lined up, units under the names, folded where the screen ends; and in Markdown. */

/** Two parts line up one by one: `1,248` and `± 12`. */
export type TextCell = string | readonly [string, string];

export interface Column {
  readonly heading: string;
  /** Under the heading. */
  readonly unit?: string;
  readonly cells: readonly TextCell[];
  readonly align?: 'left' | 'right';
  /** What each cell is, for who wants to colour it; null for nothing. */
  readonly roles?: readonly (TextRole | null)[];
}

/** What a piece of text is, for who wants to colour it. */
export type TextRole = 'heading' | 'good' | 'bad' | 'unsure' | 'quiet';
export type Paint = (text: string, role: TextRole) => string;

export const unpainted: Paint = (text) => text;

/** Where a text is shown. */
export interface TextArea {
  /** Columns of the screen. */
  readonly width: number;
  readonly paint?: Paint;
}

interface TableOptions extends TextArea {
  /** Columns at the left that are said again where the table is folded. */
  readonly keys: number;
  /** Folds at most; what does not fit is left out. All when not said. */
  readonly folds?: number;
}

const BETWEEN = '  ';

interface Laid {
  readonly width: number;
  readonly head: readonly string[];
  readonly rows: readonly string[];
  readonly roles?: Column['roles'];
}

export function table(columns: readonly Column[], options: TableOptions): string {
  const { width, keys, folds = Infinity, paint = unpainted } = options;
  const laid = columns.map(lay);
  // After the columns are lined up: colour has no width.
  const painted = (text: string, role: TextRole | null | undefined): string => {
    const bare = text.trimEnd();
    return role ? `${paint(bare, role)}${text.slice(bare.length)}` : text;
  };
  return blocks(laid, keys, width)
    .slice(0, folds)
    .map((block) => {
      const heads = block.some(({ head }) => head[1]!.trim() !== '') ? [0, 1] : [0];
      const line = (of: (column: Laid) => string): string => block.map(of).join(BETWEEN).trimEnd();
      return [
        ...heads.map((i) =>
          paint(
            line(({ head }) => head[i]!),
            'heading',
          ),
        ),
        paint('─'.repeat(Math.min(width, widthOf(block))), 'quiet'),
        ...(block[0]?.rows ?? []).map((_, row) =>
          line(({ rows, roles }) => painted(rows[row]!, roles?.[row])),
        ),
      ].join('\n');
    })
    .join('\n\n');
}

/** As many columns as fit beside the keys, at least one. */
function blocks(columns: readonly Laid[], keys: number, width: number): Laid[][] {
  const left = columns.slice(0, keys);
  const found: Laid[][] = [];
  let block = [...left];
  for (const column of columns.slice(keys)) {
    if (block.length > left.length && widthOf([...block, column]) > width) {
      found.push(block);
      block = [...left];
    }
    block.push(column);
  }
  return block.length > left.length || found.length === 0 ? [...found, block] : found;
}

function widthOf(columns: readonly Laid[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + BETWEEN.length * (columns.length - 1);
}

function lay({ heading, unit = '', cells, align = 'right', roles }: Column): Laid {
  const pairs = cells.map((cell): readonly [string, string] =>
    typeof cell === 'string' ? [cell, ''] : cell,
  );
  const first = longest(pairs.map(([text]) => text));
  const second = longest(pairs.map(([, text]) => text));
  const bodies = pairs.map(([mean, half]) =>
    second === 0 ? mean : `${mean.padStart(first)} ${half.padEnd(second)}`,
  );
  const width = Math.max(heading.length, unit.length, longest(bodies));
  const pad = (text: string): string => (align === 'left' ? text.padEnd(width) : text.padStart(width));
  return { width, head: [pad(heading), pad(unit)], rows: bodies.map(pad), roles };
}

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, text.length), 0);

/** Text in lines of at most that width, further lines moved in. A word longer than a line stays whole. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = lines.length === 0 ? width : width - indent.length;
    if (line !== '' && longer.length > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** Text behind a mark that is as long as `indent`: what does not fit in the line stands under the text. */
export function hanging(text: string, width: number, indent: string): string {
  return wrap(text, width - indent.length).replaceAll('\n', `\n${indent}`);
}

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
