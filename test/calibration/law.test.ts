import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { fitLaw } from '../../src/calibration/law/lawFit.ts';
import { serve } from '../../src/calibration/law/serve.ts';
import type { Sent, ServerLaw } from '../../src/calibration/law/serve.ts';
import { isMixture, routingOf, saturation } from '../../src/calibration/law/mixture.ts';
import { measurement } from '../../src/calibration/measurement.ts';
import type { Measurement } from '../../src/calibration/measurement.ts';
import { baseSeconds, prefillSeconds } from '../../src/kernel/pace.ts';
import type { Pace } from '../../src/kernel/pace.ts';

const PLAIN: Pace = {
  prefill: { fixed: 0, perToken: 0.001, perTokenSquared: 0, padTo: 1, perStep: 0.01, outside: 0.05 },
  step: { fixed: 0.04, perSequence: 0.002, perCachedToken: 0 },
};
const server = (pace: Pace, more: Partial<ServerLaw> = {}): ServerLaw => ({
  pace,
  budget: 2048,
  slots: Infinity,
  room: Infinity,
  late: false,
  ...more,
});
const together = (batch: number, prompt: number, output: number): Sent[] =>
  Array.from({ length: batch }, () => ({ at: 0, prompt, output }));

describe('a server by hand', () => {
  it('reads both prompts in one step, then decodes both together', () => {
    const { first, end } = serve(server(PLAIN), together(2, 100, 3));
    expect(first[0]).toBeCloseTo(0.05 + 0.01 + 0.2, 12);
    expect(first[1]).toBe(first[0]);
    expect(end[0]! - first[0]!).toBeCloseTo(2 * (0.04 + 2 * 0.002), 12);
  });

  it('spreads a prompt over steps of its budget, a token of which goes to each who decodes', () => {
    const { first } = serve(server(PLAIN, { budget: 64 }), together(1, 100, 1));
    expect(first[0]).toBeCloseTo(0.05 + 2 * 0.01 + 0.1, 12);
    const sent = [
      { at: 0, prompt: 10, output: 50 },
      { at: 0.001, prompt: 100, output: 1 },
    ];
    const both = serve(server(PLAIN, { budget: 64 }), sent);
    // 63 and 37 tokens beside the one who decodes.
    const step = 0.042 + 0.01;
    expect(both.first[1]).toBeCloseTo(both.first[0]! + 2 * step + 0.1, 12);
  });

  it('takes the longer of decoding and reading and half of the shorter where they overlap', () => {
    const pace = { ...PLAIN, overlap: 0.5 };
    const sent = [
      { at: 0, prompt: 10, output: 50 },
      { at: 0.001, prompt: 100, output: 1 },
    ];
    const { first } = serve(server(pace), sent);
    expect(first[1]! - first[0]!).toBeCloseTo(0.11 + 0.5 * 0.042, 12);
  });

  it('lets who comes while a step runs wait for one step more when joining is late', () => {
    const sent = [
      { at: 0, prompt: 10, output: 50 },
      { at: 0.1, prompt: 10, output: 2 },
    ];
    const soon = serve(server(PLAIN), sent).first[1]!;
    const late = serve(server(PLAIN, { late: true }), sent).first[1]!;
    expect(late - soon).toBeCloseTo(0.042, 12);
  });

  it('keeps who finds no slot or no room in the cache waiting', () => {
    const two = together(2, 100, 5);
    const alone = serve(server(PLAIN, { slots: 1 }), two);
    expect(alone.first[1]!).toBeGreaterThan(alone.end[0]!);
    const full = serve(server(PLAIN, { room: 150 }), two);
    expect([...full.first, ...full.end]).toEqual([...alone.first, ...alone.end]);
  });
});

/** What such servers take outside the engine: closed rows hardly tell it from the first step, so near what is usual. */
const GPU = { ...PLAIN, overlap: 0.5, prefill: { ...PLAIN.prefill, outside: 0.035 } };
const CPU = { ...PLAIN, prefill: { ...PLAIN.prefill, outside: 0.0015 } };

const LAWS: readonly [string, Pace, readonly number[]][] = [
  [
    'a lone sequence that is slower than five',
    { ...GPU, step: { fixed: 0.035, perSequence: 0.001, perCachedToken: 4e-8, alone: 0.048 } },
    [1, 5, 10, 20],
  ],
  [
    'experts that saturate',
    {
      ...GPU,
      step: {
        fixed: 0.011,
        perSequence: 0.001,
        perCachedToken: 4e-8,
        experts: { seconds: 0.06, sequences: 20, graphs: true },
      },
    },
    [1, 5, 10, 20],
  ],
  [
    'batches of a CPU of which four are faster than three',
    {
      ...CPU,
      step: {
        fixed: 0.0053,
        perSequence: 0.003,
        perCachedToken: 6e-6,
        table: [0.0053, 0.0094, 0.0139, 0.0098],
      },
    },
    [1, 2, 3, 4],
  ],
];

/** What such a server shows of requests sent together: their mean time to first token, the mean speed of a stream. */
function shown(pace: Pace, batches: readonly number[], late: boolean, engine: string): Measurement[] {
  return [231, 927, 1857, 3707, 7414].flatMap((prompt, i) =>
    batches.map((batch) => {
      const output = [1024, 256, 512, 256, 128][i]!;
      const { first, end } = serve(server(pace, { late }), together(batch, prompt, output));
      const mean = (of: (k: number) => number): number => first.reduce((sum, _, k) => sum + of(k), 0) / batch;
      const speed = mean((k) => (output - 1) / (end[k]! - first[k]!));
      return measurement({
        engine,
        load: 'together',
        prompt,
        output,
        batch,
        ttft: mean((k) => first[k]!),
        speed,
        file: 'rows',
        line: 1,
      });
    }),
  );
}

describe('the law fitted to rows of requests sent together', () => {
  it.each(LAWS)('gives %s back, other batches and an open load included', (name, pace, batches) => {
    const cpu = pace.overlap === undefined;
    const rows = shown(pace, batches, !cpu, cpu ? 'llamacpp' : 'vllm');
    const law = fitLaw(rows, { experts: null, cpu });
    expect(law.form).toBe({ exp: 'experts', bat: 'table', 'a l': 'line' }[name.slice(0, 3)]);
    expect(law.budget).toBe(2048);
    for (const batch of [...batches, 3])
      expect(baseSeconds(law.pace.step, batch) / baseSeconds(pace.step, batch)).toBeCloseTo(1, 1.4);
    for (const prompt of [100, 1000, 5000])
      expect(prefillSeconds(law.pace, prompt) / prefillSeconds(pace, prompt)).toBeCloseTo(1, 1.4);
    const sent = Array.from({ length: 60 }, (_, i) => ({
      at: i * 1.1 + ((i * 7) % 5) * 0.3,
      prompt: 100 + ((i * 617) % 900),
      output: 20 + ((i * 31) % 90),
    }));
    const real = serve(server(pace, { late: law.late }), sent);
    const made = serve(server(law.pace, { late: law.late }), sent);
    for (const which of ['first', 'end'] as const) {
      const took = (all: typeof real): number => all[which].reduce((sum, at, i) => sum + at - sent[i]!.at, 0);
      expect(took(made) / took(real)).toBeCloseTo(1, 1.5);
    }
  });

  it('predicts each row by a fit that had not seen it, and says how uncertain its coefficients are', () => {
    const law = fitLaw(shown(LAWS[0]![1], [1, 5, 10, 20], true, 'vllm'), { experts: false, cpu: false });
    expect(law.crossValidated).toHaveLength(law.inSample.length);
    expect(law.covariance).toHaveLength(law.coefficients.length);
    for (let i = 0; i < law.coefficients.length; i++)
      expect(law.covariance[i]![i]!).toBeGreaterThanOrEqual(0);
  });

  it('is not led astray by a row that was measured while the server warmed up', () => {
    const rows = shown(LAWS[0]![1], [1, 5, 10, 20], true, 'vllm');
    const spoiled = rows.map((row, i) => (i === 4 ? { ...row, ttft: row.ttft! * 3 } : row));
    const [clean, dirty] = [rows, spoiled].map(
      (each) => fitLaw(each, { experts: false, cpu: false }).pace,
    ) as [Pace, Pace];
    for (const prompt of [100, 1000, 5000])
      expect(prefillSeconds(dirty, prompt) / prefillSeconds(clean, prompt)).toBeCloseTo(1, 1.3);
  });
});

describe('how experts saturate', () => {
  it('is as they are routed: 6 of 128 leave 5 % of them to each further sequence', () => {
    expect(routingOf('nemotron-3-nano-30b-a3b')).toEqual({ experts: 128, used: 6 });
    expect(saturation({ experts: 128, used: 6 })).toBeCloseTo(20.83, 2);
    expect(routingOf('qwen2.5-3b')).toBeUndefined();
  });

  it('is known by the routing where rows of 1, 5, 10 and 20 sequences hardly tell it', () => {
    const pace: Pace = {
      ...GPU,
      step: {
        fixed: 0.02,
        perSequence: 5e-4,
        perCachedToken: 1e-8,
        experts: { seconds: 0.15, sequences: 31.5, graphs: true },
      },
    };
    // Answers that repeat themselves touch fewer experts: rows of long ones are faster than the others.
    const rows = shown(pace, [1, 5, 10, 20], true, 'vllm').map((row) =>
      row.output === 1024 && row.batch > 1 ? { ...row, speed: row.speed! * 1.15 } : row,
    );
    const at = (law: Pace): number => baseSeconds(law.step, 100) / baseSeconds(pace.step, 100) - 1;
    const routed = fitLaw(rows, { experts: true, cpu: false, routing: { experts: 256, used: 8 } });
    const unrouted = fitLaw(rows, { experts: true, cpu: false, routing: { experts: 32, used: 4 } });
    expect(Math.abs(at(routed.pace))).toBeLessThan(0.1);
    expect(Math.abs(at(routed.pace))).toBeLessThan(Math.abs(at(unrouted.pace)));
  });
});

describe('names of mixtures of experts', () => {
  it('are known where they say so, and nothing is claimed of the others', () => {
    for (const name of [
      'nemotron-3-nano-30b-a3b',
      'qwen-3.6-35b-a3b',
      'mixtral-8x7b',
      'gpt-oss-20b',
      'olmoe-1b-7b',
    ])
      expect(isMixture(name)).toBe(true);
    for (const name of ['qwen2.5-3b', 'llama3.1-8b', 'kat-coder-v1']) expect(isMixture(name)).toBeNull();
  });
});

describe('a profile from several batch sizes', () => {
  const rows = [1, 2, 4].flatMap((batch) =>
    [31, 101, 383, 1021].map((prompt) => {
      const output = 64;
      const step = 0.02 + batch * (0.004 + 3e-5 * (prompt + output / 2));
      return [
        prompt,
        output,
        batch,
        batch === 1 ? 1000 * (0.05 + 0.001 * prompt) : '',
        batch / step,
        'streams',
      ].join(',');
    }),
  );
  const table = ['prompt_tokens,output_tokens,batch,ttft_ms,tok_s,speed_counts', ...rows].join('\n');

  it('keeps the cost of a cached token', () => {
    const names = { board: 'desk', model: 'm', quantisation: 'q4', engine: 'llamacpp', mode: 'x' };
    const [made] = calibrate([{ name: 't.csv', text: table }], {
      ...names,
      watts: { idle: 5, decode: 9 },
    }).profiles;
    const { step } = made!.profile.pace;
    expect(step.perCachedToken).toBeCloseTo(3e-5, 8);
    expect(step.perSequence).toBeCloseTo(0.004, 5);
    expect(step.fixed).toBeCloseTo(0.02, 5);
  });
});
