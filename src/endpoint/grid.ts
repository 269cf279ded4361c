/** What a closed-loop grid sends: points that tell the coefficients of a profile apart. */

/** Requests that are sent at once. `flow`: lengths differ, and the next is sent as soon as one has ended. */
export interface GridPoint {
  readonly name: string;
  readonly kind: 'together' | 'flow';
  readonly streams: number;
  readonly prompt: number;
  readonly output: number;
}

export interface GridOptions {
  /** Most requests at once. */
  readonly streams: number;
  /** Prompt tokens, in order. */
  readonly prompts: readonly number[];
  /** Output tokens: a few, and as many as tell the speed of decoding. */
  readonly outputs: readonly [short: number, long: number];
}

/** What is sent when nobody says. Lengths lie beside powers of two: matrix kernels work in tiles, and round lengths are the bottom of a saw-tooth. */
export const GRID_USUAL: {
  readonly prompts: readonly number[];
  readonly outputs: readonly [number, number];
  readonly precision: number;
  /** Seconds. */
  readonly time: number;
} = { prompts: [31, 101, 191, 383], outputs: [9, 65], precision: 0.03, time: 600 };
/** Requests of each line of a flow. */
export const FLOW = 4;

/** 1, 2, 3, 4 and on by halves, the last one `most`. */
export function levels(most: number): number[] {
  const found: number[] = [];
  for (let next = 1; next < most; next = next < 4 ? next + 1 : Math.round(next * 1.5)) found.push(next);
  return [...found, most];
}

/**
 * Alone: every prompt with a short answer tells the prefill, long answers at the shortest and the longest prompt the
 * step and what a cached token costs. Together: short prompts with long answers the step of the batch, a middle prompt
 * with short answers how prompts queue. In flow: prompts that meet a server at work.
 */
export function gridPoints({ streams, prompts, outputs: [short, long] }: GridOptions): GridPoint[] {
  const [first, last] = [prompts[0]!, prompts.at(-1)!];
  const middle = prompts[Math.floor((prompts.length - 1) / 2)]!;
  const together = (batch: number, prompt: number, output: number): GridPoint => ({
    name: `b${batch}-p${prompt}-o${output}`,
    kind: 'together',
    streams: batch,
    prompt,
    output,
  });
  const alone = [
    ...prompts.map((prompt) => together(1, prompt, short)),
    together(1, first, long),
    ...(last === first ? [] : [together(1, last, long)]),
  ];
  const others = levels(streams)
    .filter((batch) => batch > 1)
    .flatMap((batch) => [
      together(batch, first, long),
      ...(last === first || batch < streams ? [] : [together(batch, last, long)]),
      together(batch, middle, short),
      { name: `f${batch}`, kind: 'flow' as const, streams: batch, prompt: last, output: long },
    ]);
  return [...alone, ...others];
}

/** Lengths of the requests of a flow, by a uniform number for each: between the shortest and the longest, small ones as likely as large. */
export function flowLengths(
  { prompts, outputs }: GridOptions,
  draw: () => number,
): { readonly prompt: number; readonly output: number } {
  const between = (low: number, high: number): number => Math.round(low + (high - low) * draw() ** 2);
  return { prompt: between(prompts[0]!, prompts.at(-1)!), output: between(outputs[0], outputs[1]) };
}

/** Requests and tokens of one round of a point. */
export function roundOf({ kind, streams, prompt, output }: GridPoint): {
  readonly requests: number;
  readonly prompt: number;
  readonly output: number;
} {
  const requests = kind === 'flow' ? streams * FLOW : streams;
  return { requests, prompt: requests * prompt, output: requests * output };
}
