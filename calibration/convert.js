// Rows of a collection of public measurements to this folder's tables: figures only, with the source, licence, engine,
// power mode and power scope of every row. What is not used in a fit is kept and marked, with the reason.

const COLUMNS = [
  'board',
  'model',
  'quantisation',
  'engine',
  'mode',
  'prompt_tokens',
  'output_tokens',
  'batch',
  'ttft_ms',
  'tok_s',
  'speed_counts',
  'power_w',
  'prefill_w',
  'idle_w',
  'energy_j',
  'power_scope',
  'energy_scope',
  'device_reported',
  'engine_reported',
  'power_mode_reported',
  'source',
  'licence',
  'grade',
  'set_aside',
  'reason',
];
const MODELS = {
  'DeepSeek-R1-Distill-Llama-8B': 'deepseek-r1-llama-8b',
  'DeepSeek-R1-Distill-Qwen-1.5B': 'deepseek-r1-qwen-1.5b',
  'DeepSeek-R1-Distill-Qwen-14B': 'deepseek-r1-qwen-14b',
  'Llama-3.1-8B': 'llama3.1-8b',
  'Llama-3.2-3B': 'llama3.2-3b',
  'Llama-3.3-70B': 'llama3.3-70b',
  'Llama-2-7B': 'llama2-7b',
  'Qwen 35B-A3B': 'qwen-35b-a3b',
};
const ENGINES = [
  [/^llama\.cpp/, 'llamacpp'],
  [/^ollama/i, 'ollama'],
  [/^vllm/i, 'vllm'],
  [/^mlc/i, 'mlc'],
  [/^tensorrt/i, 'tensorrt'],
  [/^tinychat/i, 'tinychat'],
];
const QUANTS = {
  Q4_K_M: 'q4',
  Q4_0: 'q4_0',
  IQ4_XS: 'iq4xs',
  'Q4_K_M+specdec': 'q4-specdec',
  Q8_0: 'q8',
  Q1_0: 'q1',
  Q2_0: 'q2',
  'INT4 (q4f16)': 'int4',
  'W4 AWQ': 'w4awq',
  'Q4/AWQ': 'q4awq',
  '4-bit': '4bit',
  '': 'unknown',
};

function board(device) {
  if (device.startsWith('AGX Orin')) return 'agx-orin-64gb';
  if (device.startsWith('Orin Nano')) return 'orin-nano-8gb';
  if (device === 'Raspberry Pi 5') return 'raspberry-pi-5-8gb';
  throw new RangeError(`no board is known for "${device}"`);
}

function mode(row) {
  const said = row.power_mode || (/(15W|25W|MAXN)$/.exec(row.engine)?.[1] ?? '');
  if (row.device.startsWith('Raspberry')) return 'throttled';
  if (row.device.startsWith('AGX')) return said === '30W' ? '30w' : 'maxn';
  if (!row.device.includes('Super')) return 'original15w';
  return said.startsWith('MAXN') || said === '' ? 'maxn' : said.toLowerCase();
}

function aside(row, known) {
  const marks = [];
  const why = [];
  const mark = (what, reason) => {
    marks.push(what);
    why.push(reason);
  };
  const prompt = Number(row.prompt_tokens);
  const output = Number(row.output_tokens);
  if (row.source.includes('edgereasoning')) {
    if (known.model === 'deepseek-r1-llama-8b' && prompt === 2561 && output === 1)
      mark('row', 'nine times slower than its neighbours: an outlier');
    if (output === 1 && row.tok_s === '' && row.ttft_ms === '')
      mark('row', 'one output token has no decode step');
    if (output > 1 && row.power_w !== '') {
      if (output < 65) mark('power', 'the source calls its power unreliable below 65 output tokens');
      else if (output / Number(row.tok_s) < 4) mark('power', 'the meter saw less than 4 s');
    }
    if (output === 1 && row.ttft_ms !== '' && Number(row.ttft_ms) < 1000)
      mark('prefill', 'the meter is read once a second and saw less than 1 s');
  }
  if (known.model === 'llama3.1-8b' && prompt > 15000)
    mark(
      'power',
      'power falls at a context of 16 thousand tokens; the profile keeps the figure of short contexts',
    );
  if (row.engine.includes('JP6.0')) mark('row', 'older system release; the newer one is used');
  if (known.model === 'llama3.1-8b' && row.engine.includes('llama-bench'))
    mark('speed', 'decode without the server loop, about 20 % faster than served');
  if (known.quantisation === 'q4-specdec') mark('row', 'speculative decoding is not modelled');
  if (row.source.includes('Bonsai report (') && known.model === 'bonsai-1.7b')
    mark('ttft', 'the same figure as the leaderboard row');
  if (row.note.includes('mid of range') && (prompt !== 512 || row.model.startsWith('LFM')))
    mark('speed', 'the middle of a range over prompt lengths; taken once, or not where a better row is');
  if (row.note.includes('partial CPU offload')) mark('row', 'probably part of it ran on the CPU');
  if (row.grade === 'secondary') mark('row', 'second-hand figure without lengths or licence');
  if (row.model.startsWith('Qwen3.8') && row.engine.includes('MTP'))
    mark('row', 'multi-token prediction is not modelled');
  return [marks.filter(Boolean).join(' '), [...new Set(why.filter(Boolean))].join('; ')];
}

function convert(row) {
  const model = MODELS[row.model] ?? row.model.toLowerCase().replace(/^llama-/, 'llama');
  const quantisation = QUANTS[row.quant] ?? row.quant.toLowerCase();
  const engine = ENGINES.find(([pattern]) => pattern.test(row.engine))?.[1] ?? 'unknown';
  const isPrefill = row.energy_scope === 'prefill only';
  const atWatts = /prefill [\d.]+ tok\/s at ([\d.]+) W/.exec(row.note)?.[1] ?? '';
  const marginal = /J\/tok ([\d.]+); marginal ([\d.]+)/.exec(row.note);
  const streams = Number(row.batch) > 1 || row.note.includes('aggregate');
  const idle = marginal && row.tok_s ? ((marginal[1] - marginal[2]) * row.tok_s).toFixed(2) : '';
  const nearIdle = isPrefill && Number(row.ttft_ms) < 800 ? row.power_w : '';
  const [setAside, reason] = aside(row, { model, quantisation });
  return {
    board: board(row.device),
    model,
    quantisation,
    engine,
    mode: mode(row),
    prompt_tokens: row.prompt_tokens,
    output_tokens: row.output_tokens === '' ? '' : Number(row.output_tokens),
    batch: row.batch,
    ttft_ms: row.ttft_ms,
    tok_s: row.tok_s,
    speed_counts: streams ? 'streams' : row.source.includes('edgereasoning') ? 'outputs' : 'steps',
    power_w: isPrefill ? '' : row.power_w,
    prefill_w: isPrefill ? row.power_w : atWatts,
    idle_w: idle || nearIdle,
    energy_j: row.energy_j,
    power_scope: row.power_scope,
    energy_scope: row.energy_scope,
    device_reported: row.device,
    engine_reported: row.engine,
    power_mode_reported: row.power_mode,
    source: row.source.replace(/^github:/, ''),
    licence: row.licence,
    grade: row.grade,
    set_aside: setAside,
    reason,
  };
}

/** The tables by file name; `csv` is what reads and writes comma-separated text. */
export function convertAll(text, { csvCell, csvRecords }) {
  const rows = csvRecords(text).map(({ value }) => convert(value));
  const averaged = new Set();
  for (const row of rows.filter(({ power_scope }) => power_scope.includes('per-model average'))) {
    if (averaged.has(row.model))
      Object.assign(row, { set_aside: 'power', reason: 'one average per model, repeated in every row' });
    averaged.add(row.model);
  }
  return Object.fromEntries(
    [...new Set(rows.map((row) => row.board))].map((name) => {
      const lines = rows
        .filter((row) => row.board === name)
        .map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','));
      return [`${name}.csv`, [COLUMNS.join(','), ...lines].join('\n') + '\n'];
    }),
  );
}
