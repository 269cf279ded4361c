/** Servers as they ship: what an entry of a fleet has when it names one, each default with where it was read. */

export const SERVER_NAMES = ['llama-server', 'ollama', 'vllm', 'tgi'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** One setting, and where it was read. */
export interface Shipped<Value> {
  readonly value: Value;
  /** What the server calls it, and what it does. */
  readonly why: string;
  readonly source: string;
}

export interface ServerPreset {
  readonly name: ServerName;
  readonly help: string;
  /** The device of a fleet entry, as plain options. */
  readonly device: Readonly<Record<string, string | number>>;
  /** Where its options were read, by their names. */
  readonly options: Readonly<Record<string, Omit<Shipped<unknown>, 'value'>>>;
  /** Tokens a step takes: one for each that decodes, the rest for prompts; null where a prompt is read whole. */
  readonly budget: Shipped<number> | null;
  readonly slots: Shipped<number>;
  /** Requests that may wait; null for no bound. */
  readonly queue: Shipped<number | null>;
  /** Whether a request that comes while a step runs joins the one after the next. */
  readonly joinsLate: Shipped<boolean>;
  /** Seconds of a request outside the engine. */
  readonly overhead: Shipped<number>;
}

const LLAMA_README = 'ggml-org/llama.cpp, tools/server/README.md, 2026, read again November 2026';
const LLAMA_SERVER = 'ggml-org/llama.cpp, tools/server/server.cpp, builds of 2026';
const OLLAMA_FAQ =
  'ollama/ollama, docs/faq.mdx, How does Ollama handle concurrent requests, read November 2026';
const OLLAMA_TYPES = 'ollama/ollama, api/types.go, DefaultOptions';
const VLLM_ARGS = 'vllm-project/vllm, vllm/engine/arg_utils.py, EngineArgs.get_batch_defaults, 2026';
const VLLM_SCHEDULER = 'vllm-project/vllm, vllm/v1/core/sched/scheduler.py, 2026';
const TGI_LAUNCHER =
  'huggingface/text-generation-inference, docs/source/reference/launcher.md, 3, read again November 2026';
const MEASURED_CPU = 'measured on llama-server, build 11669, one core';
const MEASURED_GPU = 'measured on vLLM on a DGX Spark, 38 configurations: 20 to 65 ms';

export const SERVERS: Readonly<Record<ServerName, ServerPreset>> = {
  'llama-server': {
    name: 'llama-server',
    help: "llama.cpp's own server: prompts beside decoding in one batch, and a line without a bound",
    device: { kind: 'batching', prefill: 'chunked' },
    options: {
      prefill: { why: '--cont-batching, on: prompts and answers share a batch', source: LLAMA_README },
    },
    budget: {
      value: 2048,
      why: '--batch-size 2048: tokens of a batch, over all slots; computed in pieces of --ubatch-size 512',
      source: LLAMA_README,
    },
    slots: { value: 4, why: '--parallel -1: 4, with one cache for all of them', source: LLAMA_SERVER },
    queue: {
      value: null,
      why: 'requests that find no slot are deferred, without a bound',
      source: LLAMA_SERVER,
    },
    joinsLate: { value: false, why: 'who comes while a batch runs is in the next', source: MEASURED_CPU },
    overhead: { value: 0.0015, why: '1.2 to 1.6 ms a request, nothing for a token', source: MEASURED_CPU },
  },
  ollama: {
    name: 'ollama',
    help: 'Ollama: one request at a time unless it is told otherwise, and 512 that may wait',
    device: { kind: 'batching', prefill: 'chunked' },
    options: {
      prefill: { why: 'its runner puts prompts and answers into one batch', source: OLLAMA_TYPES },
    },
    budget: { value: 512, why: 'num_batch 512', source: OLLAMA_TYPES },
    slots: { value: 1, why: 'OLLAMA_NUM_PARALLEL 1', source: OLLAMA_FAQ },
    queue: { value: 512, why: 'OLLAMA_MAX_QUEUE 512: more are refused with 503', source: OLLAMA_FAQ },
    joinsLate: { value: false, why: 'taken as of llama-server, whose engine it is', source: MEASURED_CPU },
    overhead: { value: 0.0015, why: 'taken as of llama-server', source: MEASURED_CPU },
  },
  vllm: {
    name: 'vllm',
    help: 'vLLM: up to 256 sequences, prompts in chunks within a budget of tokens for each step, memory taken as it is needed',
    device: { kind: 'batching', prefill: 'chunked', memory: 'preempt' },
    options: {
      prefill: { why: 'chunked prefill, on by default since V1', source: VLLM_ARGS },
      memory: { why: 'the youngest gives its cache up and is read again', source: VLLM_SCHEDULER },
    },
    budget: {
      value: 2048,
      why: 'max_num_batched_tokens 2048 for the API server; 8192 on GPUs of 70 GiB and more, but for the A100: say chunk: 8192 there',
      source: VLLM_ARGS,
    },
    slots: { value: 256, why: 'max_num_seqs 256; 1024 on GPUs of 70 GiB and more', source: VLLM_ARGS },
    queue: { value: null, why: 'the waiting queue has no bound', source: VLLM_SCHEDULER },
    joinsLate: { value: true, why: 'the next step is scheduled while one runs', source: MEASURED_GPU },
    overhead: { value: 0.035, why: 'tokenizing, HTTP and streaming', source: MEASURED_GPU },
  },
  tgi: {
    name: 'tgi',
    help: 'Text Generation Inference: 128 requests at most, decoding pauses while a prompt is read',
    device: { kind: 'batching', prefill: 'blocking' },
    options: {
      prefill: {
        why: 'a prefill pauses the running batch once 0.3 times as many wait as run, or after 20 tokens (waiting-served-ratio 0.3, max-waiting-tokens 20): here at once. Builds that chunk prompts (TGI 3 with flashinfer; whether by default is unknown) are nearer to prefill: chunked with chunk as max-batch-prefill-tokens says',
        source: TGI_LAUNCHER,
      },
    },
    budget: null,
    slots: {
      value: 128,
      why: 'as many as it takes: max-batch-size is not set, the batch is bounded by memory (max-batch-total-tokens)',
      source: TGI_LAUNCHER,
    },
    queue: {
      value: 0,
      why: 'max-concurrent-requests 128, running and waiting: more are refused with 429',
      source: TGI_LAUNCHER,
    },
    joinsLate: { value: false, why: 'a prefill of its own admits who waits', source: TGI_LAUNCHER },
    overhead: { value: 0.035, why: 'taken as of vLLM', source: MEASURED_GPU },
  },
};

const OF_ENGINE: Readonly<Record<string, ServerName>> = {
  llamacpp: 'llama-server',
  'llama-server': 'llama-server',
  ollama: 'ollama',
  vllm: 'vllm',
  tgi: 'tgi',
};

/** The server that an engine comes with; undefined where none is known. */
export function serverOfEngine(engine: string): ServerName | undefined {
  return Object.hasOwn(OF_ENGINE, engine) ? OF_ENGINE[engine] : undefined;
}
