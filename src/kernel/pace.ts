/** How fast a device works: seconds for a prompt, seconds for one decode step. */
export interface Pace {
  /** Seconds for a prompt of I tokens: fixed + perToken I + perTokenSquared I^2, I rounded up to a multiple of `padTo`. */
  readonly prefill: {
    readonly fixed: number;
    readonly perToken: number;
    readonly perTokenSquared: number;
    readonly padTo: number;
  };
  /** Seconds for one decode step of b sequences with c cached tokens in all: fixed + perSequence b + perCachedToken c. */
  readonly step: {
    readonly fixed: number;
    readonly perSequence: number;
    readonly perCachedToken: number;
  };
}

export function prefillSeconds({ prefill }: Pace, prompt: number): number {
  const padded = prefill.padTo > 1 ? Math.ceil(prompt / prefill.padTo) * prefill.padTo : prompt;
  return prefill.fixed + padded * (prefill.perToken + padded * prefill.perTokenSquared);
}

/**
 * Seconds for the tokens after the first when a sequence decodes alone: the first token comes from prefill,
 * step k of the other output - 1 reads a cache of prompt + k tokens.
 */
export function decodeSeconds({ step }: Pace, prompt: number, output: number): number {
  const steps = output - 1;
  return steps * (step.fixed + step.perSequence + step.perCachedToken * (prompt + (steps + 1) / 2));
}

/** Seconds a request keeps a device that serves it alone. */
export function serviceSeconds(pace: Pace, prompt: number, output: number): number {
  return prefillSeconds(pace, prompt) + decodeSeconds(pace, prompt, output);
}
