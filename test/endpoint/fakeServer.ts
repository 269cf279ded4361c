/** A server that answers by timers, in any of the protocols, and can be told to misbehave: for protocols, not for numbers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Kind = 'llama-server' | 'ollama' | 'vllm' | 'openai';
export type Misdeed =
  'refuse' | 'fail' | 'cut' | 'malformed' | 'silent' | 'redirect' | 'errorEvent' | 'short' | 'empty';

export interface FakeOptions {
  readonly kind: Kind;
  /** What it does to the request with that number, of those that ask for more than one token, from 0. */
  readonly misdeed?: (request: number) => Misdeed | undefined;
  /** Milliseconds to the first token, and from one to the next. */
  readonly first?: number;
  readonly step?: number;
  /** Tokens a word has, and those around every prompt. */
  readonly perWord?: number;
  readonly around?: number;
  /** Whether it refuses fields that it does not know. */
  readonly strict?: boolean;
  readonly key?: string;
  /** Where it sends on to. */
  readonly elsewhere?: string;
  readonly models?: readonly string[];
}

export interface Asked {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

export interface Fake {
  readonly url: string;
  readonly asked: Asked[];
  /** The most answers it gave at once. */
  readonly most: () => number;
  close(): Promise<void>;
}

export async function fakeServer(options: FakeOptions): Promise<Fake> {
  const asked: Asked[] = [];
  const state = { flying: 0, most: 0, answers: 0, prompts: 0, outputs: 0 };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const { authorization } = request.headers;
    if (options.key !== undefined && authorization !== `Bearer ${options.key}`)
      return json(response, 401, { error: { message: 'no such key' } });
    const about = information(path, options, body, state);
    if (about !== undefined)
      return typeof about === 'string' ? plain(response, about) : json(response, 200, about);
    if (request.method !== 'POST' || !ANSWERS.includes(path))
      return json(response, 404, { error: 'not here' });
    asked.push({ path, body, authorization });
    state.most = Math.max(state.most, ++state.flying);
    response.on('close', () => state.flying--);
    await answer(path, body, response, options, state);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, most: () => state.most, close: () => closed(server) };
}

const ANSWERS = ['/completion', '/v1/completions', '/v1/chat/completions', '/api/generate', '/api/chat'];

type State = { flying: number; most: number; answers: number; prompts: number; outputs: number };

function information(
  path: string,
  { kind, models = ['tiny'] }: FakeOptions,
  body: Readonly<Record<string, unknown>>,
  state: State,
): unknown {
  const llama = kind === 'llama-server';
  if (path === '/v1/models' && kind !== 'ollama')
    return {
      data: models.map((id) => ({ id, owned_by: kind, ...(kind === 'vllm' && { max_model_len: 2048 }) })),
    };
  if (path === '/props' && llama)
    return { total_slots: 2, build_info: 'b6500-abc', default_generation_settings: { n_ctx: 1024 } };
  if (path === '/tokenize' && llama)
    return {
      tokens: String(body['content'])
        .trim()
        .split(' ')
        .map((_, i) => 100 + i),
    };
  if (path === '/metrics' && llama)
    return `# HELP\nllamacpp:prompt_tokens_total ${state.prompts}\nllamacpp:tokens_predicted_total ${state.outputs}\nllamacpp:requests_processing 0\n`;
  if (path === '/api/version' && kind === 'ollama') return { version: '0.12.3' };
  if (path === '/api/tags' && kind === 'ollama') return { models: models.map((name) => ({ name })) };
  if (path === '/api/ps' && kind === 'ollama')
    return { models: [{ name: models[0], context_length: 4096, details: { quantization_level: 'Q4_K_M' } }] };
  if (path === '/version' && kind === 'vllm') return { version: '0.11.0' };
  return undefined;
}

async function answer(
  path: string,
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
  options: FakeOptions,
  state: State,
): Promise<unknown> {
  const { first = 5, step = 1, strict = false, elsewhere = 'http://127.0.0.1:9/' } = options;
  if (strict && 'ignore_eos' in body)
    return json(response, 400, { error: { message: 'unknown field ignore_eos' } });
  const wanted = wantedOf(body);
  const misdeed = wanted > 1 ? options.misdeed?.(state.answers++) : undefined;
  if (misdeed === 'refuse') {
    response.setHeader('retry-after', '7');
    return json(response, 429, { error: { message: 'too many' } });
  }
  if (misdeed === 'fail') return json(response, 500, { error: { message: 'out of memory' } });
  if (misdeed === 'redirect') {
    response.writeHead(307, { location: elsewhere });
    return response.end();
  }
  if (misdeed === 'silent') return undefined;
  const prompt = countOf(body, options);
  const output = misdeed === 'short' ? Math.ceil(wanted / 2) : misdeed === 'empty' ? 0 : wanted;
  response.writeHead(200, {
    'content-type': path.startsWith('/api') ? 'application/x-ndjson' : 'text/event-stream',
  });
  await pause(first);
  for (let k = 0; k < output && !response.destroyed; k++) {
    if (k > 0) await pause(step);
    if (misdeed === 'cut' && k === 2) return response.destroy();
    if (misdeed === 'malformed' && k === 2) {
      response.write('data: {"content":\n\n');
      continue;
    }
    if (misdeed === 'errorEvent' && k === 2)
      return response.end('data: {"error":{"message":"the cache is full"}}\n\n');
    response.write(piece(path, k));
  }
  state.prompts += prompt;
  state.outputs += output;
  return response.end(ending(path, prompt, output));
}

function piece(path: string, k: number): string {
  const text = `w${k} `;
  const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
  const role = k === 0 ? event({ choices: [{ delta: { role: 'assistant', content: '' } }] }) : '';
  switch (path) {
    case '/completion':
      return event({ content: text, stop: false });
    case '/v1/completions':
      return event({ choices: [{ text, finish_reason: null }] });
    case '/v1/chat/completions':
      return role + event({ choices: [{ delta: { content: text }, finish_reason: null }] });
    case '/api/generate':
      return `${JSON.stringify({ response: text, done: false })}\n`;
    default:
      return `${JSON.stringify({ message: { content: text }, done: false })}\n`;
  }
}

function ending(path: string, prompt: number, output: number): string {
  const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
  if (path === '/completion')
    return event({
      content: '',
      stop: true,
      tokens_evaluated: prompt,
      tokens_predicted: output,
      timings: { prompt_n: prompt, prompt_ms: 5, predicted_n: output, predicted_ms: output },
    });
  if (path.startsWith('/api'))
    return `${JSON.stringify({ done: true, prompt_eval_count: prompt, eval_count: output, prompt_eval_duration: 5e6, eval_duration: 1e6 * output })}\n`;
  const choice = path.includes('chat')
    ? { delta: {}, finish_reason: 'length' }
    : { text: '', finish_reason: 'length' };
  const usage = { prompt_tokens: prompt, completion_tokens: output };
  return `${event({ choices: [choice] })}${event({ choices: [], usage })}data: [DONE]\n\n`;
}

function wantedOf(body: Readonly<Record<string, unknown>>): number {
  const options = body['options'] as { num_predict?: number } | undefined;
  return Number(body['n_predict'] ?? body['max_tokens'] ?? options?.num_predict ?? 1);
}

function countOf(body: Readonly<Record<string, unknown>>, { perWord = 1, around = 0 }: FakeOptions): number {
  const messages = body['messages'] as readonly { content: string }[] | undefined;
  const prompt = (body['prompt'] ?? messages?.[0]?.content ?? '') as string | readonly number[];
  if (typeof prompt !== 'string') return prompt.length;
  return Math.round(prompt.split(' ').length * perWord) + around;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function json(response: ServerResponse, code: number, value: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function plain(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
}

const pause = async (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
