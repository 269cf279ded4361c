/** llama-server's own protocol: prompts may be token numbers, and the last event has the times it took. */
import { at, numberAt, textAt } from './json.ts';
import type { Protocol } from './protocol.ts';
import { eventOf } from './sse.ts';

export const llamaServer: Protocol = {
  name: 'llama-server',
  path: '/completion',
  body: ({ prompt, output }) => ({
    prompt,
    n_predict: output,
    ignore_eos: true,
    cache_prompt: false,
    top_k: 1,
    stream: true,
  }),
  read(line) {
    const event = eventOf(line);
    if (event === null) return null;
    if (event === 'done') return { done: true };
    const error = textAt(event, 'error', 'message') ?? textAt(event, 'message');
    if (error !== undefined && at(event, 'content') === undefined) return { error };
    const done = at(event, 'stop') === true;
    const seconds = (name: string): number | undefined => {
      const found = numberAt(event, 'timings', name);
      return found === undefined ? undefined : found / 1000;
    };
    return {
      part: !done || textAt(event, 'content') !== undefined,
      done,
      prompt: numberAt(event, 'tokens_evaluated') ?? numberAt(event, 'timings', 'prompt_n'),
      output: numberAt(event, 'tokens_predicted') ?? numberAt(event, 'timings', 'predicted_n'),
      promptSeconds: seconds('prompt_ms'),
      decodeSeconds: seconds('predicted_ms'),
    };
  },
};
