// The same work for a peer in the same runtime, request by request at token level: @doublewordai/inference-lab
// (Rust compiled to WebAssembly). A 3B model in 16 bits on a GPU with 3.35 TB/s and 1 PFLOPS, 64 tokens in, 64 out,
// Poisson arrivals at 100 requests/s. The peer derives a step's time from operations and bytes; here the same
// hardware is a line: 6 GB of weights per step, 6 GFLOP per prompt token.
import { readFileSync } from 'node:fs';
import { initSync, run_simulation } from '@doublewordai/inference-lab';
import { row as ours } from './batching.js';
import { measure } from './measure.js';

const module = new URL(import.meta.resolve('@doublewordai/inference-lab/inference_lab_bg.wasm'));

const config = (requests) => ({
  hardware: {
    name: 'GPU',
    compute_flops: 1e15,
    memory_bandwidth: 3.35e12,
    memory_capacity: 80e9,
    bytes_per_param: 2,
    kv_cache_capacity: 40e9,
    gpu_memory_utilization: 0.9,
  },
  model: {
    name: '3B',
    num_parameters: 3e9,
    num_layers: 36,
    hidden_dim: 2048,
    num_heads: 16,
    num_kv_heads: 2,
    max_seq_len: 32768,
  },
  scheduler: {
    max_num_batched_tokens: 8192,
    max_num_seqs: 256,
    policy: 'fcfs',
    enable_chunked_prefill: true,
    block_size: 16,
  },
  workload: {
    arrival_pattern: 'poisson',
    arrival_rate: 100,
    input_len_dist: { type: 'fixed', value: 64 },
    output_len_dist: { type: 'fixed', value: 64 },
    num_requests: requests,
    seed: 1,
  },
  simulation: { log_interval: 1e9 },
});

const gpu = {
  prefill: { fixed: 0, perToken: 6e-6, perTokenSquared: 0, padTo: 1 },
  step: { fixed: 6e9 / 3.35e12, perSequence: 6e-6, perCachedToken: 36864 / 3.35e12 },
};

export const rows = [1e4, 5e4].flatMap((requests) => {
  const title = `64 in, 64 out, 100/s, ${requests.toLocaleString('en')} requests`;
  return [
    ours(`${title}: Edgewise`, gpu, requests),
    () => {
      initSync({ module: readFileSync(module) });
      const work = (count) => {
        const { metrics } = run_simulation(JSON.stringify(config(count)));
        return metrics.completed_requests;
      };
      return measure(`${title}: inference-lab`, 'requests', 1, work, requests);
    },
  ];
});
