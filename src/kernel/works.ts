/** The log of work done by devices, as a block of columns. */
import { ROWS } from './moves.ts';

/** Work on device `station` from `from` to `to`: `share` of the board drew its part of `watts`. */
export class Works {
  size = 0;
  /** 0 when nothing reads them, so that devices need not write. */
  heard = 1;
  readonly station: Int32Array = new Int32Array(ROWS);
  readonly from: Float64Array = new Float64Array(ROWS);
  readonly to: Float64Array = new Float64Array(ROWS);
  readonly watts: Float64Array = new Float64Array(ROWS);
  readonly share: Float64Array = new Float64Array(ROWS);
  private readonly full: (works: Works) => void;

  /** `full` is called to read the block when it is full. */
  constructor(full: (works: Works) => void) {
    this.full = full;
  }

  /** Sets whether one of these listeners reads the block. */
  hear(listeners: readonly { readonly worked?: unknown }[]): void {
    this.heard = Number(listeners.some(({ worked }) => worked !== undefined));
  }

  /** Reserves a row for the device and returns its place; the caller fills in the doubles, which would be boxed as arguments. */
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
