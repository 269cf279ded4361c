/** How servers of each kind use their steps, by default. */

export interface EngineFacts {
  /** Candidates for the tokens per step: one for each decoding sequence, the rest for prompts. */
  readonly budgets: readonly number[];
  /** Candidates for the share of the shorter of decode and prefill that adds to the longer. */
  readonly overlaps: readonly number[];
  /** Whether a request that arrives during a step joins one step later. */
  readonly late: boolean;
  /** Seconds of a request outside the engine: about so many, within a factor e^outsideSd. */
  readonly outside: number;
  readonly outsideSd: number;
  /** Whether decode batches are padded to sizes with captured graphs. */
  readonly graphs: boolean;
  /** Whether a table of measured batches is a candidate. */
  readonly tables: boolean;
}

/** On a GPU, decode is bound by memory and prefill by computing; a CPU does both with the same cores. */
const GPU_OVERLAP = 0.5;
const CPU_OVERLAP = 1;

/** `cpu` is null if the processor is unknown. */
export function engineFacts(engine: string, cpu: boolean | null): EngineFacts {
  const overlaps = cpu === null ? [CPU_OVERLAP, GPU_OVERLAP] : [cpu ? CPU_OVERLAP : GPU_OVERLAP];
  switch (engine) {
    case 'vllm':
      return {
        budgets: [2048, 8192],
        overlaps: [cpu === true ? CPU_OVERLAP : GPU_OVERLAP],
        late: cpu !== true,
        outside: 0.035,
        outsideSd: 0.5,
        graphs: cpu !== true,
        tables: cpu === true,
      };
    case 'llamacpp':
    case 'ollama':
      return {
        budgets: [2048],
        overlaps,
        late: false,
        outside: 0.0015,
        outsideSd: 1,
        graphs: false,
        tables: true,
      };
    default:
      return {
        budgets: [2048, 8192],
        overlaps,
        late: false,
        outside: 0.02,
        outsideSd: 1,
        graphs: false,
        tables: true,
      };
  }
}
