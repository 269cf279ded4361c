/** A log that was read: its requests in typed columns, in order of arrival, and what was found about it. */
import type { TimeForm } from './moment.ts';

export interface RecordedLog {
  readonly file: string;
  readonly size: number;
  /** Seconds after the first arrival; they never fall. */
  readonly arrival: Float64Array;
  /** Whole tokens, at least 1. */
  readonly prompt: Int32Array;
  readonly output: Int32Array;
  /** Places among the tenants; all 0 where the log names none. */
  readonly tenant: Int32Array;
  /** Names as the log has them, in order of appearance; empty where it names none. */
  readonly tenants: readonly string[];
  /** Only where a column was named for them. */
  readonly priority: Int32Array | null;
  /** When the first request arrived, in seconds since 1970; null where the log counts from a start of its own. */
  readonly start: number | null;
  /** What clocks showed beside UTC where it was written, in seconds. */
  readonly offset: number;
  readonly found: LogForm;
}

/** How the log was read. */
interface LogForm {
  /** `CSV`, `JSON Lines`. */
  readonly form: string;
  readonly times: TimeForm;
  /** The columns, by what they hold. */
  readonly columns: Readonly<Record<string, string>>;
  /** Whether rows were in another order than that of arrival. */
  readonly sorted: boolean;
  /**
   * Rows that ended in an error, and those without an output; left out, or in with `errors: keep`. When each came, in
   * seconds after the first arrival, NaN where that cannot be read.
   */
  readonly failed: Float64Array;
  readonly silent: Float64Array;
  readonly kept: boolean;
  /** What statuses were taken for an answer though nobody knows them. */
  readonly strange: readonly string[];
}
