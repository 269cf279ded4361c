import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/catalog/shipped.ts';
import { calibrate } from '../../src/calibration/calibrate.ts';
import { decodeSeconds, prefillSeconds } from '../../src/kernel/pace.ts';
import type { Pace } from '../../src/kernel/pace.ts';

/** A machine whose truth is known. */
const TRUE: Pace = {
  prefill: { fixed: 0.08, perToken: 1.5e-3, perTokenSquared: 4e-8, padTo: 1 },
  step: { fixed: 0.045, perSequence: 0, perCachedToken: 1.2e-6 },
};
const IDLE = 5.5;
const PREFILL = 16;
const DECODE = 14;
const NAMES = { board: 'desk', model: 'm', quantisation: 'q4', engine: 'ollama', mode: '25w' };

const wobble = (i: number): number => 1 + (((i * 5) % 7) - 3) * 0.004;
const pad = (value: number): string => String(value).padStart(2, '0');
const time = (seconds: number): string =>
  `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(Math.floor(seconds) % 60)}`;

/** Its answers as Ollama logs them, one every 2 minutes, and the power meter beside them. */
function session(): { answers: string; power: string } {
  const prompts = [64, 256, 1024, 2048, 4096];
  const outputs = [64, 128, 256];
  const spans: { from: number; first: number; to: number }[] = [];
  const answers = prompts.flatMap((prompt, p) =>
    outputs.map((output, o) => {
      const i = p * outputs.length + o;
      const prefill = prefillSeconds(TRUE, prompt) * wobble(i);
      const decode = decodeSeconds(TRUE, prompt, output + 1) * wobble(i + 3);
      const from = 60 + i * 120;
      spans.push({ from, first: from + prefill, to: from + prefill + decode });
      const end = from + prefill + decode;
      return JSON.stringify({
        model: 'm:q4',
        created_at: `2026-03-01T${time(end)}.${String(Math.floor((end % 1) * 1000)).padStart(3, '0')}Z`,
        total_duration: (prefill + decode) * 1e9,
        prompt_eval_count: prompt,
        prompt_eval_duration: prefill * 1e9,
        eval_count: output,
        eval_duration: decode * 1e9,
      });
    }),
  );
  const lines = Array.from({ length: 60 + answers.length * 120 }, (_, second) => {
    const span = spans.find(({ from, to }) => second >= from && second <= to);
    const watts = !span ? IDLE : second < span.first ? PREFILL : DECODE;
    return `03-01-2026 ${time(second)} RAM 1/2MB VDD_IN ${watts * 1000}mW/1mW`;
  });
  return { answers: answers.join('\n'), power: lines.join('\n') };
}

const { answers, power } = session();
const files = [
  { name: 'answers.jsonl', text: answers },
  { name: 'power.log', text: power },
];

/** What llama-bench says of a model that the catalogue does not know. */
const BENCH = {
  build_commit: 'abc',
  model_filename: 'm-q4.gguf',
  model_type: 'm 4B Q4_0',
  model_size: 2.5e9,
  model_n_params: 4e9,
  n_prompt: 0,
  n_gen: 0,
  n_depth: 0,
};

describe('calibrating a board on the desk', () => {
  const { profiles, kinds } = calibrate(files, NAMES);
  const [made] = profiles;

  it('tells the files apart and makes one profile', () => {
    expect(kinds).toHaveLength(2);
    expect(profiles).toHaveLength(1);
    expect(made!.profile.name).toBe('desk/m-q4-ollama-25w');
    expect(made!.profile.fit).toBe('dense');
  });

  it('gives the machine back within the noise of its clock', () => {
    const { pace } = made!.profile;
    for (const prompt of [100, 500, 3000])
      expect(prefillSeconds(pace, prompt) / prefillSeconds(TRUE, prompt)).toBeCloseTo(1, 1.5);
    for (const [prompt, output] of [
      [100, 200],
      [3000, 200],
    ] as const)
      expect(decodeSeconds(pace, prompt, output) / decodeSeconds(TRUE, prompt, output)).toBeCloseTo(1, 1.5);
  });

  it('takes power and idle from the log beside the answers', () => {
    const { power } = made!.profile;
    expect(power.decode).toBeCloseTo(DECODE, 0);
    expect(power.idle).toBeCloseTo(IDLE, 1);
  });

  it('judges itself on rows it did not see, and says what it assumes', () => {
    expect(made!.heldOut.length).toBeGreaterThanOrEqual(6);
    expect(made!.profile.errors.heldOut!.decodeSpeed!.median).toBeLessThan(0.03);
    expect(made!.verdict.trust.join('\n')).toMatch(/decode speed/);
    expect(made!.verdict.doubt.join('\n')).toMatch(/watts of the whole board/);
  });

  it('says that it is of one lab, and how far labs are apart where several measured the same', () => {
    expect(made!.verdict.doubt.join('\n')).not.toMatch(/one lab/);
    const [own] = calibrate(files, { ...NAMES, relatives: shipped.profiles }).profiles;
    const { sd } = own!.profile.betweenLabs!;
    expect(own!.profile.betweenLabs!.labs).toBe(1);
    expect(own!.verdict.doubt.join('\n')).toContain(
      `one lab measured it. Where two labs measured the same setup, they differ by ${(100 * sd).toPrecision(1)} %`,
    );
  });

  it('uses the rule of a known board for what the log covers', () => {
    const board = {
      id: 'desk',
      title: 'Desk',
      usableBytes: 7e9,
      usableWhy: 'said so',
      engines: ['ollama'],
      modes: ['25w'],
      idle: {},
      idleWhy: '',
      scopes: [
        { contains: 'VDD_IN', slope: 1.1, offset: 1, sd: 0.05, rule: 'board = 1.1 P + 1 W', assumed: false },
      ],
    };
    const { profile } = calibrate(files, { ...NAMES, boards: [board] }).profiles[0]!;
    expect(profile.power.decode).toBeCloseTo(1.1 * DECODE + 1, 0);
    expect(profile.power.idle).toBeCloseTo(1.1 * IDLE + 1, 1);
    expect(profile.memory.usable).toBe(7e9);
  });
});

describe('what cannot be calibrated', () => {
  const few = answers.split('\n').slice(0, 3).join('\n');

  it('is refused with what is missing, all of it at once', () => {
    const attempt = (): unknown => calibrate([{ name: 'few.jsonl', text: few }], NAMES);
    expect(attempt).toThrow(/no power while decoding: lay a log of watts beside/);
    const decoding = few.replaceAll(/"prompt_eval_duration":[^,]*,/g, '');
    const without = (): unknown => calibrate([{ name: 'few.jsonl', text: decoding }], NAMES);
    expect(without).toThrow(
      /no time to first token that can be used: measure with llama-bench -p 31,101,191,383/,
    );
    expect(without).toThrow(/no power while decoding/);
  });

  it('is a rough profile when there are one or two figures, its shape from relatives and its spread accordingly', () => {
    const [made] = calibrate([{ name: 'few.jsonl', text: few }], {
      ...NAMES,
      watts: { idle: 5, decode: 13 },
      relatives: shipped.profiles,
    }).profiles;
    const { profile } = made!;
    expect(profile.fit).toBe('rough');
    expect(prefillSeconds(profile.pace, 64) / prefillSeconds(TRUE, 64)).toBeCloseTo(1, 1);
    expect(profile.assumptions.join('\n')).toMatch(/its shape is that of .*: only its level was measured/);
    expect(profile.assumptions.join('\n')).toMatch(/llama-bench -p 31,101,191,383/);
    expect(profile.uncertainty).toContainEqual(
      expect.objectContaining({ kind: 'scale', sd: expect.closeTo(0.316, 3) as number }),
    );
  });

  it('is refused without the names that a profile has', () => {
    expect(() => calibrate(files)).toThrow(/^m-q4-ollama-default: board is not in the files: say board$/m);
    const text = 'prompt_tokens,ttft_ms,tok_s\n100,500,20\n';
    expect(() => calibrate([{ name: 'mine.csv', text }])).toThrow(
      /^mine\.csv: model is not in the files: say model$/m,
    );
  });

  it('is refused for a broken row, by file and line, unless such rows are to be skipped', () => {
    const broken = [{ name: 'answers.jsonl', text: `${answers}\n{"eval_count": 3}\nnonsense` }, files[1]!];
    expect(() => calibrate(broken, NAMES)).toThrow(
      /answers\.jsonl:16: eval_count or eval_duration is missing/,
    );
    expect(() => calibrate(broken, NAMES)).toThrow(/answers\.jsonl:17: not JSON/);
    const { skipped, profiles } = calibrate(broken, { ...NAMES, skipBroken: true });
    expect(skipped.map(({ line }) => line)).toEqual([16, 17]);
    expect(profiles[0]!.profile.pace).toEqual(calibrate(files, NAMES).profiles[0]!.profile.pace);
  });

  it('says once that its cache is not known, and not where it was given', () => {
    const bench = [0, 512, 2048].map((depth) => ({
      ...BENCH,
      n_gen: 64,
      n_depth: depth,
      avg_ts: 20 - depth / 1000,
    }));
    const prefill = [31, 101, 191].map((prompt) => ({
      ...BENCH,
      n_prompt: prompt,
      avg_ts: prompt / (0.1 + prompt / 500),
    }));
    const file = { name: 'bench.json', text: JSON.stringify([...bench, ...prefill]) };
    const cacheOf = (memory: { kvPerToken?: number }): string[] =>
      calibrate([file], {
        ...NAMES,
        engine: 'llamacpp',
        watts: { idle: 5, decode: 13 },
        memory,
      }).profiles[0]!.profile.assumptions.filter((one) => /cache per token is unknown/.test(one));
    expect(cacheOf({})).toHaveLength(1);
    expect(cacheOf({ kvPerToken: 57e3 })).toEqual([]);
  });

  it('may have its watts said by hand', () => {
    const { profile } = calibrate([files[0]!], { ...NAMES, watts: { idle: 5, decode: 13 } }).profiles[0]!;
    expect(profile.power).toMatchObject({ idle: 5, decode: 13, prefill: 13 });
  });

  it('assumes the power of reading prompts only while it is neither measured nor given', () => {
    const assumed = (prefill: { prefill?: number }): boolean => {
      const watts = { idle: 5, decode: 13, ...prefill };
      const [made] = calibrate([files[0]!], { ...NAMES, watts }).profiles;
      return made!.profile.assumptions.some((line) => line.startsWith('prefill power was not measured'));
    };
    expect([assumed({}), assumed({ prefill: 17 })]).toEqual([true, false]);
  });

  it('holds given watts against nothing, and trusts nobody with them, whether there was a meter or not', () => {
    for (const given of [[files[0]!], files]) {
      const [made] = calibrate(given, { ...NAMES, watts: { idle: 5, decode: 13 } }).profiles;
      const { profile, verdict, inSample, heldOut } = made!;
      expect(verdict.trust.join('\n')).not.toMatch(/power/);
      expect(verdict.doubt.filter((line) => /power/.test(line))).toEqual([
        expect.stringMatching(/^power: given, not measured/),
      ]);
      expect(verdict.doubt.join('\n')).not.toMatch(/watts of the whole board/);
      expect(profile.assumptions.filter((one) => /^(watts of the whole board|idle power)/.test(one))).toEqual(
        [],
      );
      for (const errors of Object.values(profile.errors))
        if (errors) expect([errors.decodePower, errors.prefillPower]).toEqual([null, null]);
      expect([...inSample, ...heldOut].map(({ quantity }) => quantity)).not.toContain('decodeWatts');
      const unused = profile.assumptions.some((line) => /power in the files is not used/.test(line));
      expect(unused).toBe(given.length === 2);
      expect(profile.power.decodePerSequence).toBeCloseTo(0.08, 6);
    }
  });
});
