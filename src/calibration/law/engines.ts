/** What a server of some kind does with its steps, as it ships. */

export interface EngineFacts {
  /** Tokens a step may take: one for each who decodes, the rest for prompts. The rows choose between several. */
  readonly budgets: readonly number[];
  /** Shares of the shorter of decoding and prefill that a step with both takes on top of the longer. */
  readonly overlaps: readonly number[];
  /** Whether a request that comes during a step joins one step later. */
  readonly late: boolean;
  /** Seconds of a request outside the engine: about so many, within a factor e^outsideSd. */
  readonly outside: number;
  readonly outsideSd: number;
  /** Whether a batch that decodes is filled up to one of the sizes it has captured graphs of. */
  readonly graphs: boolean;
  /** Whether batches may be taken as measured, where no law fits. */
  readonly tables: boolean;
}

/** On a GPU decoding waits for memory while prompts are computed; a CPU does both with the same cores. */
const GPU_OVERLAP = 0.5;
const CPU_OVERLAP = 1;

/** `cpu`: null where it is not known what it computes on. */
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
      return { budgets: [2048], overlaps, late: false, outside: 0.0015, outsideSd: 1, graphs: false, tables: true };
    default:
      return { budgets: [2048, 8192], overlaps, late: false, outside: 0.02, outsideSd: 1, graphs: false, tables: true };
  }
}
