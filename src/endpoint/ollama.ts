/** Ollama's own protocols: a JSON object on each line, the last one with counts and nanoseconds. */
import { at, numberAt, textAt } from './json.ts';
import type { CompletionRequest, Heard, Protocol } from './protocol.ts';

function settings({ model, output }: CompletionRequest): object {
  return { model, stream: true, options: { num_predict: output, temperature: 0 } };
}

export const ollama: Protocol = {
  name: 'ollama',
  path: '/api/generate',
  // Raw: no template around the prompt, so that its tokens are those that were meant.
  body: (ask) => ({ prompt: ask.prompt, raw: true, ...settings(ask) }),
  read: (line) => heard(line, (event) => textAt(event, 'response') ?? textAt(event, 'thinking')),
};

export const ollamaChat: Protocol = {
  name: 'ollama-chat',
  path: '/api/chat',
  body: (ask) => ({ messages: [{ role: 'user', content: ask.prompt }], ...settings(ask) }),
  read: (line) =>
    heard(line, (event) => textAt(event, 'message', 'content') ?? textAt(event, 'message', 'thinking')),
};

function heard(line: string, partOf: (event: unknown) => string | undefined): Heard | null {
  if (line.trim() === '') return null;
  const event = JSON.parse(line) as unknown;
  const error = textAt(event, 'error');
  if (error !== undefined) return { error };
  const done = at(event, 'done') === true;
  const seconds = (name: string): number | undefined => {
    const found = numberAt(event, name);
    return found === undefined ? undefined : found / 1e9;
  };
  return {
    part: !done || partOf(event) !== undefined,
    done,
    prompt: numberAt(event, 'prompt_eval_count'),
    output: numberAt(event, 'eval_count'),
    promptSeconds: seconds('prompt_eval_duration'),
    decodeSeconds: seconds('eval_duration'),
  };
}
