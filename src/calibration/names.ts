/** The names people write in their tables, as the catalogue has them. */
import type { Board, ModelFacts } from '../catalog/board.ts';

/** How texts begin that name an engine with its version and settings. */
const ENGINES: readonly (readonly [RegExp, string])[] = [
  [/^vllm\b/i, 'vllm'],
  [/^ollama\b/i, 'ollama'],
  [/^(llama[.-]?cpp|llama-(server|bench|batched-bench)|ggml)\b/i, 'llamacpp'],
  [/^(tgi|text-generation-inference)\b/i, 'tgi'],
  [/^sglang\b/i, 'sglang'],
  [/^(tensorrt|trt)[- ]?llm\b/i, 'tensorrt-llm'],
  [/^mlx\b/i, 'mlx'],
];

/** A word of its own is left as it is: `vLLM 0.26.0; kv fp8` is vllm, `vllm-mine` is not. */
export function engineName(text: string): string {
  if (/^[a-z][a-z0-9_-]*$/.test(text) && !text.startsWith('llama-')) return text;
  return ENGINES.find(([pattern]) => pattern.test(text.trim()))?.[1] ?? text;
}

/** The known board all of whose words are in the text, `DGX Spark GB10 128GB`; the text itself where there is none. */
export function boardName(text: string, boards: readonly Board[]): string {
  const words = new Set(wordsOf(text));
  const found = boards.filter(({ id }) => id === text || id.split('-').every((word) => words.has(word)));
  const length = ({ id }: Board): number => (id === text ? Infinity : id.length);
  return (
    found.reduce<Board | undefined>(
      (best, each) => (best && length(best) >= length(each) ? best : each),
      undefined,
    )?.id ?? text
  );
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/(\d) (gb)\b/g, '$1$2')
    .split(/[^a-z0-9.]+/);
}

/** Endings of names of models tuned for chat. */
const TUNED = /-(it|instruct|chat)$/;

/** The known model of that name, or its base model: use only what both have in common. */
export function kindOfModel(name: string, models: readonly ModelFacts[]): ModelFacts | undefined {
  return models.find(({ id }) => id === name) ?? models.find(({ id }) => id === name.replace(TUNED, ''));
}

/** Mixtures of experts use less than this share of their parameters per token. */
const SPARSE = 0.4;

export function isSparse({ active, parameters }: ModelFacts): boolean {
  return active !== undefined && active < SPARSE * parameters;
}
