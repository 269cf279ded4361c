// Collections of public measurements of 2026's boards to this folder's tables: figures only, each row with its source and
// licence. One function per collection: what of it is taken, under which names, and what is set aside with the reason.

const COLUMNS = [
  'board', 'model', 'quantisation', 'engine', 'mode', 'prompt_tokens', 'output_tokens', 'batch', 'load', 'ttft_ms', 'tok_s',
  'speed_counts', 'power_w', 'prefill_w', 'mean_w', 'meter', 'power_scope', 'device_reported', 'engine_reported', 'source',
  'licence', 'grade', 'set_aside', 'reason',
];

const source = (row) => ({
  device_reported: row.device,
  engine_reported: row.engine,
  source: row.source.replace(/^github:/, ''),
  licence: row.licence,
  grade: row.grade,
  power_scope: row.power_scope,
});

/** llama-benchy's nominal prompt has about so many tokens of a model's own. */
const BENCHY_TOKENS = 0.905;
/** Of 38 configurations the ones people run; variants of a variant are left in the collection. */
const SPARK = new Set([
  'gemma-4-e2b-it|bf16', 'gemma-4-e4b-it|bf16', 'gemma-4-26b-a4b-it|nvfp4', 'gemma-4-31b-it|nvfp4', 'gpt-oss-20b|mxfp4',
  'granite-4.1-8b|bf16', 'ministral-3-8b-instruct|bf16', 'mistral-small-4-119b|nvfp4',
  'nemotron-3-nano-30b-a3b|fp8', 'nemotron-3-nano-30b-a3b|nvfp4', 'nemotron-3-nano-4b|fp8', 'nemotron-3-super-120b-a12b|nvfp4',
  'qwen-3.5-0.8b|bf16', 'qwen-3.5-2b|bf16', 'qwen-3.5-4b|bf16', 'qwen-3.5-9b|bf16', 'qwen-3.6-27b|fp8', 'qwen-3.6-35b-a3b|fp8',
  'qwen-3.6-35b-a3b|nvfp4', 'qwen-3.8-27b|fp8',
]);

/** Its weights are published in 8 bits: in 16 a step would read them faster than the memory moves. */
const SPARK_QUANTS = { 'ministral-3-8b-instruct': 'fp8' };

/** Requests sent together, and the mean watts of each test beside them. */
export function spark(rows, power) {
  const watts = new Map(power.map((row) => [`${row.model}|${row.quant}|${row.test}`, row.busy_mean_w]));
  return rows
    .filter(({ model, quant }) => SPARK.has(`${model}|${quant}`))
    .map((row) => {
      const test = /\/(\d\d)-[^/]*$/.exec(row.source)[1];
      return {
        board: 'dgx-spark-128gb',
        model: row.model.replace(/-it$|-instruct$/, ''),
        quantisation: SPARK_QUANTS[row.model] ?? row.quant,
        engine: 'vllm',
        mode: 'default',
        prompt_tokens: Math.round(row.prompt_tokens * BENCHY_TOKENS),
        output_tokens: row.output_tokens,
        batch: row.batch,
        load: 'together',
        ttft_ms: row.ttft_ms,
        tok_s: /per stream ([\d.]+)/.exec(row.note)[1],
        mean_w: watts.get(`${row.model}|${row.quant}|${test}`) ?? '',
        meter: test,
        ...source(row),
        power_scope: 'GPU as the driver reads it (10 s), mean of the test',
      };
    });
}

const HALO = {
  'GLM-4.5-Air': 'glm-4.5-air', 'Hunyuan-A13B-Instruct': 'hunyuan-a13b', 'Llama-4-Scout-17B-16E-Instruct': 'llama4-scout-17b-16e',
  'Mistral-Small-3.1-24B-Instruct-2503': 'mistral-small-3.1-24b', 'Qwen3-235B-A22B-Instruct-2507': 'qwen3-235b-a22b',
  'Qwen3-30B-A3B': 'qwen3-30b-a3b', 'Qwen3-32B': 'qwen3-32b', 'dots.llm1.inst': 'dots-llm1-142b-a14b', 'gemma-3-27b-it': 'gemma3-27b',
  'gpt-oss-120b': 'gpt-oss-120b', 'gpt-oss-20b': 'gpt-oss-20b', 'llama-2-7b': 'llama2-7b', 'shisa-v2-llama3.1-8b': 'llama3.1-8b',
  'shisa-v2-llama3.3-70b': 'llama3.3-70b',
};
const QUANTS = { Q4_K_XL: 'q4', Q4_K_M: 'q4', Q6_K_XL: 'q6', Q3_K_XL: 'q3', Q8_0: 'q8', Q6_K: 'q6', F16: 'mxfp4', Q4_0: 'q4_0' };
/** Shorter runs show watts of a board that is still warming up. */
const SETTLED = 512;

/** Of each model the backend and build that decodes fastest. */
export function halo(rows) {
  const groups = Map.groupBy
    ? Map.groupBy(rows, (row) => `${row.model}|${row.quant}|${row.engine}`)
    : rows.reduce((map, row) => {
        const key = `${row.model}|${row.quant}|${row.engine}`;
        return map.set(key, [...(map.get(key) ?? []), row]);
      }, new Map());
  const best = new Map();
  for (const [key, group] of groups) {
    const [model, quant] = key.split('|');
    const speed = Math.max(...group.map(({ tok_s }) => Number(tok_s || 0)));
    const other = best.get(`${model}|${quant}`);
    if (speed > 0 && (!other || speed > other.speed)) best.set(`${model}|${quant}`, { speed, group });
  }
  return [...best.values()].flatMap(({ group }) =>
    group.map((row) => {
      const prefill = row.tok_s === '';
      const settled = Number(row.prompt_tokens) + Number(row.output_tokens) >= SETTLED;
      return {
        board: 'strix-halo-128gb',
        model: HALO[row.model],
        quantisation: QUANTS[row.quant],
        engine: 'llamacpp',
        mode: /vulkan/i.test(row.engine) ? 'vulkan' : 'rocm',
        prompt_tokens: prefill ? row.prompt_tokens : '1',
        output_tokens: prefill ? 1 : row.output_tokens,
        batch: 1,
        load: 'engine',
        ttft_ms: row.ttft_ms,
        tok_s: row.tok_s,
        power_w: prefill || !settled ? '' : Number(row.power_w).toFixed(2),
        prefill_w: prefill && settled ? Number(row.power_w).toFixed(2) : '',
        ...source(row),
        power_scope: 'GPU sensor, mean over the run',
      };
    }),
  );
}

const WALL = [
  [/^Intel 265K .*RTX (4090|4070 Ti|3080 Ti|3060|2080 Ti|A4000)/, (m) => `rtx-${m[1].toLowerCase().replace(' ', '-')}`],
  [/^Intel 13900K \(Nvidia (5090)\)/, (m) => `rtx-${m[1]}`],
  [/^M4 Mac mini/, () => 'mac-mini-m4'],
  [/^Mac Studio \(M3 Ultra/, () => 'mac-studio-m3-ultra'],
  [/^Dell Pro Max with GB10/, () => 'dgx-spark-128gb'],
  [/^Framework (Desktop )?Mainboard \((128GB|395\+)\)/, () => 'strix-halo-128gb'],
  [/^Pi (5 - \d+GB|500\+ - 16GB)$/, () => 'raspberry-pi-5-8gb'],
];
const WALL_MODELS = {
  'Llama 3.2:3b': 'llama3.2-3b', 'DeepSeek R1 14b': 'deepseek-r1-qwen-14b', 'gpt-oss 20b': 'gpt-oss-20b', 'Llama 3.1:70b': 'llama3.1-70b',
};
const WALL_MODES = { 'mac-mini-m4': 'gpu', 'strix-halo-128gb': 'vulkan', 'raspberry-pi-5-8gb': 'stock' };

/** Decode speeds with the highest watts at the wall. */
export function wall(rows) {
  return rows.flatMap((row) => {
    const found = WALL.map(([pattern, name]) => [pattern.exec(row.device), name]).find(([match]) => match);
    const model = WALL_MODELS[row.model];
    if (!found || !model) return [];
    const board = found[1](found[0]);
    const cpu = board === 'strix-halo-128gb' && row.note.startsWith('CPU');
    const split = model === 'gpt-oss-20b' && /^rtx-(3060|4070-ti)$/.test(board);
    const large = board === 'raspberry-pi-5-8gb' && model !== 'llama3.2-3b';
    return [
      {
        board,
        model,
        quantisation: model === 'gpt-oss-20b' ? 'mxfp4' : 'q4',
        engine: 'llamacpp',
        mode: WALL_MODES[board] ?? 'default',
        prompt_tokens: '',
        output_tokens: '',
        batch: 1,
        tok_s: row.tok_s,
        power_w: row.power_w,
        ...source(row),
        power_scope: 'wall, peak of the whole system',
        set_aside: cpu || large || split ? 'row' : '',
        reason: split ? 'does not fit the memory of the card whole' : cpu ? 'ran on the CPU' : large ? 'needs a board with more memory' : '',
      },
    ];
  });
}

const THOR = {
  'Llama 3.2 3B': 'llama3.2-3b', 'Llama 3.1 8B': 'llama3.1-8b', 'Llama 3.3 70B': 'llama3.3-70b', 'Qwen 3 4B': 'qwen3-4b',
  'Qwen 3 8B': 'qwen3-8b', 'Qwen 3 30B-A3B': 'qwen3-30b-a3b', 'Qwen 3 32B': 'qwen3-32b',
};

export function thor(rows) {
  return rows
    .filter(({ model }) => THOR[model])
    .map((row) => ({
      board: 'jetson-thor-128gb', model: THOR[row.model], quantisation: 'w4a16', engine: 'vllm', mode: 'default',
      prompt_tokens: row.prompt_tokens, output_tokens: row.output_tokens, batch: row.batch, ttft_ms: row.ttft_ms, tok_s: row.tok_s,
      speed_counts: 'streams', ...source(row),
    }));
}

const SNAPDRAGON = { 'Snapdragon X Elite CRD': 'snapdragon-x-elite', 'Snapdragon 8 Elite QRD': 'snapdragon-8-elite', 'Snapdragon 8 Elite Gen 5 QRD': 'snapdragon-8-elite-gen5' };
const QUALCOMM = {
  llama_v3_1_8b_instruct: 'llama3.1-8b', llama_v3_2_3b_instruct: 'llama3.2-3b', llama_v3_2_1b_instruct: 'llama3.2-1b', qwen2_5_7b_instruct: 'qwen2.5-7b',
};

/** The block of 128 tokens and the full context of the vendor's own model pages. */
export function snapdragon(rows) {
  return rows
    .filter(({ device, model, quant, ttft_ms }) => SNAPDRAGON[device] && QUALCOMM[model] && quant === 'w4a16' && ttft_ms !== '')
    .map((row) => ({
      board: SNAPDRAGON[row.device], model: QUALCOMM[row.model], quantisation: 'w4a16', engine: 'qnn', mode: 'npu',
      prompt_tokens: row.prompt_tokens, output_tokens: '', batch: 1, ttft_ms: row.ttft_ms, tok_s: row.tok_s, ...source(row),
      set_aside: row.prompt_tokens === '128' ? '' : 'speed', reason: row.prompt_tokens === '128' ? '' : 'the same speed as in the row before',
    }));
}

const RK = { 'Qwen3 0.6B': 'qwen3-0.6b', 'TinyLLAMA 1.1B': 'tinyllama-1.1b', 'Qwen2.5 1.5B': 'qwen2.5-1.5b', 'Gemma2 2B': 'gemma2-2b', 'Phi3 3.8B': 'phi-3-3.8b' };

export function rockchip(rows) {
  return rows
    .filter(({ device, model, quant }) => device === 'RK3588' && RK[model] && quant === 'w8a8')
    .map((row) => ({
      board: 'rk3588-16gb', model: RK[row.model], quantisation: 'w8a8', engine: 'rknn', mode: 'npu', prompt_tokens: row.prompt_tokens,
      output_tokens: row.output_tokens, batch: 1, ttft_ms: row.ttft_ms, tok_s: row.tok_s, ...source(row),
    }));
}

const HANDS = { 'Pixel 6a (Tensor G1)': ['pixel-6a', 'cpu'], 'Mac M4': ['mac-mini-m4', 'cpu'], 'Core i5-1235U': ['core-i5-1235u', 'cpu'] };
const HANDS_MODELS = { 'Llama-3.2-3B-Instruct': 'llama3.2-3b', 'Qwen2.5-1.5B-Instruct': 'qwen2.5-1.5b' };
const HANDS_QUANTS = { Q4_K_M: 'q4', Q8_0: 'q8' };

/** Speeds after a context of so many tokens; the time to first token is the source's context over its rate. */
export function hands(rows) {
  return rows
    .filter(({ device, model, quant }) => HANDS[device] && HANDS_MODELS[model] && HANDS_QUANTS[quant])
    .map((row) => ({
      board: HANDS[row.device][0], model: HANDS_MODELS[row.model], quantisation: HANDS_QUANTS[row.quant], engine: 'llamacpp', mode: HANDS[row.device][1],
      prompt_tokens: row.prompt_tokens === '0' ? '1' : row.prompt_tokens, output_tokens: '64', batch: 1,
      ttft_ms: row.prompt_tokens === '0' ? '' : row.ttft_ms, tok_s: row.tok_s, ...source(row),
    }));
}

/** A table of rows; `csvCell` writes a cell. */
export function tableOf(rows, csvCell) {
  const used = COLUMNS.filter((name) => rows.some((row) => (row[name] ?? '') !== ''));
  const lines = rows.map((row) => used.map((name) => csvCell(row[name] ?? '')).join(','));
  return `${[used.join(','), ...lines].join('\n')}\n`;
}

/** The rate sweep of the configurations that have a profile: what each showed, the watts of the whole sweep while busy, and the requests, the same for all. */
export function sweep(rows, power) {
  const watts = new Map(power.map((row) => [`${row.model}|${row.quant}|${row.test}`, row.busy_mean_w]));
  return rows
    .filter(({ model, quant, test }) => SPARK.has(`${model}|${quant}`) && test.startsWith('11-rate-sweep'))
    .map((row) => ({
      profile: `dgx-spark-128gb/${row.model.replace(/-it$|-instruct$/, '')}-${SPARK_QUANTS[row.model] ?? row.quant}-vllm-default`,
      server: 'vllm',
      slots: 256,
      run: `sweep-${row.request_rate}`,
      requests: row.completed,
      ttft_p50_ms: row.p50_ttft_ms,
      ttft_p95_ms: row.p95_ttft_ms,
      tpot_mean_ms: row.mean_tpot_ms,
      e2e_mean_ms: row.mean_e2el_ms,
      busy_w: watts.get(`${row.model}|${row.quant}|11`),
      source: row.source.replace(/^github:/, ''),
      licence: row.licence,
    }));
}
