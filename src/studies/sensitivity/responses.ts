/** Results at the points of a study: every metric by point, cell and replication. */
import { DEFINITIONS } from '../../metrics/definitions.ts';
import type { Replication } from '../../results.ts';
import { meanOf } from '../../kernel/spread.ts';
import { Findings } from '../../experiment/findings.ts';

/** All metrics of a cell, and its offered load. */
export const FIGURES: readonly string[] = [...DEFINITIONS.map(({ name }) => name), 'offeredLoad'];

const PLACES: ReadonlyMap<string, number> = new Map(FIGURES.map((name, i) => [name, i]));

export class Responses {
  readonly cells: number;
  readonly #rows: (Float64Array | undefined)[][] = [];

  constructor(cells: number) {
    this.cells = cells;
  }

  #at(point: number, cell: number): (Float64Array | undefined)[] {
    return (this.#rows[point * this.cells + cell] ??= []);
  }

  set(point: number, cell: number, replication: number, { metrics, offeredLoad }: Replication): void {
    const row = new Float64Array(FIGURES.length);
    for (let i = 0; i < row.length - 1; i++) row[i] = metrics[FIGURES[i]!] ?? NaN;
    row[row.length - 1] = offeredLoad ?? NaN;
    this.#at(point, cell)[replication] = row;
  }

  has(point: number, cell: number, replication: number): boolean {
    return this.#at(point, cell)[replication] !== undefined;
  }

  /** In order of replication, of the first `most`; NaN when there is no value. */
  values(point: number, cell: number, figure: string, most: number = Infinity): number[] {
    const place = PLACES.get(figure)!;
    return this.#at(point, cell)
      .slice(0, most)
      .map((row) => row?.[place] ?? NaN);
  }

  /** NaN when a replication has no value: the mean of the others would be about other requests. */
  mean(point: number, cell: number, figure: string, most: number = Infinity): number {
    const values = this.values(point, cell, figure, most);
    return values.length > 0 && values.every(Number.isFinite) ? meanOf(values) : NaN;
  }

  /** A point's results as findings of a run. */
  findings(point: number): Findings {
    const findings = new Findings(this.cells);
    for (let cell = 0; cell < this.cells; cell++)
      this.#at(point, cell).forEach((row, replication) => {
        if (!row) return;
        const metrics = Object.fromEntries(
          FIGURES.map((name, i) => [name, Number.isNaN(row[i]) ? null : row[i]!]),
        );
        const nothing = { reasons: {}, devices: [], trend: null, warnings: [], series: [], within: {} };
        findings.add({ cell, replication, draw: null, result: { metrics, offeredLoad: null, ...nothing } });
      });
    return findings;
  }
}
