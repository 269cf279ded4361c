/** How fast a device works: seconds for a prompt, seconds for one decode step. */
export interface Pace {
  /**
   * Seconds for a prompt of I tokens: fixed + perToken e + perTokenSquared e^2, where e is I rounded up to a multiple
   * of `padTo` for `padShare` of the work (all of it when not said) and I itself for the rest.
   */
  readonly prefill: {
    readonly fixed: number;
    readonly perToken: number;
    readonly perTokenSquared: number;
    readonly padTo: number;
    readonly padShare?: number;
  };
  /** Seconds for one decode step of b sequences with c cached tokens in all: fixed + perSequence b + perCachedToken c. */
  readonly step: {
    readonly fixed: number;
    readonly perSequence: number;
    readonly perCachedToken: number;
  };
}

/** The prompt as long as it has to be for the time it takes: between I and I rounded up. */
export function effectivePrompt(prompt: number, padTo: number, padShare: number): number {
  if (padTo <= 1) return prompt;
  return prompt + padShare * (Math.ceil(prompt / padTo) * padTo - prompt);
}

export function prefillSeconds({ prefill }: Pace, prompt: number): number {
  const worked = effectivePrompt(prompt, prefill.padTo, prefill.padShare ?? 1);
  return prefill.fixed + worked * (prefill.perToken + worked * prefill.perTokenSquared);
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
