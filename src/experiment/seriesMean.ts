import { meanOf } from '../kernel/spread.ts';
import type { Series } from '../results.ts';

interface Line {
  width: number;
  sums: number[];
  counts: number[];
}

/** The first replications of a cell, added up: what more of them can be added to, and none can be taken from. */
export interface Sum {
  readonly replications: number;
  readonly lines: readonly SumLine[];
}

export interface SumLine {
  readonly device: string;
  readonly quantity: string;
  readonly width: number;
  readonly sums: readonly number[];
  /** One number when it is the same for every bucket. */
  readonly counts: number | readonly number[];
}

/**
 * The mean over replications of the time series of one cell. They are added in order of the replications, whatever
 * order they come in: the sum of rounded numbers depends on it.
 */
export class SeriesMean {
  readonly #waiting: Map<number, readonly Series[]> = new Map();
  readonly #devices: Map<string, Map<string, Line>> = new Map();
  #next = 0;
  /** As they were looked at last; null once something has come in since. */
  #seen: readonly Series[] | null = null;

  /** Goes on from a sum, to the same bits as if every replication in it had been added. */
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

  /** A replication that gives no series still has to be said, with none, or those after it wait for it. */
  add(replication: number, series: readonly Series[]): void {
    if (replication < this.#next) return;
    this.#waiting.set(replication, series);
    for (let due = this.#waiting.get(this.#next); due; due = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++);
      this.#fold(due);
    }
  }

  /** Of what has come in so far, over gaps in the replications too. Looking changes nothing of what comes later. */
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

  /** Of the replications from the first one on that have come in without a gap. */
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
    return known.length === 0 ? null : meanOf(known);
  });
}
