/** Writes a small language model with random weights as GGUF. */
export function writeModel(
  path: string,
  size: {
    readonly layers: number;
    readonly width: number;
    readonly heads: number;
    readonly inner: number;
    readonly context: number;
    readonly words: readonly string[];
  },
): void;
