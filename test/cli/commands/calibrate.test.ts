import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../../src/kernel/numbers.ts';
import { grid } from '../grid.ts';
import { edgewise } from '../captured.ts';
import { inFolder } from '../folder.ts';

inFolder();

const NAME = 'agx-orin-64gb_deepseek-r1-qwen-1.5b-bf16-vllm-maxn';

beforeAll(() => {
  writeFileSync('mine.csv', grid());
});

describe('calibrate', () => {
  it('says how many requests a server worked on at once by its log, and writes that into the scenario', async () => {
    const free = [0, 0];
    const rows = Array.from({ length: 400 }, (_, k) => {
      const [at, prompt, output] = [
        1.5 * k + 300 * Math.floor(k / 40),
        50 + ((37 * k) % 400),
        80 + ((13 * k) % 160),
      ];
      const first = Math.max(at, free[k % 2]!) + 0.1 + 0.002 * prompt;
      const end = (free[k % 2] = first + 0.03 * (output - 1));
      return [at, prompt, output, 1000 * (first - at), 1000 * (end - at)].join(',');
    });
    writeFileSync('log.csv', ['time_s,prompt_tokens,output_tokens,ttft_ms,latency_ms', ...rows].join('\n'));
    const named = [
      '--board',
      'mine',
      '--model',
      'qwen2.5-3b',
      '--quantisation',
      'q4',
      '--engine',
      'llama.cpp',
    ];
    const watts = ['--idle-watts', '6', '--decode-watts', '14'];
    const { code, out } = await edgewise(['calibrate', 'log.csv', ...named, ...watts, '--out', 'logged']);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('2 requests at once, as the files say or show');
    const scenario = readFileSync('logged/mine_qwen2.5-3b-q4-llamacpp-default.yaml', 'utf8');
    expect(scenario).toContain('slots: 2, count: 1');
  });

  it('makes a profile that runs, with its errors, what it may be trusted for, and a picture', async () => {
    const { code, out } = await edgewise(['calibrate', 'mine.csv']);
    expect(code).toBe(0);
    expect(out).toContain('mine.csv (own CSV)');
    for (const words of ['Errors of the fit', 'decode speed', 'May be trusted for', 'Uncertain', 'Assumed'])
      expect(out).toContain(words);
    expect(out.split('\nAnswer ')[1]!.replaceAll(/\s+/g, ' ')).toMatch(
      /^agx-orin-64gb\/[\w.-]+ is a dense fit: median errors of first token [\d.]+ % and decode speed [\d.]+ % on rows not used in the fit\. $/,
    );
    const profile = JSON.parse(readFileSync(`out/calibration/${NAME}.json`, 'utf8')) as { pace: object };
    expect(profile).toMatchObject({ board: 'agx-orin-64gb', model: 'deepseek-r1-qwen-1.5b', mode: 'maxn' });
    expect(readFileSync(`out/calibration/${NAME}.png`).subarray(1, 4).toString()).toBe('PNG');
    expect(readFileSync(`out/calibration/${NAME}.svg`, 'utf8')).toContain('Predicted');
    // The page opens with what the screen ends with, and has every error that the profile has.
    const page = readFileSync(`out/calibration/${NAME}.html`, 'utf8');
    const read = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
    const answer = out.split('\nAnswer ')[1]!.replaceAll(/\s+/g, ' ').trim();
    expect(read).toContain(answer);
    const { errors } = profile as unknown as {
      errors: Record<string, Record<string, { worst: number } | null>>;
    };
    const worst = Object.values(errors).flatMap((all) =>
      Object.values(all ?? {}).flatMap((one) => one?.worst ?? []),
    );
    expect(worst.length).toBeGreaterThan(4);
    for (const one of worst) expect(read).toContain(` ${plain(one * 100)} `);
    expect(read).toContain('edgewise calibrate mine.csv');
    const run = await edgewise(['run', `out/calibration/${NAME}.yaml`, '--replications', '2', '--json']);
    expect(run.code).toBe(0);
    expect((JSON.parse(run.out) as { cells: { offeredLoad: number }[] }).cells[0]!.offeredLoad).toBeCloseTo(
      0.5,
      0,
    );
  });

  it('says nothing of sources where the table names none', async () => {
    const rows = ['64,128,190,20.6', '256,128,470,20.4', '1024,128,1640,19.6', '2048,256,3260,18.5'];
    writeFileSync('desk.csv', ['prompt_tokens,output_tokens,ttft_ms,tok_s', ...rows].join('\n'));
    const { code, out } = await edgewise(
      'calibrate desk.csv --board desk --model mine --quantisation q4 --engine llamacpp --mode 25w --idle-watts 6 --decode-watts 14'.split(
        ' ',
      ),
    );
    expect(code).toBe(0);
    expect(out).toContain('Assumed');
    expect(out).toContain('contexts beyond 2,304 tokens: extrapolated');
    expect(out).not.toMatch(/^- *$/m);
  });

  it('gives the profile that the catalogue has, from the same rows', async () => {
    const { out } = await edgewise(['calibrate', 'mine.csv', '--json']);
    const [mine] = JSON.parse(out) as { pace: { step: { fixed: number } } }[];
    const shown = await edgewise(['catalog', 'agx-orin-64gb/deepseek-r1-qwen-1.5b-bf16', '--json']);
    const known = JSON.parse(shown.out) as { pace: { step: { fixed: number } } };
    expect(mine!.pace.step.fixed / known.pace.step.fixed).toBeCloseTo(1, 2);
  });

  it('makes a profile of the table that its documentation shows', async () => {
    const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
    writeFileSync('shown.csv', /```csv\n([\s\S]*?)```/.exec(page)![1]!);
    const { code, out } = await edgewise(['calibrate', 'shown.csv', '--json']);
    const { out: told } = await edgewise(['calibrate', 'shown.csv', '--out', 'shown']);
    expect(told).toMatch(/time to first token: one held-out row, off by/);
    expect(told).toMatch(/not said; taken as the meter read it/);
    expect(code).toBe(0);
    const [made] = JSON.parse(out) as { name: string; power: { decode: number } }[];
    expect(made!.name).toBe('desk/mine-q4-llamacpp-25w');
    expect(made!.power.decode).toBeCloseTo(14.2, 1);
  });

  it('refuses a broken row with its line, and leaves it out when told to', async () => {
    const lines = grid().split('\n');
    writeFileSync(
      'broken.csv',
      [...lines.slice(0, 3), lines[3]!.replace(/,\d+,/, ',many,'), ...lines.slice(4)].join('\n'),
    );
    const refused = await edgewise(['calibrate', 'broken.csv', '--out', 'never']);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/broken\.csv:4: \w+ must be a number, not "many"/);
    expect(refused.err).toContain('--skip-broken');
    expect(existsSync('never')).toBe(false);
    const skipped = await edgewise(['calibrate', 'broken.csv', '--skip-broken', '--out', 'skipped']);
    expect(skipped.code).toBe(0);
    expect(skipped.out).toContain('broken.csv:4: left out');
  });

  it.each([
    [['mine.csv', 'mine.csv'], 'mine.csv is given twice'],
    [
      ['mine.csv', '--idle-watts', '30', '--decode-watts', '5'],
      '--idle-watts 30 must be below --decode-watts 5',
    ],
  ])('refuses %j', async (args, says) => {
    const { code, err } = await edgewise(['calibrate', ...args, '--out', 'never']);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(existsSync('never')).toBe(false);
  });

  it('refuses rows without a decode speed, with what to run', async () => {
    writeFileSync('few.csv', grid().split('\n').slice(0, 3).join('\n'));
    const { code, err } = await edgewise(['calibrate', 'few.csv']);
    expect(code).toBe(2);
    expect(err).toMatch(/no decode speed that can be used: measure with\s+llama-bench -p 31,101,191,383/);
  });

  it('marks a profile of one prompt and one answer as rough', async () => {
    writeFileSync(
      'two.csv',
      'prompt_tokens,output_tokens,ttft_ms,tok_s\n512,1,1500,\n0,128,,20\n'.replace('\n0,', '\n1,'),
    );
    const names = '--board desk --model mine --quantisation q4 --engine llamacpp --mode x'.split(' ');
    const { code, out } = await edgewise([
      'calibrate',
      'two.csv',
      ...names,
      '--idle-watts',
      '6',
      '--decode-watts',
      '14',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('rough: one or two figures measured');
    expect(out).toMatch(/to measure the shape: llama-bench -p 31,101,191,383/);
  });

  it('says which kinds of files it knows, and which numbers may be said', async () => {
    writeFileSync('letter.txt', 'Dear all,');
    expect((await edgewise(['calibrate', 'letter.txt'])).err).toContain('known are own CSV, llama-bench');
    const wrong = await edgewise('calibrate mine.csv --weights heavy --quality 2 --board a/b'.split(' '));
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('3 mistakes');
  });
});

describe('figure3', () => {
  it('prints every model on both boards, those that do not fit as such, and draws them', async () => {
    const { code, out } = await edgewise(['figure3']);
    expect(code).toBe(0);
    expect(out).toMatch(/Orin Nano 8 GB .*does not fit: \d+\.\d GB too large/);
    expect(out).toMatch(/AGX Orin 64 GB +Qwen2\.5 7B Q4 +\d/);
    for (const ending of ['svg', 'png', 'vl.json'])
      expect(existsSync(join('out/figure3', `figure3.${ending}`))).toBe(true);
    expect(readFileSync('out/figure3/figure3.svg', 'utf8')).toContain('Tokens per second');
    expect(JSON.parse((await edgewise(['figure3', '--json'])).out)).toHaveLength(10);
  });
});
