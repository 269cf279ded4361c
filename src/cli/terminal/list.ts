/** Names and what is said of each, as the help and the catalogue list them. */
import { hanging, wrap, type Paint } from '../../report/table.ts';

interface ListOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Columns of what is typed; as many as the longest needs when not said. */
  readonly first?: number;
}

/** Two columns; where that would leave too little room, what is said goes on the line below. */
export function list(rows: readonly (readonly [string, string])[], options: ListOptions): string {
  const { width, paint, first = Math.max(...rows.map(([typed]) => typed.length)) } = options;
  const indent = first + 4;
  return rows
    .map(([typed, says]) =>
      width - indent < 24
        ? `  ${typed}\n      ${paint(hanging(says, width, '      '), 'quiet')}`
        : `  ${typed.padEnd(first)}  ${wrap(says, width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`)}`,
    )
    .join('\n');
}
