/** What a server is and how it was set, from what it says of itself. */
import { at, numberAt, parsed, textAt } from './json.ts';
import type { Client, Reply } from './client.ts';
import { metricsOf } from './metrics.ts';

export type ServerKind = 'llama-server' | 'ollama' | 'vllm' | 'tgi' | 'openai-compatible';

export interface ServerFacts {
  readonly kind: ServerKind;
  readonly version: string | null;
  /** Models it has, in its order. */
  readonly models: readonly string[];
  /** Requests it works on at a time; null where it does not say. */
  readonly slots: number | null;
  /** Longest prompt and answer together, in tokens; null where it does not say. */
  readonly context: number | null;
  /** Whatever else it says that matters for speed, as it calls it. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Whether it counts what it does, at /metrics. */
  readonly metrics: boolean;
}

/** Seconds to wait for each of these. */
const PATIENCE = 10;

/** Null when nobody answers at all. */
export async function factsOf(client: Client): Promise<ServerFacts | null> {
  const paths = [
    '/props',
    '/v1/models',
    '/api/version',
    '/api/tags',
    '/api/ps',
    '/version',
    '/info',
    '/metrics',
  ];
  const replies = await Promise.all(paths.map(async (path) => client.ask(path, undefined, PATIENCE)));
  if (replies.every((reply) => reply === null)) return null;
  const [props, models, ollamaVersion, tags, running, version, info] = replies.map(content);
  const counters = replies.at(-1);
  const metrics = counters?.code === 200 ? metricsOf(counters.text) : new Map<string, number>();
  const has = (prefix: string): boolean => [...metrics.keys()].some((name) => name.startsWith(prefix));
  const counted = { metrics: metrics.size > 0 };
  const named = namesIn(models, 'data', 'id');
  if (numberAt(props, 'total_slots') !== undefined || has('llamacpp:'))
    return { ...llama(props, models), models: named, ...counted };
  if (textAt(ollamaVersion, 'version') !== undefined && at(tags, 'models') !== undefined)
    return { ...ollama(ollamaVersion, tags, running), ...counted };
  if (at(info, 'max_concurrent_requests') !== undefined || has('tgi_')) return { ...tgi(info), ...counted };
  if (has('vllm:') || textAt(models, 'data', 0, 'owned_by') === 'vllm')
    return { ...vllm(version, models), models: named, ...counted };
  return {
    kind: 'openai-compatible',
    version: textAt(version, 'version') ?? null,
    models: named,
    slots: null,
    context: numberAt(models, 'data', 0, 'max_model_len') ?? null,
    settings: {},
    ...counted,
  };
}

function content(reply: Reply | null): unknown {
  return reply?.code === 200 ? parsed(reply.text) : undefined;
}

type Said = Omit<ServerFacts, 'metrics'>;

function llama(props: unknown, models: unknown): Omit<Said, 'models'> {
  const context = numberAt(props, 'default_generation_settings', 'n_ctx');
  return {
    kind: 'llama-server',
    version: textAt(props, 'build_info') ?? null,
    slots: numberAt(props, 'total_slots') ?? null,
    context: context ?? null,
    settings: known({
      model_path: textAt(props, 'model_path'),
      n_params: numberAt(models, 'data', 0, 'meta', 'n_params'),
      size: numberAt(models, 'data', 0, 'meta', 'size'),
      n_vocab: numberAt(models, 'data', 0, 'meta', 'n_vocab'),
      n_ctx_train: numberAt(models, 'data', 0, 'meta', 'n_ctx_train'),
    }),
  };
}

function ollama(version: unknown, tags: unknown, running: unknown): Said {
  return {
    kind: 'ollama',
    version: textAt(version, 'version') ?? null,
    models: namesIn(tags, 'models', 'name'),
    // OLLAMA_NUM_PARALLEL is in no answer of it.
    slots: null,
    context: numberAt(running, 'models', 0, 'context_length') ?? null,
    settings: known({
      running: textAt(running, 'models', 0, 'name'),
      parameter_size: textAt(running, 'models', 0, 'details', 'parameter_size'),
      quantization_level: textAt(running, 'models', 0, 'details', 'quantization_level'),
      size: numberAt(running, 'models', 0, 'size'),
      size_vram: numberAt(running, 'models', 0, 'size_vram'),
    }),
  };
}

function tgi(info: unknown): Said {
  const model = textAt(info, 'model_id');
  return {
    kind: 'tgi',
    version: textAt(info, 'version') ?? null,
    models: model === undefined ? [] : [model],
    slots: null,
    context: numberAt(info, 'max_total_tokens') ?? null,
    settings: known({
      max_concurrent_requests: numberAt(info, 'max_concurrent_requests'),
      max_batch_total_tokens: numberAt(info, 'max_batch_total_tokens'),
      max_input_tokens: numberAt(info, 'max_input_tokens') ?? numberAt(info, 'max_input_length'),
      model_dtype: textAt(info, 'model_dtype'),
    }),
  };
}

function vllm(version: unknown, models: unknown): Omit<Said, 'models'> {
  return {
    kind: 'vllm',
    version: textAt(version, 'version') ?? null,
    slots: null,
    context: numberAt(models, 'data', 0, 'max_model_len') ?? null,
    settings: known({ root: textAt(models, 'data', 0, 'root') }),
  };
}

function namesIn(list: unknown, key: string, name: string): string[] {
  const found = at(list, key);
  return Array.isArray(found) ? found.flatMap((each: unknown) => textAt(each, name) ?? []) : [];
}

function known(
  settings: Readonly<Record<string, string | number | undefined>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(settings).filter((each): each is [string, string | number] => each[1] !== undefined),
  );
}
