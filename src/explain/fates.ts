/** What became of every request of a run, by which arrival it was. */
import { Growing } from '../logs/growing.ts';
import type { Stories } from '../metrics/stories.ts';

export interface Fates {
  readonly size: number;
  readonly arrival: Float64Array;
  readonly output: Float64Array;
  readonly first: Float64Array;
  readonly end: Float64Array;
  readonly joules: Float64Array;
  readonly dollars: Float64Array;
  /** Who answered. */
  readonly by: Int32Array;
  /** A place in OUTCOMES. */
  readonly outcome: Int32Array;
}

export class FatesKeeper {
  private readonly arrival: Growing = new Growing(Float64Array);
  private readonly output: Growing = new Growing(Float64Array);
  private readonly first: Growing = new Growing(Float64Array);
  private readonly end: Growing = new Growing(Float64Array);
  private readonly joules: Growing = new Growing(Float64Array);
  private readonly dollars: Growing = new Growing(Float64Array);
  private readonly by: Growing = new Growing(Int32Array);
  private readonly outcome: Growing = new Growing(Int32Array);

  add(stories: Stories, at: number): void {
    this.arrival.add(stories.arrival[at]!);
    this.output.add(stories.output[at]!);
    this.first.add(stories.first[at]!);
    this.end.add(stories.end[at]!);
    this.joules.add(stories.joules[at]!);
    this.dollars.add(stories.dollars[at]!);
    this.by.add(stories.by[at]!);
    this.outcome.add(stories.outcome[at]!);
  }

  fates(): Fates {
    const doubles = (column: Growing): Float64Array => column.column() as Float64Array;
    const whole = (column: Growing): Int32Array => column.column() as Int32Array;
    return {
      size: this.arrival.size,
      arrival: doubles(this.arrival),
      output: doubles(this.output),
      first: doubles(this.first),
      end: doubles(this.end),
      joules: doubles(this.joules),
      dollars: doubles(this.dollars),
      by: whole(this.by),
      outcome: whole(this.outcome),
    };
  }
}
