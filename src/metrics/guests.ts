/**
 * In a region that has to do with others, what stands between its run and its figures: requests of other regions are not
 * among those that arrived here, and what they cost here is counted all the same, device by device.
 */
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import type { Listener } from '../model.ts';
import * as deviceRows from './deviceRows.ts';
import type { Metrics } from './metrics.ts';

const { COMPLETED, JOULES, KIND, LOST, NUMBER, OUTPUT, PROMPT, REFUSED, STATION, STRIDE } = moved;
const { ACROSS, JOULES: OF_JOULES, SERVED, TOKENS } = deviceRows;

/** Who knows which arrivals are guests, and when they came at home. */
interface GuestList {
  /** How many there are. */
  readonly guests: number;
  guestSince(number: number): number | undefined;
  forgetGuest(number: number): void;
}

export class Guests implements Listener {
  readonly #metrics: Metrics;
  readonly #list: GuestList;
  #rows: Float64Array = new Float64Array(0);

  constructor(metrics: Metrics, list: GuestList) {
    this.#metrics = metrics;
    this.#list = list;
  }

  moved(moves: Moves): void {
    if (this.#list.guests === 0) return this.#metrics.moved(moves);
    const { rows, end } = moves;
    if (this.#rows.length < rows.length) this.#rows = new Float64Array(rows.length);
    const own = this.#rows;
    let to = 0;
    // Rows between two of guests are copied at once.
    let from = 0;
    const keep = (until: number): void => {
      if (until > from) own.set(rows.subarray(from, until), to);
      to += until - from;
    };
    for (let row = 0; row < end; row += STRIDE) {
      const came = this.#list.guestSince(rows[row + NUMBER]!);
      if (came === undefined) continue;
      keep(row);
      from = row + STRIDE;
      this.#count(rows, row, came);
    }
    keep(end);
    this.#metrics.moved({ rows: own, end: to });
  }

  /** In the measured interval is what came in it at home: so what one region sends another takes, to the last request. */
  #count(rows: Float64Array, row: number, came: number): void {
    const metrics = this.#metrics;
    const kind = rows[row + KIND]!;
    const device = rows[row + STATION]!;
    const counts = came >= metrics.interval.from;
    if (kind === REFUSED && device >= 0 && counts && metrics.gauges.devices) metrics.refusals[device]!++;
    if (kind !== COMPLETED && kind !== LOST) return;
    this.#list.forgetGuest(rows[row + NUMBER]!);
    if (!counts) return;
    metrics.guestJoules += rows[row + JOULES]!;
    if (kind === LOST) {
      metrics.lostJoules += rows[row + JOULES]!;
      return;
    }
    metrics.taken++;
    if (!metrics.gauges.devices) return;
    const own = device * ACROSS;
    metrics.devices[own + SERVED]!++;
    metrics.devices[own + TOKENS]! += rows[row + PROMPT]! + rows[row + OUTPUT]!;
    metrics.devices[own + OF_JOULES]! += rows[row + JOULES]!;
  }
}
