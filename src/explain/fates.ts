/** What happened to every request of a run, by number of arrival. */
import { Growing } from '../logs/growing.ts';
import type { Stories } from '../metrics/stories.ts';

/** `by` is the place that answered, `outcome` an index in OUTCOMES. */
const COLUMNS = ['arrival', 'output', 'first', 'end', 'joules', 'dollars', 'by', 'outcome'] as const;

export type Fates = Readonly<Record<(typeof COLUMNS)[number], Float64Array>> & { readonly size: number };

export class FatesKeeper {
  readonly #columns: readonly (readonly [(typeof COLUMNS)[number], Growing])[] = COLUMNS.map((name) => [
    name,
    new Growing(Float64Array),
  ]);

  add(stories: Stories, at: number): void {
    for (const [name, column] of this.#columns) column.add(stories[name][at]!);
  }

  fates(): Fates {
    const columns = this.#columns.map(([name, column]) => [name, column.column()] as const);
    return { ...(Object.fromEntries(columns) as Omit<Fates, 'size'>), size: this.#columns[0]![1].size };
  }
}
