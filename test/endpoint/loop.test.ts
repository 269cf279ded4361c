/**
 * The whole loop at a real llama.cpp on this machine: measure it, calibrate from that, put it under load, compare.
 * Installed by `npm install --prefix test/endpoint/llama --no-package-lock --omit=optional --ignore-scripts`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgewise, type Said } from '../cli/captured.ts';
import { inFolder } from '../cli/folder.ts';
import type { Compared } from '../../src/compared.ts';
import type { Profile } from '../../src/catalog/profile.ts';
import { WORDS } from '../../src/endpoint/prompts.ts';
import { prefillSeconds } from '../../src/kernel/pace.ts';
import { writeModel } from './llama/model.js';

const HERE = join(import.meta.dirname, 'llama');
const installed =
  existsSync(join(HERE, 'node_modules/node-llama-cpp')) &&
  existsSync(join(HERE, 'node_modules/@node-llama-cpp'));
const SLOTS = 3;

const OFFICE = (rate: number): string => `name: office
seed: 3
duration: 20s
workload:
  arrivals: { kind: poisson, rate: ${rate.toFixed(3)}/s }
  prompt: { kind: lognormal, mean: 80, cv: 0.5 }
  output: { kind: lognormal, mean: 14, cv: 0.5 }
fleet:
  - { profile: orin-nano-8gb/qwen2.5-3b-q4 }
`;

interface Point {
  readonly name: string;
  readonly kind: string;
  readonly rounds: number;
  readonly spread: number | null;
}

describe.skipIf(!installed)('a real llama.cpp (skipped where test/endpoint/llama is not installed)', () => {
  const folder = inFolder();
  let server: ChildProcess | undefined;
  let url = '';

  beforeAll(async () => {
    const model = join(folder.path, 'random.gguf');
    writeModel(model, { layers: 6, width: 256, heads: 4, inner: 768, context: 512, words: WORDS });
    server = spawn(process.execPath, [join(HERE, 'server.js'), model, String(SLOTS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise<string>((resolve, reject) => {
      server!.stdout!.on('data', (text: Buffer) => resolve(`http://127.0.0.1:${text.toString().trim()}`));
      server!.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
  }, 60_000);

  afterAll(() => server?.kill());

  const good = async (args: readonly string[]): Promise<Said> => {
    const said = await edgewise(args);
    expect(said, said.err).toMatchObject({ code: 0 });
    return said;
  };

  it('is measured, calibrated, put under load and compared', async () => {
    const grid = await good([
      'observe',
      url,
      '--grid',
      '--streams',
      String(SLOTS),
      '--prompts',
      '31,101,191',
      '--outputs',
      '5,25',
      '--precision',
      '8%',
      '--time',
      '40s',
      '--out',
      'grid',
      '--json',
    ]);
    const { points, counts } = JSON.parse(grid.out) as {
      points: Point[];
      counts: { ok: number; error: number };
    };
    expect(counts.error).toBe(0);
    const lines = logOf('grid');
    expect(lines.length).toBe(counts.ok);
    // The server counts what was meant, and ends an answer where it was asked to.
    for (const { prompt, output, asked, point } of lines) {
      expect(output).toBe(asked);
      if (point.startsWith('b')) expect(prompt).toBe(Number(/p(\d+)/.exec(point)![1]));
    }
    expect(points.filter(({ kind, rounds }) => kind === 'together' && rounds > 0).length).toBe(
      points.filter(({ kind }) => kind === 'together').length,
    );

    const named = [
      '--board',
      'here',
      '--model',
      'random',
      '--quantisation',
      'f16',
      '--engine',
      'llamacpp',
      '--idle-watts',
      '5',
      '--decode-watts',
      '10',
    ];
    const fitted = await good(['calibrate', 'grid/log.jsonl', ...named, '--json']);
    const [profile] = JSON.parse(fitted.out) as [Profile];
    writeFileSync('here.json', JSON.stringify(profile));
    const noise = median(points.flatMap(({ kind, spread }) => (kind === 'together' ? [spread ?? 1] : [])));
    const alone = median(
      lines
        .filter(({ point }) => point === 'b1-p101-o5')
        .map(({ firstToken, arrival }) => firstToken - arrival),
    );
    expect(Math.abs(Math.log(prefillSeconds(profile.pace, 101) / alone))).toBeLessThan(0.4 + 3 * noise);

    // About half of what it can do.
    const service = median(
      lines.filter(({ point }) => point === 'b1-p101-o5').map(({ end, arrival }) => end - arrival),
    );
    writeFileSync('office.yaml', OFFICE(0.35 / service));
    const load = await good(['observe', url, 'office.yaml', '--out', 'open', '--json']);
    expect(JSON.parse(load.out)).toMatchObject({ counts: { error: 0, refused: 0 } });
    const compared = await good([
      'compare',
      'open/log.jsonl',
      'here.json',
      '--slots',
      String(SLOTS),
      '--draws',
      '20',
      '--out',
      'compared',
      '--json',
    ]);
    const found = JSON.parse(compared.out) as Compared;
    expect(found.requests).toBe(logOf('open').length);
    expect(found.figures.length).toBe(16);
    expect(found.figures.every(({ model95 }) => model95 !== null)).toBe(true);
    // How far the same request differs from round to round is how far a prediction may be off.
    const mean = found.figures.find(({ figure }) => figure === 'e2e.mean')!;
    expect(Math.abs(Math.log(1 + mean.error!)), JSON.stringify(found, null, 1)).toBeLessThan(0.4 + 3 * noise);
    expect(found.verdict.text).toMatch(/^(Close|Fair|Off): errors of/);
    expect(existsSync('compared/report.html')).toBe(true);
  }, 175_000);
});

interface Line {
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  readonly asked: number;
  readonly firstToken: number;
  readonly end: number;
  readonly point: string;
}

function logOf(folder: string): Line[] {
  return readFileSync(join(folder, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line);
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)]!;
}
