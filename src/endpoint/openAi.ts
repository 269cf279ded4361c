/** The OpenAI-compatible protocols: chat and plain completions, streamed as server-sent events. */
import { at, numberAt, textAt } from './json.ts';
import type { CompletionRequest, Heard, Protocol } from './protocol.ts';
import { eventOf } from './sse.ts';

/** What keeps a server from ending early: fields that vLLM, llama-server, SGLang and TGI know. */
function lengths({ model, output, exact }: CompletionRequest): object {
  return {
    ...(model !== null && { model }),
    max_tokens: output,
    temperature: 0,
    stream: true,
    stream_options: { include_usage: true },
    ...(exact && { ignore_eos: true, min_tokens: output, cache_prompt: false }),
  };
}

export const chat: Protocol = {
  name: 'chat',
  path: '/v1/chat/completions',
  body: (ask) => ({ messages: [{ role: 'user', content: ask.prompt }], ...lengths(ask) }),
  read: (line) => heard(line, (choice) => partOf(at(choice, 'delta'))),
};

export const completions: Protocol = {
  name: 'completions',
  path: '/v1/completions',
  body: (ask) => ({ prompt: ask.prompt, ...lengths(ask) }),
  read: (line) => heard(line, (choice) => typeof at(choice, 'text') === 'string'),
};

/** The first event of a chat names the role and has nothing of the answer yet. */
function partOf(delta: unknown): boolean {
  const parts = ['content', 'reasoning_content', 'reasoning'].map((name) => at(delta, name));
  if (parts.some((part) => typeof part === 'string' && part !== '')) return true;
  return at(delta, 'tool_calls') !== undefined || (parts[0] === '' && at(delta, 'role') === undefined);
}

function heard(line: string, isPart: (choice: unknown) => boolean): Heard | null {
  const event = eventOf(line);
  if (event === null) return null;
  if (event === 'done') return { done: true };
  const error = textAt(event, 'error', 'message') ?? textAt(event, 'error') ?? textAt(event, 'message');
  if (error !== undefined && at(event, 'choices') === undefined) return { error };
  const choice = at(event, 'choices', 0);
  const ended = textAt(choice, 'finish_reason') !== undefined;
  const milliseconds = (name: string): number | undefined => {
    const found = numberAt(event, 'timings', name);
    return found === undefined ? undefined : found / 1000;
  };
  return {
    part: choice !== undefined && isPart(choice) && !(ended && isEmpty(choice)),
    prompt: numberAt(event, 'usage', 'prompt_tokens'),
    output: numberAt(event, 'usage', 'completion_tokens'),
    promptSeconds: milliseconds('prompt_ms'),
    decodeSeconds: milliseconds('predicted_ms'),
  };
}

/** The last event says why it ended, often with no text. */
function isEmpty(choice: unknown): boolean {
  return (textAt(choice, 'text') ?? textAt(choice, 'delta', 'content')) === undefined;
}
