import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { serve } from '../../src/calibration/law/serve.ts';
import { kindOf, readFiles } from '../../src/calibration/read.ts';
import { baseSeconds, prefillSeconds } from '../../src/kernel/pace.ts';
import type { Pace } from '../../src/kernel/pace.ts';

/** The server whose requests all of the logs below are of. */
const TRUE: Pace = {
  prefill: { fixed: 0, perToken: 1.5e-3, perTokenSquared: 0, padTo: 1, perStep: 0.005, outside: 0.002 },
  step: { fixed: 0.012, perSequence: 0.004, perCachedToken: 2e-6 },
};
const SENT = Array.from({ length: 90 }, (_, i) => ({
  at: i * 0.55 + ((i * 13) % 7) * 0.13,
  prompt: 20 + ((i * 137) % 331),
  output: 3 + ((i * 29) % 41),
})).sort((a, b) => a.at - b.at);
const { first, end } = serve({ pace: TRUE, budget: 2048, slots: 4, room: Infinity, late: false }, SENT);
const REQUESTS = SENT.map((sent, i) => ({ ...sent, first: first[i]!, end: end[i]! }));
const EPOCH = 1_790_931_600;
const iso = (seconds: number): string => new Date((EPOCH + seconds) * 1000).toISOString();
const nanos = (seconds: number): string =>
  `${EPOCH + Math.floor(seconds)}${String(Math.floor((seconds % 1) * 1e9)).padStart(9, '0')}`;
const lines = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const attribute = (key: string, value: object): object => ({ key, value });

const LOGS: readonly [string, string][] = [
  [
    'edgewise log',
    lines([
      {
        log: 'edgewise.log/1',
        started: iso(0),
        endpoint: 'http://desk:8080',
        model: 'm',
        server: { kind: 'llama-server', slots: 4 },
      },
      ...REQUESTS.map((r, i) => ({
        request: i,
        arrival: r.at,
        tenant: 'a',
        prompt: r.prompt,
        output: r.output,
        firstToken: r.first,
        end: r.end,
        status: 'ok',
        inFlight: 1,
      })),
      {
        request: 99,
        arrival: 1,
        prompt: 5,
        output: 0,
        firstToken: null,
        end: 2,
        status: 'refused',
        inFlight: 4,
      },
    ]),
  ],
  [
    'table of requests',
    [
      'request,arrival_s,prompt_tokens,output_tokens,first_token_s,end_s,ok',
      ...REQUESTS.map((r, i) => [i, r.at, r.prompt, r.output, r.first, r.end, 1].join(',')),
    ].join('\n'),
  ],
  [
    'vLLM serving benchmark',
    JSON.stringify({
      date: '20261127-140000',
      endpoint_type: 'openai',
      backend: 'openai',
      label: null,
      model_id: 'org/m',
      tokenizer_id: 'org/m',
      num_prompts: REQUESTS.length,
      request_rate: 1.8,
      burstiness: 1.0,
      max_concurrency: null,
      duration: 60.2,
      completed: REQUESTS.length,
      failed: 0,
      total_input_tokens: 15000,
      total_output_tokens: 2000,
      request_throughput: 1.5,
      output_throughput: 33,
      total_token_throughput: 280,
      input_lens: REQUESTS.map((r) => r.prompt),
      output_lens: REQUESTS.map((r) => r.output),
      ttfts: REQUESTS.map((r) => r.first - r.at),
      itls: REQUESTS.map((r) =>
        Array.from({ length: r.output - 1 }, () => (r.end - r.first) / (r.output - 1)),
      ),
      start_times: REQUESTS.map((r) => 81234.5 + r.at),
      generated_texts: REQUESTS.map(() => ''),
      errors: REQUESTS.map(() => ''),
      mean_ttft_ms: 400,
      median_ttft_ms: 300,
      std_ttft_ms: 100,
      p99_ttft_ms: 900,
      mean_tpot_ms: 20,
      median_tpot_ms: 19,
      std_tpot_ms: 3,
      p99_tpot_ms: 30,
      mean_itl_ms: 20,
      median_itl_ms: 19,
      std_itl_ms: 3,
      p99_itl_ms: 30,
    }),
  ],
  [
    'aiperf requests (profile_export.jsonl)',
    lines([
      {
        metadata: {
          session_num: 0,
          benchmark_phase: 'warmup',
          request_start_ns: 1,
          request_end_ns: 2,
          was_cancelled: false,
        },
        metrics: {},
      },
      ...REQUESTS.map((r, i) => ({
        metadata: {
          session_num: i,
          x_request_id: `r${i}`,
          x_correlation_id: `c${i}`,
          conversation_id: null,
          turn_index: 0,
          request_start_ns: (EPOCH + r.at) * 1e9,
          request_ack_ns: (EPOCH + r.at) * 1e9,
          request_end_ns: (EPOCH + r.end) * 1e9,
          worker_id: 'w',
          record_processor_id: 'p',
          benchmark_phase: 'profiling',
          was_cancelled: false,
          cancellation_time_ns: null,
        },
        metrics: {
          input_sequence_length: { value: r.prompt, unit: 'tokens' },
          output_sequence_length: { value: r.output, unit: 'tokens' },
          time_to_first_token: { value: (r.first - r.at) * 1000, unit: 'ms' },
          inter_token_latency: { value: 20, unit: 'ms' },
          request_latency: { value: (r.end - r.at) * 1000, unit: 'ms' },
        },
        error: null,
      })),
    ]),
  ],
  [
    'GuideLLM report',
    JSON.stringify({
      metadata: { version: 1, guidellm_version: '0.5.0' },
      benchmarks: [
        {
          type_: 'generative_benchmark',
          config: { strategy: { type_: 'constant', rate: 1.8 } },
          metrics: {},
          requests: {
            successful: REQUESTS.map((r, i) => ({
              type_: 'generative_request_stats',
              request_id: `r${i}`,
              info: {},
              input_metrics: { text_tokens: r.prompt },
              output_metrics: { text_tokens: r.output },
              request_start_time: EPOCH + r.at,
              request_end_time: EPOCH + r.end,
              request_latency: r.end - r.at,
              prompt_tokens: r.prompt,
              output_tokens: r.output,
              time_to_first_token_ms: (r.first - r.at) * 1000,
              inter_token_latency_ms: 20,
            })),
            incomplete: [],
            errored: [],
          },
        },
      ],
    }),
  ],
  [
    'LiteLLM log',
    lines([
      ...REQUESTS.map((r, i) => ({
        id: `c${i}`,
        trace_id: `t${i}`,
        call_type: 'acompletion',
        response_cost: 0,
        status: 'success',
        stream: true,
        total_tokens: r.prompt + r.output,
        prompt_tokens: r.prompt,
        completion_tokens: r.output,
        startTime: EPOCH + r.at,
        endTime: EPOCH + r.end,
        completionStartTime: EPOCH + r.first,
        model: 'openai/m',
        model_group: 'm',
        api_base: 'http://desk:8080',
        cache_hit: false,
        messages: [],
        response: {},
      })),
      {
        id: 'x',
        status: 'failure',
        startTime: EPOCH,
        endTime: EPOCH + 1,
        completionStartTime: EPOCH + 1,
        prompt_tokens: 0,
        completion_tokens: 0,
      },
    ]),
  ],
  [
    'OpenTelemetry spans',
    JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [attribute('service.name', { stringValue: 'desk' })] },
          scopeSpans: [
            {
              scope: { name: 'gen_ai' },
              spans: [
                ...REQUESTS.map((r, i) => ({
                  traceId: `t${i}`,
                  spanId: `s${i}`,
                  name: 'chat m',
                  kind: 3,
                  startTimeUnixNano: nanos(r.at),
                  endTimeUnixNano: nanos(r.end),
                  attributes: [
                    attribute('gen_ai.operation.name', { stringValue: 'chat' }),
                    attribute('gen_ai.request.model', { stringValue: 'm' }),
                    attribute('gen_ai.response.time_to_first_chunk', { doubleValue: r.first - r.at }),
                    attribute('gen_ai.usage.input_tokens', { intValue: String(r.prompt) }),
                    attribute('gen_ai.usage.output_tokens', { intValue: String(r.output) }),
                  ],
                })),
                {
                  traceId: 't',
                  spanId: 'tool',
                  name: 'execute_tool search',
                  startTimeUnixNano: nanos(0),
                  endTimeUnixNano: nanos(1),
                  attributes: [],
                },
              ],
            },
          ],
        },
      ],
    }),
  ],
  [
    'log of requests',
    [
      'ts;tokens_in;tokens_out;ttft_ms;latency_ms;status',
      ...REQUESTS.map(
        (r) =>
          `${(EPOCH + r.at) * 1000};${r.prompt};${r.output};${(r.first - r.at) * 1000};${(r.end - r.at) * 1000};200`,
      ),
      `${(EPOCH + 1) * 1000};5;0;;;500`,
    ]
      .join('\n')
      .replaceAll('.', ','),
  ],
  [
    'log of requests',
    lines(
      REQUESTS.map((r) => ({
        created: EPOCH + r.at,
        usage: { prompt_tokens: r.prompt, completion_tokens: r.output },
        time_to_first_token: r.first - r.at,
        duration: r.end - r.at,
      })),
    ),
  ],
];

const NAMES = { board: 'desk', model: 'm', quantisation: 'q4', engine: 'llamacpp', mode: 'x' };
const options = { ...NAMES, watts: { idle: 5, decode: 9 }, server: { slots: 4 }, processor: 'cpu' as const };

describe.each(LOGS)('requests under load from %s', (kind, text) => {
  it('are known for what they are, and every one is read with its times', () => {
    expect(kindOf(text)).toBe(kind);
    const { measurements, broken } = readFiles([{ name: 'log', text }]);
    expect(broken).toEqual([]);
    expect(measurements).toHaveLength(REQUESTS.length);
    measurements.forEach((row, i) => {
      expect([row.load, row.prompt, row.output]).toEqual(['log', REQUESTS[i]!.prompt, REQUESTS[i]!.output]);
      expect(row.ttft).toBeCloseTo(REQUESTS[i]!.first - REQUESTS[i]!.at, 5);
    });
  });
});

describe('a log of requests under load', () => {
  it.each([LOGS[0]!, LOGS[6]!])(
    'as %s gives the server back, through the queues its requests met',
    (_, text) => {
      const [made] = calibrate([{ name: 'log', text }], options).profiles;
      const { pace, serving } = made!.profile;
      expect(serving).toEqual({ budget: 2048, late: false });
      for (const batch of [1, 2, 3, 4])
        expect(baseSeconds(pace.step, batch) / baseSeconds(TRUE.step, batch)).toBeCloseTo(1, 1);
      for (const prompt of [50, 150, 300])
        expect(prefillSeconds(pace, prompt) / prefillSeconds(TRUE, prompt)).toBeCloseTo(1, 1.3);
    },
  );

  it('is of one request at a time where those who find one there always wait for it', () => {
    const rows = Array.from({ length: 40 }, (_, k) => `${4 * k},9,9,${0.5 + k},${5 + k}`);
    const { measurements } = readFiles([
      { name: 'log.csv', text: ['time,prompt,output,ttft,latency', ...rows].join('\n') },
    ]);
    expect(measurements.every(({ slots, batch, load }) => slots === 1 && batch === 1 && load === 'log')).toBe(
      true,
    );
  });

  it('needs the first tokens, and says where a row is wrong', () => {
    const log = 'ts,tokens_in,tokens_out,latency_ms\n0,9,9,500\n';
    const reading = (text: string) => () => readFiles([{ name: 'gate.csv', text }]);
    expect(reading(log)).toThrow(/^gate.csv: does not say when first tokens came.*first_token_at or ttft_ms/);
    expect(reading(log.replace(',latency_ms', ',cost'))).toThrow(/does not say when answers ended.*ttft_ms/s);
    const rows = 'ts,tokens_in,tokens_out,ttft,duration\n0,9,9,0.1,0.5\n1,9,9,0.7,0.5\n2,9,9,0.1,0.5\n';
    const { measurements, broken } = reading(rows)();
    expect([measurements.length, broken.map(({ line }) => line)]).toEqual([2, [3]]);
    expect(broken[0]!.message).toMatch(/its end not before its first token/);
  });

  it('refuses one that was not streamed, and says how it is', () => {
    const call = {
      startTime: 1,
      endTime: 3,
      completionStartTime: 3,
      prompt_tokens: 9,
      completion_tokens: 30,
    };
    const { broken } = readFiles([{ name: 'calls.jsonl', text: lines([call]) }]);
    expect(broken[0]!.message).toMatch(/was not streamed, send "stream": true/);
    const bare = { ...(JSON.parse(LOGS[2]![1]) as object), start_times: undefined };
    const { measurements } = readFiles([{ name: 'v.json', text: JSON.stringify(bare) }]);
    expect(measurements[0]!.setAside).toContain('speed');
    expect(measurements[0]!.reason).toMatch(/--save-detailed of a version that stores start_times/);
  });

  it('of vLLM at a fixed concurrency needs no times: who was sent next follows from who ended', () => {
    const bare = {
      ...(JSON.parse(LOGS[2]![1]) as object),
      start_times: undefined,
      request_rate: 'inf',
      max_concurrency: 2,
    };
    const { measurements } = readFiles([{ name: 'v.json', text: JSON.stringify(bare) }]);
    expect(measurements.every(({ load, batch }) => load === 'log' && batch === 2)).toBe(true);
    const [a, b, c] = measurements.map(({ served }) => served!);
    expect([a!.at, b!.at]).toEqual([0, 0]);
    expect(c!.at).toBe(Math.min(a!.end, b!.end));
  });
});

describe('llama-bench as it prints', () => {
  const table = `ggml_cuda_init: found 1 CUDA devices:
| model                          |       size |     params | backend    | ngl |            test |                  t/s |
| ------------------------------ | ---------: | ---------: | ---------- | --: | --------------: | -------------------: |
| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 |           pp512 |       1234.56 ± 7.89 |
| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 |           tg128 |         56.78 ± 0.12 |
| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 |   tg128 @ d4096 |         48.01 ± 0.20 |

build: 51e36b2 (7000)
`;

  it('is read from its table: prompts, answers, depths', () => {
    expect(kindOf(table)).toBe('llama-bench');
    const { measurements, broken } = readFiles([{ name: 't.md', text: table }]);
    expect(broken).toEqual([]);
    expect(measurements[0]).toMatchObject({
      model: 'llama-8b',
      quantisation: 'q4',
      prompt: 512,
      parameters: 8.03e9,
      weights: Math.round(4.58 * 2 ** 30),
    });
    expect(measurements[0]!.ttft).toBeCloseTo(512 / 1234.56, 9);
    expect(measurements[2]).toMatchObject({ prompt: 4096, output: 128, speed: 48.01 });
  });

  it('gives a rough profile from pp512 and tg128 alone, and says that round lengths flatter', () => {
    const two = table
      .split('\n')
      .filter((line) => !line.includes('d4096'))
      .join('\n');
    const [made] = calibrate([{ name: 't.md', text: two }], {
      ...NAMES,
      watts: { idle: 5, decode: 9 },
    }).profiles;
    expect(made!.profile.fit).toBe('rough');
    expect(made!.profile.assumptions.join('\n')).toMatch(/all prompts are multiples of 16/);
  });
});

describe('llama-batched-bench', () => {
  const json = {
    n_kv_max: 4096,
    n_batch: 2048,
    n_ubatch: 512,
    flash_attn: -1,
    is_pp_shared: 0,
    n_gpu_layers: -1,
    n_threads: 1,
    n_threads_batch: 1,
    pp: 64,
    tg: 32,
    pl: 4,
    n_kv: 384,
    t_pp: 0.35,
    speed_pp: 731,
    t_tg: 0.372,
    speed_tg: 344,
    t: 0.722,
    speed: 531,
  };
  const table = `|    PP |     TG |    B |   N_KV |   T_PP s | S_PP t/s |   T_TG s | S_TG t/s |      T s |    S t/s |
|-------|--------|------|--------|----------|----------|----------|----------|----------|----------|
|    64 |     32 |    4 |    384 |    0.350 |   731.00 |    0.372 |   344.00 |    0.722 |   531.00 |`;

  it.each([
    ['json', JSON.stringify(json)],
    ['its table', table],
  ])('is read from %s: the prompts of the batch, then all decode', (_, text) => {
    expect(kindOf(text)).toBe('llama-batched-bench');
    const [row] = readFiles([{ name: 'b', text }]).measurements;
    expect(row).toMatchObject({
      load: 'engine',
      prompt: 64,
      output: 32,
      batch: 4,
      ttft: 0.35,
      speedCounts: 'streams',
    });
    expect(row!.speed).toBeCloseTo(128 / 0.372, 6);
  });

  it('does not take one prompt read for all for the prompts of all', () => {
    const [row] = readFiles([{ name: 'b', text: JSON.stringify({ ...json, is_pp_shared: 1 }) }]).measurements;
    expect(row!.setAside).toEqual(['ttft']);
  });
});

describe('llama-server of itself', () => {
  const answer = {
    index: 0,
    content: 'x',
    model: 'm.gguf',
    stop: true,
    tokens_predicted: 101,
    timings: {
      cache_n: 0,
      prompt_n: 83,
      prompt_ms: 130.5,
      prompt_per_token_ms: 1.57,
      prompt_per_second: 636,
      predicted_n: 101,
      predicted_ms: 600,
      predicted_per_token_ms: 5.94,
      predicted_per_second: 168,
    },
  };

  it('is read from the timings of its answers, prompts out of the cache set aside', () => {
    const text = lines([
      { content: 'x', stop: false },
      answer,
      { ...answer, timings: { ...answer.timings, cache_n: 40 } },
    ]);
    expect(kindOf(text)).toBe('llama-server timings');
    const { measurements } = readFiles([{ name: 'a.jsonl', text }]);
    expect(measurements).toHaveLength(2);
    expect(measurements[0]).toMatchObject({
      model: 'm',
      engine: 'llamacpp',
      prompt: 83,
      output: 101,
      ttft: 0.1305,
    });
    expect(measurements[0]!.speed).toBeCloseTo(100 / 0.6, 9);
    expect(measurements[1]).toMatchObject({ prompt: 123, setAside: ['ttft', 'prefillWatts'] });
  });

  it('is read from its totals, which say speeds and no lengths', () => {
    const text = `# HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
# TYPE llamacpp:prompt_tokens_total counter
llamacpp:prompt_tokens_total 33065
llamacpp:prompt_seconds_total 235.743
llamacpp:tokens_predicted_total 7801
llamacpp:tokens_predicted_seconds_total 1560.2
llamacpp:n_decode_total 7900
llamacpp:n_busy_slots_per_decode 1.02
llamacpp:requests_processing 0
`;
    expect(kindOf(text)).toBe('llama-server metrics');
    const { measurements } = readFiles([{ name: 'metrics', text }]);
    expect(measurements[0]!.ttft).toBeCloseTo((512 * 235.743) / 33065, 9);
    expect(measurements[1]).toMatchObject({ batch: 1 });
    expect(measurements[1]!.speed).toBeCloseTo(5, 3);
    expect(
      readFiles([{ name: 'metrics', text: 'llamacpp:prompt_tokens_total 0' }]).broken[0]!.message,
    ).toMatch(/answered nothing yet/);
  });
});

describe("MLPerf's summary", () => {
  const summary = (scenario: string): string => `================================================
MLPerf Results Summary
================================================
SUT name : PySUT
Scenario : ${scenario}
Mode     : PerformanceOnly
90.00 percentile latency (ns) : 9000000000
Result is : VALID

================================================
Additional Stats
================================================
Mean First Token latency (ns)               : 1209000000
50.00 percentile first token latency (ns)   : 1200000000
Mean Time per Output Token (ns)               : 61403731
50.00 percentile time to output token (ns)   : 60000000
`;

  it('gives figures of one stream, whose lengths have to be said', () => {
    expect(kindOf(summary('SingleStream'))).toBe('MLPerf summary');
    const [made] = calibrate([{ name: 's.txt', text: summary('SingleStream') }], {
      ...NAMES,
      watts: { idle: 5, decode: 9 },
      promptTokens: 870,
      outputTokens: 128,
    }).profiles;
    expect(prefillSeconds(made!.profile.pace, 870)).toBeCloseTo(1.2, 4);
    expect(made!.profile.fit).toBe('rough');
  });

  it('of other scenarios says no batch: the answer is what to run', () => {
    const { broken } = readFiles([{ name: 's.txt', text: summary('Server') }]);
    expect(broken[0]!.message).toMatch(
      /how many requests ran together is not in the summary.*--save-detailed, or edgewise observe/,
    );
  });
});

describe('a plain log of watts', () => {
  it.each([
    [
      'of a meter',
      `time,watts\n${Array.from({ length: 9 }, (_, i) => `${iso(i)},${i < 4 ? 5 : 15}`).join('\n')}`,
    ],
    [
      'of nvidia-smi',
      `timestamp, power.draw [W]\n${Array.from({ length: 9 }, (_, i) => `${iso(i).slice(0, 19).replaceAll('-', '/').replace('T', ' ')}.000, ${i < 4 ? 5 : 15}.00 W`).join('\n')}`,
    ],
  ])('%s gives the power of what ran meanwhile', (_, text) => {
    expect(kindOf(text)).toBe('log of watts');
    const during = lines([
      { log: 'edgewise.log/1', started: iso(0), model: 'm' },
      { request: 0, arrival: 3.9, prompt: 9, output: 9, firstToken: 4, end: 8, status: 'ok' },
    ]);
    const { measurements, broken } = readFiles([
      { name: 'log', text: during },
      { name: 'watts.csv', text },
    ]);
    expect(broken).toEqual([]);
    expect(measurements[0]!.decodeWatts).toBeCloseTo(15, 9);
  });
});
