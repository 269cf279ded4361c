import type { Series } from '../results.ts';

interface Line {
  width: number;
  sums: number[];
  counts: number[];
}

/**
 * The mean over replications of the time series of one cell. They are added in order of the replications, whatever
 * order they come in: the sum of rounded numbers depends on it.
 */
export class SeriesMean {
  readonly #waiting: Map<number, readonly Series[]> = new Map();
  readonly #devices: Map<string, Map<string, Line>> = new Map();
  #next = 0;

  /** A replication that gives no series still has to be said, with none, or those after it wait for it. */
  add(replication: number, series: readonly Series[]): void {
    if (replication < this.#next) return;
    this.#waiting.set(replication, series);
    for (let due = this.#waiting.get(this.#next); due; due = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++);
      this.#fold(due);
    }
  }

  /** What has come in so far; gaps in the replications are then final. */
  means(): Series[] {
    for (const replication of [...this.#waiting.keys()].sort((a, b) => a - b)) {
      this.#fold(this.#waiting.get(replication)!);
      this.#next = replication + 1;
    }
    this.#waiting.clear();
    return [...this.#devices].map(([device, lines]) => ({
      device,
      width: Math.max(...[...lines.values()].map(({ width }) => width)),
      quantities: Object.fromEntries(
        [...lines].map(([quantity, line]) => [quantity, mean(line).map(legible)]),
      ),
    }));
  }

  #fold(series: readonly Series[]): void {
    for (const { device, width, quantities } of series) {
      const lines = this.#devices.get(device) ?? new Map<string, Line>();
      this.#devices.set(device, lines);
      for (const [quantity, values] of Object.entries(quantities)) {
        const line = lines.get(quantity) ?? { width, sums: [], counts: [] };
        lines.set(quantity, line);
        add(line, width, values);
      }
    }
  }
}

function add(line: Line, width: number, values: readonly (number | null)[]): void {
  if (width > line.width) widen(line, width);
  const ratio = Math.max(1, Math.round(line.width / width));
  coarser(values, ratio).forEach((value, i) => {
    line.sums[i] = (line.sums[i] ?? 0) + (value ?? 0);
    line.counts[i] = (line.counts[i] ?? 0) + (value === null ? 0 : 1);
  });
}

/** A run of unknown length doubles its buckets, so that one replication may have wider ones than another. */
function widen(line: Line, width: number): void {
  const ratio = Math.max(1, Math.round(width / line.width));
  const counts = coarser(line.counts, ratio).map((count) => Math.round(count ?? 0));
  line.sums = coarser(mean(line), ratio).map((value, i) => (value ?? 0) * counts[i]!);
  line.counts = counts;
  line.width = width;
}

/** To nine decimals: a table of them is half as long. */
function legible(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function mean(line: Line): number[] {
  return line.sums.map((sum, i) => (line.counts[i]! > 0 ? sum / line.counts[i]! : 0));
}

/** Means of `ratio` neighbours each; of those that are there, at the end and where some are missing. */
export function coarser(values: readonly (number | null)[], ratio: number): (number | null)[] {
  if (ratio <= 1) return [...values];
  return Array.from({ length: Math.ceil(values.length / ratio) }, (_, i) => {
    const known = values.slice(i * ratio, (i + 1) * ratio).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
