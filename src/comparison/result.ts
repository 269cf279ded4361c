/** What a comparison of a recorded log with the simulator found. Plain JSON. */

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
    /** How its text begins: the verdict alone. */
    readonly answer: string;
  };
  /** From the one that explains most; empty where nothing is left to explain. */
  readonly explanations: readonly Explanation[];
  /** The sentence about them. */
  readonly explained: string;
  /** What else has to be known to read it. */
  readonly notes: readonly string[];
}
