/** What a comparison of a recorded log with the simulator found. Plain JSON, but for the requests, which are columns. */

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

export interface ComparedFigure {
  /** `ttft.p50`. */
  readonly figure: string;
  readonly real: number;
  readonly simulated: number;
  /** Simulated over real, less 1; null where the real one is 0. */
  readonly error: number | null;
  /** Where the simulated one lies, 95 %, as the profiles vary within their uncertainty; null where none is known. */
  readonly model95: readonly [number, number] | null;
  /** Per cent that the simulated one moves for 1 % of service time at this load; null where it is 0. */
  readonly moves: number | null;
}

/** What one thing, fitted alone, would explain. */
export interface Explanation {
  readonly what: 'prefill' | 'step' | 'overhead' | 'queue order';
  /** In words: `prefill 14 % slower`. */
  readonly text: string;
  /** Mean error of the latencies with it, without its sign. */
  readonly left: number;
}

export interface Compared {
  readonly schema: 'edgewise.compare/1';
  readonly log: string;
  readonly scenario: string;
  readonly requests: number;
  readonly seconds: number;
  readonly figures: readonly ComparedFigure[];
  /** Median and worst error of the latencies, without their signs. */
  readonly error: { readonly median: number; readonly worst: number; readonly worstFigure: string };
  readonly verdict: {
    readonly outcome: 'close' | 'fair' | 'off';
    readonly text: string;
  };
  /** From the one that explains most; empty where nothing is left to explain. */
  readonly explanations: readonly Explanation[];
  /** The sentence about them. */
  readonly explained: string;
  /** What else has to be known to read it. */
  readonly notes: readonly string[];
}
