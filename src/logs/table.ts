import { csvFields } from '../kernel/csv.ts';
import type { Lines } from './lines.ts';
import { LogError } from './logError.ts';
import type { Records } from './records.ts';

const SEPARATORS: Readonly<Record<string, string>> = {
  ',': 'CSV',
  ';': 'CSV with semicolons',
  '\t': 'CSV with tabs',
  '|': 'CSV with bars',
};
/** Programs that separate fields by semicolons do so because a comma is their decimal mark. */
const DECIMAL = /^(\s*-?\d+),(\d+\s*)$/;
/** Lines that one quoted field may go over. */
const MOST_LINES = 10_000;

/** A table with a header: fields between commas, semicolons, tabs or bars; quoted ones may hold any of these, quotes and line ends. */
export class DelimitedTable implements Records {
  readonly form: string;
  readonly names: readonly string[];
  readonly started: string | null = null;
  line = 0;
  source = '';
  readonly #lines: Lines;
  readonly #separator: string;
  #fields: readonly string[] = [];

  constructor(lines: Lines, header: string) {
    this.#lines = lines;
    this.#separator = separatorOf(header);
    this.form = SEPARATORS[this.#separator]!;
    this.names = csvFields(this.#whole(header), this.#separator).map((name) => name.trim());
  }

  next(): boolean {
    const line = this.#lines.filled();
    if (line === null) return false;
    this.line = this.#lines.line;
    this.source = line;
    this.#fields = csvFields(line.includes('"') ? this.#whole(line) : line, this.#separator);
    return true;
  }

  text(column: number): string {
    return this.#fields[column] ?? '';
  }

  numeric(column: number): string {
    const text = this.text(column);
    return this.#separator === ';' ? text.replace(DECIMAL, '$1.$2') : text;
  }

  close(): void {
    this.#lines.close();
  }

  /** With the lines that a quoted field goes on over. */
  #whole(line: string): string {
    let whole = line;
    for (let more = 0; open(whole); more++) {
      const next = more < MOST_LINES ? this.#lines.next() : null;
      if (next === null)
        throw new LogError(this.#lines.name, 'a quote is opened and not closed', {
          line: this.line,
          source: line,
          mark: '"',
        });
      whole += `\n${next}`;
    }
    return whole;
  }
}

/** What occurs most outside quotes in the header; a table of one column has none, and commas do no harm. */
function separatorOf(header: string): string {
  const plain = header.replace(/"(?:[^"]|"")*"/g, '');
  const count = (separator: string): number => plain.split(separator).length;
  return Object.keys(SEPARATORS).reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Whether a quote is open at the end. */
const open = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;
