import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { kindOf, readFiles } from '../../src/calibration/read.ts';
import { csvCell, csvRows } from '../../src/kernel/csv.ts';
import { parseTimestamp } from '../../src/calibration/timestamp.ts';
import { clockOffset, readTegrastats, withPower } from '../../src/calibration/tegrastats.ts';

const read = (text: string, name = 'file'): ReturnType<typeof readFiles> => readFiles([{ name, text }]);

const BENCH = {
  model_type: 'qwen2 3B Q4_K - Medium',
  model_size: 1929903264,
  model_n_params: 3085938688,
  n_depth: 0,
  test_time: '2026-03-01T12:00:00Z',
};
const PROMPT = { ...BENCH, n_prompt: 512, n_gen: 0, avg_ns: 629e6, avg_ts: 814, samples_ns: [629e6, 629e6] };
const GENERATION = {
  ...BENCH,
  n_prompt: 0,
  n_gen: 128,
  n_depth: 4096,
  avg_ns: 6.4e9,
  avg_ts: 20,
  samples_ns: [6.4e9],
};

describe('llama-bench', () => {
  it.each([
    ['json', JSON.stringify([PROMPT, GENERATION], null, 2)],
    ['jsonl', [PROMPT, GENERATION].map((each) => JSON.stringify(each)).join('\n')],
    [
      'csv',
      [
        'model_type,model_size,model_n_params,n_prompt,n_gen,n_depth,test_time,avg_ns,avg_ts',
        '"qwen2 3B Q4_K - Medium","1929903264","3085938688","512","0","0","2026-03-01T12:00:00Z","629000000","814"',
        '"qwen2 3B Q4_K - Medium","1929903264","3085938688","0","128","4096","2026-03-01T12:00:00Z","6400000000","20"',
      ].join('\n'),
    ],
  ])('is read from %s', (_, text) => {
    expect(kindOf(text)).toBe('llama-bench');
    const { measurements, broken } = read(text);
    expect(broken).toEqual([]);
    expect(measurements[0]).toMatchObject({
      model: 'qwen2-3b',
      quantisation: 'q4',
      engine: 'llamacpp',
      prompt: 512,
      ttft: 0.629,
    });
    expect(measurements[1]).toMatchObject({
      prompt: 4096,
      output: 128,
      speed: 20,
      ttft: null,
      parameters: 3085938688,
    });
  });

  it('sets aside what mixes prompt and generation, and prompts after a filled cache', () => {
    const mixed = { ...PROMPT, n_gen: 128 };
    const deep = { ...PROMPT, n_depth: 2048 };
    const { measurements } = read(JSON.stringify([mixed, deep]));
    expect(measurements[0]!.setAside).toContain('speed');
    expect(measurements[1]!.setAside).toContain('ttft');
  });

  it('measures no prompt at the depth of a filled cache: the range of prompts is that of the prompts that were read', () => {
    const rows = [128, 256, 512].map((n_prompt) => ({
      ...PROMPT,
      n_prompt,
      avg_ns: n_prompt * 1.2e6,
      samples_ns: [],
    }));
    const depths = [0, 4096, 16384].map((n_depth) => ({
      ...GENERATION,
      n_depth,
      avg_ts: 20 - n_depth / 4096,
      samples_ns: [],
    }));
    const text = [...rows, ...depths].map((each) => JSON.stringify(each)).join('\n');
    const { profiles } = calibrate([{ name: 'bench.jsonl', text }], {
      board: 'desk',
      mode: '25w',
      watts: { idle: 6, decode: 12 },
    });
    expect(profiles[0]!.profile.range).toMatchObject({ prompt: [128, 512], context: [0, 16512] });
  });

  it('reports the line of a row it cannot use', () => {
    const { broken, measurements } = read(
      [PROMPT, { ...PROMPT, avg_ts: 'fast' }].map((each) => JSON.stringify(each)).join('\n'),
      'b.jsonl',
    );
    expect(measurements).toHaveLength(1);
    expect(broken).toEqual([
      { file: 'b.jsonl', line: 2, message: 'avg_ts must be a number from 0, not "fast"' },
    ]);
  });
});

describe('Ollama responses', () => {
  const answer = {
    model: 'qwen2.5:3b-instruct-q4_K_M',
    created_at: '2026-03-01T12:00:10.5Z',
    done: true,
    total_duration: 10.2e9,
    load_duration: 0.03e9,
    prompt_eval_count: 100,
    prompt_eval_duration: 0.17e9,
    eval_count: 200,
    eval_duration: 10e9,
  };

  it('are read line by line, streamed pieces passed over', () => {
    const text = [{ model: 'm', done: false, response: 'a' }, answer]
      .map((each) => JSON.stringify(each))
      .join('\n');
    expect(kindOf(text)).toBe('Ollama responses');
    const { measurements } = read(text);
    expect(measurements).toHaveLength(1);
    expect(measurements[0]).toMatchObject({
      model: 'qwen2.5-3b',
      quantisation: 'q4',
      prompt: 100,
      output: 200,
      speed: 20,
    });
    expect(measurements[0]!.ttft).toBeCloseTo(0.2, 12);
    expect(measurements[0]!.during!.to - measurements[0]!.during!.firstToken).toBeCloseTo(10, 6);
  });

  it('do not count loading the model as prefill', () => {
    const { measurements } = read(JSON.stringify({ ...answer, load_duration: 8e9 }));
    expect(measurements[0]!.setAside).toEqual(['ttft', 'prefillWatts']);
    expect(measurements[0]!.reason).toMatch(/loaded first \(8\.0 s\)/);
  });
});

describe("vLLM's serving benchmark", () => {
  const summary = {
    model_id: 'meta-llama/Llama-3.1-8B',
    max_concurrency: 1,
    completed: 10,
    total_input_tokens: 5120,
    total_output_tokens: 1280,
    mean_ttft_ms: 600,
    median_ttft_ms: 550,
    median_tpot_ms: 100,
  };

  it('is read from its medians', () => {
    expect(kindOf(JSON.stringify(summary))).toBe('vLLM serving benchmark');
    const [row] = read(JSON.stringify(summary)).measurements;
    expect(row).toMatchObject({
      model: 'llama-3.1-8b',
      prompt: 512,
      output: 128,
      batch: 1,
      ttft: 0.55,
      speed: 10,
    });
  });

  it('is read request by request where it was saved so; failed requests are left out', () => {
    const detailed = {
      ...summary,
      input_lens: [100, 200],
      output_lens: [3, 0],
      ttfts: [0.2, 0],
      itls: [[0.1, 0.1], []],
    };
    const { measurements } = read(JSON.stringify(detailed));
    expect(measurements).toHaveLength(1);
    expect(measurements[0]).toMatchObject({ prompt: 100, output: 3, ttft: 0.2 });
    expect(measurements[0]!.speed).toBeCloseTo(10, 9);
  });

  it('does not take waiting for prefill when requests ran together', () => {
    expect(read(JSON.stringify({ ...summary, max_concurrency: 8 })).measurements[0]).toMatchObject({
      batch: 8,
      setAside: ['ttft'],
    });
    expect(read(JSON.stringify({ ...summary, max_concurrency: null })).measurements[0]!.setAside).toContain(
      'speed',
    );
  });
});

describe('genai-perf and aiperf exports', () => {
  const figure = (avg: number, unit: string): object => ({ unit, avg, p50: avg });
  const records = {
    time_to_first_token: figure(250, 'ms'),
    inter_token_latency: figure(50, 'ms'),
    input_sequence_length: figure(512, 'tokens'),
    output_sequence_length: figure(128, 'tokens'),
  };

  it.each([
    [
      'at the top',
      {
        ...records,
        input_config: { model: ['org/model-3b'], perf_analyzer: { stimulus: { concurrency: 1 } } },
      },
    ],
    [
      'under records',
      { records, input_config: { endpoint: { model_names: ['org/model-3b'] }, loadgen: { concurrency: 1 } } },
    ],
  ])('are read with the figures %s', (_, value) => {
    const text = JSON.stringify(value);
    expect(kindOf(text)).toBe('genai-perf or aiperf export');
    expect(read(text).measurements[0]).toMatchObject({
      model: 'model-3b',
      prompt: 512,
      output: 128,
      ttft: 0.25,
      speed: 20,
      batch: 1,
    });
  });

  it('are reported when a unit is not one of time', () => {
    const { broken } = read(JSON.stringify({ ...records, time_to_first_token: figure(1, 'apples') }));
    expect(broken[0]!.message).toMatch(/unit "apples" is not one of time/);
  });
});

describe('the own table', () => {
  const HEAD =
    'board,model,quantisation,engine,mode,prompt_tokens,output_tokens,batch,ttft_ms,tok_s,power_w,set_aside';

  it('is read, empty cells as not measured, figures set aside by name', () => {
    const text = `${HEAD}\nb,m,q4,e,x,128,64,1,250,20,9.5,power\n`;
    expect(kindOf(text)).toBe('own CSV');
    expect(read(text).measurements[0]).toMatchObject({
      prompt: 128,
      ttft: 0.25,
      speed: 20,
      decodeWatts: 9.5,
      setAside: ['decodeWatts'],
      line: 2,
    });
  });

  it('reports each broken row with its line and goes on', () => {
    const text = `${HEAD}\nb,m,q4,e,x,128,64,1,quick,20,,\nb,m,q4,e,x,128,64,0,250,20,,\nb,m,q4,e,x,128,64,1,250,-3,,\nb,m,q4,e,x,128,64,1,250,20,,\n`;
    const { broken, measurements } = read(text, 't.csv');
    expect(measurements).toHaveLength(1);
    expect(broken.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '2: ttft_ms must be a number, not "quick"',
      '3: batch must be at least 1, not 0',
      '4: tok_s must be above 0, not -3',
    ]);
  });
});

describe('other files', () => {
  it('are refused with what is known', () => {
    expect(() => read('hello, world', 'notes.txt')).toThrow(
      /notes\.txt: not a kind of file that is known; known are own CSV/,
    );
    expect(kindOf('{"a": 1}')).toBeNull();
  });

  it('that are tables with columns of other names are told which are read', () => {
    const said = (text: string): string => {
      try {
        read(text, 'mine.csv');
      } catch (error) {
        return (error as RangeError).message;
      }
      return '';
    };
    expect(said('prompt,output,ttft_ms,total_ms\n64,128,180,6580\n')).toMatch(
      /its columns are prompt, output, ttft_ms, total_ms; a table of your own is read by prompt_tokens, and ttft_ms .* or tok_s/,
    );
    expect(said('dear,all\nno,numbers\n')).toContain('known are own CSV');
  });

  it('in commas keep quotes, commas and line ends in a cell, and their line numbers', () => {
    const cells = ['a,b', 'say "no"', 'two\nlines', ''];
    const text = `${cells.map(csvCell).join(',')}\nnext,1,2,3\n`;
    const rows = csvRows(text);
    expect(rows[0]!.cells).toEqual(cells);
    expect(rows[1]!.line).toBe(3);
  });
});

describe('times in logs', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-03-01T12:00:00Z', 1772366400],
    ['2026-03-01T12:00:00+02:00', 1772359200],
    ['2024-02-29T23:59:59.5Z', 1709251199.5],
    ['03-01-2026 12:00:00', 1772366400],
    ['20260301-120000', 1772366400],
  ])('%s', (text, seconds) => {
    expect(parseTimestamp(text)).toBe(seconds);
  });

  it('is undefined for what is no time', () => {
    expect(parseTimestamp('yesterday')).toBeUndefined();
  });
});

describe('a tegrastats log', () => {
  const stamp = (second: number): string => {
    const minute = String(Math.floor(second / 60)).padStart(2, '0');
    return `03-01-2026 14:${minute}:${String(second % 60).padStart(2, '0')}`;
  };
  const line = (second: number, watts: number): string =>
    `${stamp(second)} RAM 5000/7620MB (lfb 2x4MB) CPU [1%@729] GR3D_FREQ 0%@[305] VDD_IN ${watts}mW/6000mW VDD_CPU_GPU_CV 800mW/800mW`;
  /** At rest, then 5 s of prefill, 20 s of decode, then at rest. */
  const watts = (second: number): number =>
    second < 20 ? 5500 : second < 25 ? 16000 : second < 45 ? 14000 : 5500;
  const log = Array.from({ length: 90 }, (_, second) => line(second, watts(second))).join('\n');
  /** The same seconds by a clock two hours behind. */
  const answer = {
    model: 'm:3b',
    created_at: '2026-03-01T12:00:44.5Z',
    total_duration: 24.5e9,
    prompt_eval_count: 4000,
    prompt_eval_duration: 4.5e9,
    eval_count: 400,
    eval_duration: 20e9,
  };

  it('is laid beside the answers by time, whatever the zones of the two clocks', () => {
    const { measurements, kinds } = readFiles([
      { name: 'answers.jsonl', text: JSON.stringify(answer) },
      { name: 'power.log', text: log },
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['Ollama responses', 'tegrastats log']);
    expect(measurements[0]!.prefillWatts).toBeCloseTo(16, 6);
    expect(measurements[0]!.decodeWatts).toBeCloseTo(14, 6);
    expect(measurements[0]!.idleWatts).toBeCloseTo(5.5, 6);
    expect(measurements[0]!.powerScope).toBe('module input (VDD_IN)');
    expect(clockOffset(measurements, readTegrastats(log, 'x'))).toBe(7200);
  });

  it('is not laid beside answers of another day', () => {
    const { measurements } = read(JSON.stringify({ ...answer, created_at: '2026-03-05T12:00:44.5Z' }));
    expect(withPower(measurements, readTegrastats(log, 'x'))[0]!.decodeWatts).toBeNull();
  });

  it('sums three rails where the board has no input rail', () => {
    const rails =
      '03-01-2026 14:00:00 RAM 1/2MB VDD_GPU_SOC 28000mW/1mW VDD_CPU_CV 4000mW/1mW VIN_SYS_5V0 6000mW/1mW';
    expect(readTegrastats(rails, 'x')).toMatchObject({
      samples: [{ watts: 38 }],
      scope: 'VDD_GPU_SOC+VDD_CPU_CV+VIN_SYS_5V0',
    });
  });

  it('reports lines without a time or a rail', () => {
    const { broken } = readTegrastats('RAM 1/2MB VDD_IN 5mW/5mW\n03-01-2026 14:00:00 RAM 1/2MB\n', 'p.log');
    expect(broken.map(({ line }) => line)).toEqual([1, 2]);
  });
});
