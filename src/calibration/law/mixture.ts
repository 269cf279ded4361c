/** Names of models that are mixtures of experts: `30b-a3b`, `8x7b`, `moe` and some families. */
const MIXTURE = /(\d+b[-_]?a\d)|(\d+x\d+(\.\d+)?b)|moe|mixtral|gpt-oss|scout|maverick|deepseek-(v[23]|r1-671b)|glm-4\.[56]|kimi|minimax|dbrx|hunyuan-a\d/i;

/** True where the name says so; null where it does not, for many names do not. */
export function isMixture(model: string): true | null {
  return MIXTURE.test(model) ? true : null;
}
