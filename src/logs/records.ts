/** The records of a log, one after another, whatever form it has. */
export interface Records {
  /** `CSV` with its separator, or `JSON Lines`. */
  readonly form: string;
  /** What the columns are called; of JSON the paths that the first records have. */
  readonly names: readonly string[];
  /** When second 0 was, where the log says so. */
  readonly started: string | null;
  /** Of the present record: the number of its line, from 1, and the line. */
  readonly line: number;
  readonly source: string;
  /** Goes on to the next record; false when there is none. */
  next(): boolean;
  /** What the present record has in a column, by its place among the names: text, empty where it has nothing. */
  text(column: number): string;
  /** The same where it may be a number: with a point as the decimal mark. */
  numeric(column: number): string;
  close(): void;
}
