import { meanOf } from '../kernel/spread.ts';
import type { Series } from '../results.ts';

interface Line {
  width: number;
  sums: number[];
  counts: number[];
}

/** The sum of the first replications of a cell: more can be added, but none removed. */
export interface Sum {
  readonly replications: number;
  readonly lines: readonly SumLine[];
}

interface SumLine {
  readonly device: string;
  readonly quantity: string;
  readonly width: number;
  readonly sums: readonly number[];
  /** A single number when it is the same for every bucket. */
  readonly counts: number | readonly number[];
}

/**
 * The mean over replications of the time series of one cell. They are added in order of replication, whatever the order
 * of arrival, since floating-point sums depend on the order.
 */
export class SeriesMean {
  readonly #waiting: Map<number, readonly Series[]> = new Map();
  readonly #devices: Map<string, Map<string, Line>> = new Map();
  #next = 0;
  /** The cached means; null after a new replication. */
  #seen: readonly Series[] | null = null;

  /** Continues from a sum, bit by bit as if its replications had been added. */
  constructor(from?: Sum) {
    if (!from) return;
    this.#next = from.replications;
    for (const { device, quantity, width, sums, counts } of from.lines) {
      const lines = this.#linesOf(device);
      lines.set(quantity, {
        width,
        sums: [...sums],
        counts: typeof counts === 'number' ? sums.map(() => counts) : [...counts],
      });
    }
  }

  /** A replication without series must be added too, with none: later ones wait for it. */
  add(replication: number, series: readonly Series[]): void {
    if (replication < this.#next) return;
    this.#waiting.set(replication, series);
    for (let due = this.#waiting.get(this.#next); due; due = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++);
      this.#fold(due);
    }
  }

  /** Means of all replications so far, also across gaps. Has no effect on later results. */
  means(): readonly Series[] {
    if (this.#waiting.size === 0) return (this.#seen ??= this.#means());
    const seen = new SeriesMean(this.sum());
    for (const replication of [...this.#waiting.keys()].sort((a, b) => a - b))
      seen.#fold(this.#waiting.get(replication)!);
    return seen.#means();
  }

  #means(): Series[] {
    return [...this.#devices].map(([device, lines]) => ({
      device,
      width: Math.max(...[...lines.values()].map(({ width }) => width)),
      quantities: Object.fromEntries(
        [...lines].map(([quantity, line]) => [quantity, mean(line).map(legible)]),
      ),
    }));
  }

  /** The sum of the replications from the first one up to the first gap. */
  sum(): Sum {
    const lines = [...this.#devices].flatMap(([device, quantities]) =>
      [...quantities].map(([quantity, { width, sums, counts }]): SumLine => {
        const [first = 0] = counts;
        const even = counts.every((count) => count === first);
        return { device, quantity, width, sums, counts: even ? first : counts };
      }),
    );
    return { replications: this.#next, lines };
  }

  #fold(series: readonly Series[]): void {
    this.#seen = null;
    for (const { device, width, quantities } of series) {
      const lines = this.#linesOf(device);
      for (const [quantity, values] of Object.entries(quantities)) {
        const line = lines.get(quantity) ?? { width, sums: [], counts: [] };
        lines.set(quantity, line);
        add(line, width, values);
      }
    }
  }

  #linesOf(device: string): Map<string, Line> {
    const lines = this.#devices.get(device) ?? new Map<string, Line>();
    this.#devices.set(device, lines);
    return lines;
  }
}

function add(line: Line, width: number, values: readonly (number | null)[]): void {
  if (width > line.width) widen(line, width);
  const ratio = Math.max(1, Math.round(line.width / width));
  const column = ratio > 1 ? coarser(values, ratio) : values;
  const { sums, counts } = line;
  while (sums.length < column.length) {
    sums.push(0);
    counts.push(0);
  }
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (value === null) continue;
    sums[i]! += value;
    counts[i]! += 1;
  }
}

/** Merges buckets: a run of unknown length doubles them, so widths may differ between replications. */
function widen(line: Line, width: number): void {
  const ratio = Math.max(1, Math.round(width / line.width));
  const counts = coarser(line.counts, ratio).map((count) => Math.round(count ?? 0));
  line.sums = coarser(mean(line), ratio).map((value, i) => (value ?? 0) * counts[i]!);
  line.counts = counts;
  line.width = width;
}

/** Nine decimals: it halves the size of a table. */
function legible(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function mean(line: Line): number[] {
  return line.sums.map((sum, i) => (line.counts[i]! > 0 ? sum / line.counts[i]! : 0));
}

/** Means of `ratio` neighbours each, ignoring missing ones. */
export function coarser(values: readonly (number | null)[], ratio: number): (number | null)[] {
  if (ratio <= 1) return [...values];
  return Array.from({ length: Math.ceil(values.length / ratio) }, (_, i) => {
    const known = values.slice(i * ratio, (i + 1) * ratio).filter((value) => value !== null);
    return known.length === 0 ? null : meanOf(known);
  });
}
