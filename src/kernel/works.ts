/** What devices worked, as columns of a block. */
import { ROWS } from './moves.ts';

/** Work on device `station` from `from` to `to`: `share` of the board drew its part of `watts`. */
export class Works {
  size = 0;
  /** 0 when nobody reads them: who works need not write then. */
  heard = 1;
  readonly station: Int32Array = new Int32Array(ROWS);
  readonly from: Float64Array = new Float64Array(ROWS);
  readonly to: Float64Array = new Float64Array(ROWS);
  readonly watts: Float64Array = new Float64Array(ROWS);
  readonly share: Float64Array = new Float64Array(ROWS);
  private readonly full: (works: Works) => void;

  /** `full` reads the block when there is no room left. */
  constructor(full: (works: Works) => void) {
    this.full = full;
  }

  /** Whether one of these reads what is written. */
  hear(listeners: readonly { readonly worked?: unknown }[]): void {
    this.heard = Number(listeners.some(({ worked }) => worked !== undefined));
  }

  /** Takes a row for the device and returns its place, for who fills in the doubles: they do not cross a call. */
  row(station: number): number {
    if (this.size === this.from.length) this.flush();
    const at = this.size++;
    this.station[at] = station;
    return at;
  }

  flush(): void {
    this.full(this);
    this.size = 0;
  }
}
