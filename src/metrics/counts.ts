/** Counts of a run's requests, and what was spent on those that got no answer. */
import * as codes from '../kernel/codes.ts';
import * as moved from '../kernel/moves.ts';
import type { MeasuredInterval } from './interval.ts';

const { ARRIVAL, ATTEMPTS, DOLLARS, JOULES, LAST_REFUSAL, NOW, NUMBER, REASON, STATION, WASTED } = moved;
const { CLOUD, REASONS, TIMEOUT } = codes;

export class RequestCounts {
  readonly interval: MeasuredInterval;
  /** Counts of the requests that arrived in the measured interval. */
  arrivals = 0;
  rejected = 0;
  dropped = 0;
  failed = 0;
  /** Requests that their clients gave up. */
  abandoned = 0;
  /** Tries at the edge after a request's first. */
  retries = 0;
  /** Legs at the edge that ended without an answer, and their joules. */
  returned = 0;
  lostJoules = 0;
  /** Joules at the edge of requests that got no answer. */
  vainJoules = 0;
  /** Dollars in the cloud of requests that got no answer. */
  vainDollars = 0;
  /** Joules of work for requests of other regions: the requests count there, their energy counts here. */
  guestJoules = 0;
  /** Requests answered by machines of other regions, and requests of other regions answered here. */
  sent = 0;
  taken = 0;
  /** In a closed loop, seconds that users waited for answers in the measured interval. */
  waited = 0;
  /** Requests that the edge refused or handed back, and failures, by reason. */
  readonly reasons: Float64Array = new Float64Array(REASONS.length);
  /** Requests (by number) whose clients have left, until the work on them ends. */
  protected readonly gone: Set<number> = new Set();
  protected readonly warmup: number;
  protected readonly closed: boolean;

  /** `closed`: users wait for their answers. */
  constructor(interval: MeasuredInterval, closed: boolean) {
    this.interval = interval;
    this.warmup = interval.from;
    this.closed = closed;
  }

  protected handedBack(rows: Float64Array, row: number): void {
    if (rows[row + ARRIVAL]! < this.warmup) return;
    this.returned++;
    this.lostJoules += rows[row + JOULES]! - rows[row + WASTED]!;
  }

  /** In a closed loop: a user has waited for it until now. */
  protected waits(rows: Float64Array, row: number): void {
    if (this.closed) this.waited += this.interval.overlap(rows[row + ARRIVAL]!, rows[row + NOW]!);
  }

  protected lost(rows: Float64Array, row: number): void {
    if (this.gone.size === 0 || !this.gone.delete(rows[row + NUMBER]!)) this.waits(rows, row);
    if (rows[row + ARRIVAL]! < this.warmup) return;
    const reason = rows[row + REASON]!;
    this.vainJoules += rows[row + JOULES]!;
    this.vainDollars += rows[row + DOLLARS]!;
    this.retries += rows[row + ATTEMPTS]! - 1;
    if (reason === TIMEOUT) {
      this.abandoned++;
      this.reasons[reason - 1]!++;
      return;
    }
    this.rejects(rows, row);
    if (rows[row + STATION] === CLOUD) {
      this.failed++;
      this.reasons[reason - 1]!++;
    } else this.dropped++;
  }

  /** The request was not answered by the edge: counts the reason, if the edge was asked. */
  protected rejects(rows: Float64Array, row: number): void {
    const reason = rows[row + LAST_REFUSAL]!;
    if (reason === 0) return;
    this.rejected++;
    this.reasons[reason - 1]!++;
  }
}
