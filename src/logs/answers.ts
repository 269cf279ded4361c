/** What a real server answered, as a log has it: requests are columns. */

/** What became of a request at a real server. */
export type Status = 'ok' | 'refused' | 'error' | 'cancelled';

/** Requests in order of arrival, times in seconds from the first; NaN where there is none. */
export interface Answers {
  readonly arrival: ArrayLike<number>;
  readonly output: ArrayLike<number>;
  readonly firstToken: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  readonly status: readonly Status[];
}

/** A log as it was recorded at a real server. */
export interface RealLog extends Answers {
  readonly name: string;
  /** What the requests had, and would have had where they got no answer. */
  readonly prompt: ArrayLike<number>;
  readonly tenant: readonly string[];
  /** What the log says of the server; empty where it says nothing. */
  readonly server: {
    readonly endpoint?: string;
    readonly model?: string;
    readonly kind?: string;
    readonly slots?: number;
    /** Requests came when others had ended, not at times of their own. */
    readonly closed?: boolean;
  };
}
