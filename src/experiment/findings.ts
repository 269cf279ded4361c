import type { Replication, Series } from '../results.ts';
import { SLOWER } from './modelError.ts';
import { keyText, type Failed, type Finished, type JobKey } from './job.ts';
import { SeriesMean, type Sum } from './seriesMean.ts';

/**
 * Results by cell and replication, independent of the order of arrival. Time series are held only as a mean over
 * replications, and of runs with drawn profiles only metrics, so that memory grows with the number of metrics alone.
 */
export class Findings {
  readonly #cells: readonly Map<number, Replication>[];
  readonly #series: SeriesMean[];
  readonly #drawn: readonly Map<number, Map<number, Replication['metrics']>>[];
  readonly #failures: Map<string, Failed> = new Map();

  constructor(cells: number) {
    this.#cells = Array.from({ length: cells }, () => new Map());
    this.#series = Array.from({ length: cells }, () => new SeriesMean());
    this.#drawn = Array.from({ length: cells }, () => new Map());
  }

  get cells(): number {
    return this.#cells.length;
  }

  /** Adds a result; a second one for the same job is equal and ignored. */
  add(finished: Finished): void {
    if (this.has(finished)) return;
    const { cell, replication, draw, result } = finished;
    this.#failures.delete(keyText(finished));
    if (draw === null) {
      this.#cells[cell]!.set(replication, { ...result, series: [] });
      this.#series[cell]!.add(replication, result.series);
    } else {
      const draws = this.#drawn[cell]!;
      if (!draws.has(draw)) draws.set(draw, new Map());
      draws.get(draw)!.set(replication, result.metrics);
    }
  }

  fail(failed: Failed): void {
    if (this.has(failed)) return;
    this.#failures.set(keyText(failed), failed);
    if (failed.draw === null) this.#series[failed.cell]!.add(failed.replication, []);
  }

  has({ cell, replication, draw }: JobKey): boolean {
    const results = draw === null ? this.#cells[cell] : this.#drawn[cell]?.get(draw);
    return results?.has(replication) ?? false;
  }

  failed(key: JobKey): boolean {
    return this.#failures.has(keyText(key));
  }

  /** A cell's replications, in order. */
  of(cell: number): readonly (readonly [number, Replication])[] {
    return inOrder(this.#cells[cell]!);
  }

  /** A cell's metrics with drawn profiles: by draw, then by replication. */
  drawn(cell: number): readonly (readonly Replication['metrics'][])[] {
    return inOrder(this.#drawn[cell]!)
      .filter(([draw]) => draw !== SLOWER)
      .map(([, results]) => inOrder(results).map(([, metrics]) => metrics));
  }

  /** A cell's first replications with slower machines. */
  slower(cell: number): readonly Replication['metrics'][] {
    return inOrder(this.#drawn[cell]!.get(SLOWER) ?? []).map(([, metrics]) => metrics);
  }

  /** Mean time series of a cell. */
  series(cell: number): readonly Series[] {
    return this.#series[cell]!.means();
  }

  /** The sum of the series of all of a cell's replications; null when one is missing. */
  sum(cell: number): Sum | null {
    const sum = this.#series[cell]!.sum();
    return sum.replications === this.#cells[cell]!.size ? sum : null;
  }

  /** Must be called before any result of the cell is added. Replications in the sum then need only their metrics. */
  begin(cell: number, sum: Sum): void {
    this.#series[cell] = new SeriesMean(sum);
  }

  failures(cell: number): readonly Failed[] {
    return [...this.#failures.values()]
      .filter((failure) => failure.cell === cell)
      .sort((a, b) => (a.draw ?? -1) - (b.draw ?? -1) || a.replication - b.replication);
  }
}

function inOrder<Value>(found: Iterable<readonly [number, Value]>): (readonly [number, Value])[] {
  return [...found].sort(([a], [b]) => a - b);
}
