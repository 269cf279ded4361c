import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDeno } from '../../notebooks/machine.js';
import { VERSION } from '../../src/version.ts';
import { build } from '../executors/built.ts';
import { elsewhere, remove, ROOT } from './package.ts';

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly bin: { readonly edgewise: string };
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const deno = findDeno();

/** A program of somebody who has installed it. */
const PROGRAM = `
import { run, shipped, VERSION } from 'edgewise';
import { figure3 } from 'edgewise/browser';

const { summary } = await run(\`
name: elsewhere
duration: 10m
workload: { arrivals: { kind: poisson, rate: 2/m }, prompt: 100, output: 100 }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4 }]
\`);
console.log(VERSION, summary.cells.length, figure3(shipped).name);
`;

it('the version in results is that of the package', () => {
  expect(VERSION).toBe(manifest.version);
});

/**
 * npm packs it; then it is unpacked where npm would put it, its program made executable and linked as npm would, and its dependencies
 * linked from this project: an installation without a network.
 */
describe('the package, packed and installed elsewhere', () => {
  let source = '';
  let folder = '';
  let packed: string[] = [];
  beforeAll(() => {
    source = mkdtempSync(join(realpathSync(tmpdir()), 'edgewise-source-'));
    for (const name of readdirSync(ROOT))
      if (['calibration', 'scenarios', 'docs', 'LICENSE', 'README.md', 'package.json'].includes(name))
        cpSync(join(ROOT, name), join(source, name), { recursive: true });
    cpSync(dirname(build()), join(source, 'dist'), { recursive: true });
    const npm = (...args: string[]): string =>
      execFileSync('npm', args, { cwd: source, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const [{ filename, files }] = JSON.parse(npm('pack', '--json', '--ignore-scripts')) as [
      { filename: string; files: { path: string }[] },
    ];
    packed = files.map(({ path }) => path);
    folder = elsewhere();
    const target = join(folder, 'node_modules/edgewise');
    mkdirSync(target);
    execFileSync('tar', ['-xzf', join(source, filename), '-C', target, '--strip-components=1']);
    chmodSync(join(target, manifest.bin.edgewise), 0o755);
    mkdirSync(join(folder, 'node_modules/.bin'));
    symlinkSync(join(target, manifest.bin.edgewise), join(folder, 'node_modules/.bin/edgewise'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    writeFileSync(join(folder, 'program.js'), PROGRAM);
  });
  afterAll(() => [source, folder].filter(existsSync).forEach(remove));

  it('holds the library, the program and what they read, and no tests or sources', () => {
    for (const file of [
      manifest.bin.edgewise,
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'scenarios/figure4.yaml',
    ])
      expect(packed).toContain(file);
    expect(packed.filter((path) => /^(?:src|test|bench|notebooks)\//.test(path))).toEqual([]);
  });

  it('is imported by Node', () => {
    const out = execFileSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
    expect(out).toBe(`${VERSION} 1 figure3\n`);
  });

  it('is called by npx', () => {
    const env = { ...process.env, NO_COLOR: '1', COLUMNS: '100' };
    const out = execFileSync('npx', ['--offline', '--no', 'edgewise', 'figure4', '--help'], {
      cwd: folder,
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(out).toContain('edgewise figure4');
    expect(out).toContain('--replications');
  });

  const skipped = deno ? '' : ' (skipped: there is no Deno, npm ci --prefix notebooks brings one)';
  it.skipIf(!deno)(`is imported by Deno${skipped}`, () => {
    const out = execFileSync(deno!, ['run', '--allow-all', '--node-modules-dir=manual', 'program.js'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(out).toBe(`${VERSION} 1 figure3\n`);
  });
});
