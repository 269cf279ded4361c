/** Whether the rows of a table are those of one run. */
import { LogError } from './logError.ts';
import type { Records } from './records.ts';

/** Of a table that a simulation wrote: rows of several runs came at the same times again. */
export class OneRun {
  readonly #file: string;
  readonly #records: Records;
  readonly #places: readonly number[];
  #first: string | undefined;

  constructor(file: string, records: Records) {
    const places = ['cell', 'replication', 'request'].map((name) => records.names.indexOf(name));
    this.#file = file;
    this.#records = records;
    this.#places = places.includes(-1) ? [] : places.slice(0, 2);
  }

  check(): void {
    if (this.#places.length === 0) return;
    const { line, source } = this.#records;
    const run = this.#places.map((place) => this.#records.text(place)).join();
    this.#first ??= run;
    if (run !== this.#first)
      throw new LogError(this.#file, 'another run begins here, and one log is one run', {
        line,
        source,
        allowed: 'a log of one cell with --replications 1, or the rows of one run in a file of their own',
      });
  }
}
