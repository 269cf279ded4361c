/** Experts of a model, inferred from its name. */
import { log } from '../../kernel/math.ts';

/** Experts of a layer, and how many of them a token uses; those that every token uses are no part of either. */
export interface Routing {
  readonly experts: number;
  readonly used: number;
}

/** From the configurations published with the weights. */
const FAMILIES: readonly (readonly [RegExp, number, number])[] = [
  [/nemotron-3-nano-(omni-)?30b|nemotron-cascade-2-30b/i, 128, 6],
  [/nemotron-3-super/i, 512, 22],
  [/qwen-?3-?next|qwen3-coder-next/i, 512, 10],
  [/qwen-?3\.\d-(35b-a3b|122b-a10b)|kat-coder-v2\.5/i, 256, 8],
  [/qwen-?3-(coder-)?(30b-a3b|235b-a22b)/i, 128, 8],
  [/gemma-4-26b-a4b/i, 128, 8],
  [/mistral-small-4/i, 128, 4],
  [/gpt-oss-20b/i, 32, 4],
  [/gpt-oss-120b/i, 128, 4],
  [/glm-4\.5-air/i, 128, 8],
  [/hunyuan-a13b/i, 64, 8],
  [/llama-?4-scout/i, 16, 1],
  [/dots[.-]llm1/i, 128, 6],
  [/mixtral|8x7b|8x22b/i, 8, 2],
  [/olmoe-1b-7b/i, 64, 8],
];

/** Undefined for a name of no known family. */
export function routingOf(model: string): Routing | undefined {
  const found = FAMILIES.find(([pattern]) => pattern.test(model));
  return found && { experts: found[1], used: found[2] };
}

/**
 * Number of sequences that use 63 % of the experts: b sequences use 1 - (1 - used / experts)^b of them, if all experts are
 * equally likely and sequences independent.
 */
export function saturation({ experts, used }: Routing): number {
  return -1 / log(1 - used / experts);
}

/** Names of models that are mixtures of experts: `30b-a3b`, `8x7b`, `moe` and some families. */
const MIXTURE =
  /(\d+b[-_]?a\d)|(\d+x\d+(\.\d+)?b)|moe|mixtral|gpt-oss|scout|maverick|deepseek-(v[23]|r1-671b)|glm-4\.[56]|kimi|minimax|dbrx|hunyuan-a\d/i;

/** True if the name says so, else null: many names do not. */
export function isMixture(model: string): true | null {
  return MIXTURE.test(model) || routingOf(model) !== undefined ? true : null;
}
