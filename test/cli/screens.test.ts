/** Help, and the commands that only print. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { read } from '../../src/scenario/read.ts';
import { inventory } from '../../src/cli/catalog/inventory.ts';
import { program } from '../../src/cli/program.ts';
import { captured, edgewise } from './captured.ts';
import { inFolder } from './folder.ts';

inFolder();

const recorded = (name: string): string => `recorded/screens/${name}.txt`;
/** A command to be copied is not cut. */
const widest = (text: string): number =>
  Math.max(...text.split('\n').map((line) => (line.startsWith('  edgewise ') ? 0 : line.length)));

describe('help', () => {
  it('edgewise alone is an overview of every command', async () => {
    const { code, out } = await edgewise([]);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    await expect(out).toMatchFileSnapshot(recorded('overview'));
    expect((await edgewise(['--help'])).out).toBe(out);
    expect((await edgewise(['help'])).out).toBe(out);
  });

  for (const { name } of COMMANDS)
    it(`edgewise ${name} --help`, async () => {
      const { code, out } = await edgewise([name, '--help']);
      expect(code).toBe(0);
      await expect(out).toMatchFileSnapshot(recorded(`help-${name}`));
      expect((await edgewise(['help', name])).out).toBe(out);
      expect((await edgewise([name, '-h', '--nonsense'])).out).toBe(out);
    });

  it('of a command that there is not says so', async () => {
    for (const args of [
      ['rum', '--help'],
      ['help', 'rum'],
    ]) {
      const { code, out, err } = await edgewise(args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('there is no command rum');
    }
  });

  it('fits a narrow screen', async () => {
    expect(widest((await edgewise([], 80)).out)).toBeLessThanOrEqual(80);
    for (const { name } of COMMANDS)
      expect(widest((await edgewise([name, '--help'], 80)).out), name).toBeLessThanOrEqual(80);
  });

  it('--version is the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect((await edgewise(['--version'])).out).toBe(`${version}\n`);
  });

  it('completion is a script, and completes commands and options', async () => {
    expect((await edgewise(['completion'])).out).toContain('_edgewise_yargs_completions');
    const completed = async (...words: string[]): Promise<string[]> =>
      (await edgewise(['--get-yargs-completions', 'edgewise', ...words])).out.trimEnd().split('\n');
    expect(await completed('ca')).toContain('catalog');
    expect(await completed('')).toContain('figure4');
    expect(await completed('run', '--re')).toEqual(['--replications', '--requests']);
    expect(await completed('run', '--seed', '3', '--se')).toEqual(['--set']);
    expect(await completed('run', 'mi')).toEqual(['']);
  });
});

describe('table1', () => {
  it('recomputes what the paper prints, at alpha 0.5', async () => {
    const { out } = await edgewise(['table1', '--json']);
    const { alpha, rows } = JSON.parse(out) as {
      alpha: number;
      rows: { platform: string; printed: number; recomputed: number; simulated: number }[];
    };
    expect(alpha).toBe(0.5);
    expect(rows.map(({ recomputed }) => recomputed.toFixed(2))).toEqual([
      '0.51',
      '145.12',
      '192.00',
      '332.35',
    ]);
    for (const { printed, recomputed } of rows) expect(recomputed).toBeCloseTo(printed, 1);
  });

  it('simulates GPT-4 to the printed cent, and the boards within a quarter', async () => {
    const { rows } = JSON.parse((await edgewise(['table1', '--json'])).out) as {
      rows: { simulated: number; recomputed: number; measured: { costPerResponse: number } }[];
    };
    expect(rows[0]!.measured.costPerResponse).toBeCloseTo(1.65, 6);
    for (const { simulated, recomputed } of rows) {
      expect(simulated / recomputed).toBeGreaterThan(0.75);
      expect(simulated / recomputed).toBeLessThan(1.25);
    }
  });

  it('at another alpha is Q and R weighed otherwise', async () => {
    const { rows } = JSON.parse((await edgewise(['table1', '--alpha', '1', '--json'])).out) as {
      rows: { recomputed: number; paper: { quality: number; costPerResponse: number } }[];
    };
    for (const { recomputed, paper } of rows)
      expect(recomputed).toBeCloseTo(paper.quality / paper.costPerResponse, 9);
  });

  it('says of what is printed that it is at the alpha of the paper, where another was asked for', async () => {
    const { out } = await edgewise(['table1', '--alpha', '0.3'], 120);
    expect(out).toContain('Printed: as in the paper, at alpha 0.5.');
    expect((await edgewise(['table1'], 120)).out).not.toContain('Printed: as in the paper');
  });

  it('says what is what', async () => {
    const { out } = await edgewise(['table1'], 120);
    for (const word of ['printed', 'recomputed', 'simulated', '332.35', '0.16']) expect(out).toContain(word);
  });
});

describe('what is wrong', () => {
  it('is said in lines that fit a terminal, at words', async () => {
    const { terminal, said } = captured(60);
    const { out, err } = terminal;
    await program(['run', 'nowhere.csv'], { ...terminal, out, err: { ...err, live: true } });
    expect(said.err).toMatch(/^edgewise: nowhere\.csv: cannot be read/);
    await program(['catalog', 'nothing-like-it'], { ...terminal, out, err: { ...err, live: true } });
    const lines = said.err.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });
});

describe('catalog', () => {
  it('finds names without their points and dashes', async () => {
    const { code, out } = await edgewise(['catalog', 'qwen25 3b'], 120);
    expect(code).toBe(0);
    expect(out).toContain('orin-nano-8gb/qwen2.5-3b-q4');
    expect((await edgewise(['catalog', 'llama3.2'], 120)).out).toBe(
      (await edgewise(['catalog', 'Llama 3.2'], 120)).out.replaceAll('Llama', 'llama'),
    );
  });

  it('lists profiles, clouds and every plugin with a line of help', async () => {
    const { code, out } = await edgewise(['catalog'], 120);
    expect(code).toBe(0);
    for (const name of [
      'orin-nano-8gb/qwen2.5-3b-q4',
      'openai/gpt-4',
      'loadAware',
      'slidingWindow',
      'bursty',
    ])
      expect(out).toMatch(new RegExp(`^ *${name}  .*\\w`, 'm'));
  });

  it('says of a few boards what their price is of, and unknown where none was found', async () => {
    const { out } = await edgewise(['catalog', 'snapdragon'], 200);
    expect(out).toMatch(/^snapdragon-8-elite {2}.* unknown {2,}3 rough$/m);
    expect(out).toMatch(
      /^snapdragon-x-elite: price: Qualcomm's Snapdragon Dev Kit with 32 GB.*2024-07; idle: assumed/m,
    );
    expect((await edgewise(['catalog'], 200)).out).not.toMatch(/^snapdragon-x-elite: price/m);
  });

  it('prints how far labs are apart beside the fit, of profiles of one and of several', async () => {
    const one = (await edgewise(['catalog', 'agx-orin-64gb/deepseek-r1-llama-8b-bf16'], 300)).out;
    expect(one).toMatch(
      /other boards of this kind: only one lab measured it\. Where two labs measured the same setup, they differ by/,
    );
    const two = (await edgewise(['catalog', 'orin-nano-8gb/gemma3-1b-q4-llamacpp-25w'], 300)).out;
    expect(two).toMatch(
      /other boards of this kind: the 2 labs that measured it differ by 6\.9 % \(standard deviation\)/,
    );
  });

  it('--json has everything', async () => {
    const { out } = await edgewise(['catalog', '--json']);
    const { profiles, clouds, plugins } = JSON.parse(out) as Record<string, Record<string, unknown[]>>;
    expect(profiles!.length).toBeGreaterThan(50);
    expect(clouds!.length).toBeGreaterThan(3);
    expect(Object.keys(plugins!)).toEqual([
      'arrivals',
      'workloads',
      'limiters',
      'strategies',
      'devices',
      'orders',
      'faults',
      'clouds',
    ]);
  });

  it('with a name shows one profile: errors, sources and assumptions', async () => {
    const { out } = await edgewise(['catalog', 'agx-orin-64gb/deepseek-r1-llama-8b-bf16']);
    for (const word of [
      'tokens/s',
      'Errors of the fit',
      'held out',
      'Sources',
      'Assumed',
      'May be trusted for',
    ])
      expect(out).toContain(word);
    const one = await edgewise(['catalog', 'agx-orin-64gb/deepseek-r1-llama-8b-bf16', '--json']);
    expect(JSON.parse(one.out)).toHaveProperty('pace');
  });

  it('shows every profile, cloud and plugin there is', async () => {
    const all = JSON.parse((await edgewise(['catalog', '--json'])).out) as {
      profiles: { name: string }[];
      clouds: { name: string }[];
      plugins: Record<string, { name: string }[]>;
    };
    const names = [...all.profiles, ...all.clouds, ...Object.values(all.plugins).flat()].map(
      ({ name }) => name,
    );
    const screen = captured().terminal.out;
    for (const name of names) {
      const out = inventory({ name, all: false, json: false }, screen);
      expect(out.length, name).toBeGreaterThan(80);
      expect(out, name).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('with a part of a name lists what has it', async () => {
    const { out } = await edgewise(['catalog', 'bonsai'], 120);
    expect(out).toContain('orin-nano-8gb/bonsai-8b-q1-llamacpp-7w');
    expect(out).not.toContain('raspberry');
    expect((await edgewise(['catalog', 'strategies'])).out).toContain('roundRobin');
  });
});

it('schema is a JSON Schema with every field described', async () => {
  const { out } = await edgewise(['schema']);
  const schema = JSON.parse(out) as { $schema: string; properties: Record<string, { description: string }> };
  expect(schema.$schema).toContain('2020-12');
  for (const [name, { description }] of Object.entries(schema.properties))
    expect(description, name).toBeTruthy();
});

describe('init', () => {
  it('writes a scenario that runs as it is', async () => {
    const { code, out } = await edgewise(['init', 'mine.yaml']);
    expect(code).toBe(0);
    expect(out).toContain('edgewise run mine.yaml');
    const { name, cells } = read(readFileSync('mine.yaml', 'utf8'), { file: 'mine.yaml' });
    expect(name).toBe('mine');
    expect(cells.length).toBeGreaterThan(1);
  });

  it('never writes over a file by itself', async () => {
    const before = readFileSync('mine.yaml', 'utf8');
    expect((await edgewise(['init', 'mine.yaml'])).code).toBe(2);
    expect(readFileSync('mine.yaml', 'utf8')).toBe(before);
    expect((await edgewise(['init', 'mine.yaml', '--force'])).code).toBe(0);
  });

  it('without a name writes first.yaml, and makes a name of any file name', async () => {
    await edgewise(['init']);
    expect(existsSync('first.yaml')).toBe(true);
    await edgewise(['init', 'my office (new).yaml']);
    expect(read(readFileSync('my office (new).yaml', 'utf8'), { file: 'x' }).name).toBe('my-office-new-');
  });
});
