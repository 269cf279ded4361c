/** The same bytes wherever it runs: on as many JavaScript engines as this machine has, or npm can bring within half a minute. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build as bundle } from 'vite';
import { findDeno } from '../../notebooks/machine.js';
import { chromium, dumped } from '../render/chromium.ts';
import { FIGURE4 } from '../scenario/figure4.ts';
import { build } from './built.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENGINES = join(ROOT, 'node_modules/.cache/edgewise-engines');

/** What Figure 4 has not: batches, failures, retries, limits of tenants, other arrivals and lengths. */
const MIXED = `
name: mixed
duration: 2h
warmup: 5m
workload:
  arrivals: { kind: gamma, rate: 1/s, cv: 1.8 }
  prompt: { kind: lognormal, median: 120, p95: 600 }
  output: { kind: gamma, mean: 180, cv: 1.3 }
  tenants: { count: 12, shares: { zipf: 1.1 } }
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 2, slots: 8, queue: 20, device: batching, failures: { every: 20m, repair: 3m } }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 3, slots: 1, queue: 4 }
limits: [{ kind: slidingWindow, scope: tenant, window: 60s, tokens: 9000, charge: { estimate: 200 } }]
retry: { elsewhere: 1, later: { first: 1s, factor: 2, jitter: 50 %, most: 3 } }
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 2s }
vary: { strategy: [shortestCompletion, { kind: powerOf, d: 2 }] }
`;

/** What these have not: people who wait, who give up, priorities that take the place of others, a cloud with limits and outages. */
const PEOPLE = `
name: people
duration: 1h
workload:
  { kind: users, count: 90, think: { kind: lognormal, mean: 60s, cv: 1 }, prompt: { kind: lognormal, mean: 150, cv: 1 }, output: { kind: gamma, mean: 120, cv: 1 },
    priorities: [{ share: 30 %, priority: 1 }], patience: { firstToken: { kind: exponential, mean: 30s }, answer: 3m, cancels: atStep } }
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, slots: 8, device: { kind: batching, prefill: chunked, memory: preempt, kv: 2 MB }, queue: { bound: 20, order: { kind: priority, preempt: true } } }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, slots: 2, outages: [{ at: 10m, for: 5m, every: 20m }], inFlight: elsewhere }
limits: [{ kind: tokenBucket, scope: cloud, rate: 20/s, burst: 2000, in: tokens }]
strategy: deadline
retry: { later: { first: 1s, most: 2 } }
fallback: cloud
cloud: { profile: openai/gpt-4, outages: [{ at: 30m, for: 5m }] }
slo: { ttft: 5s, e2e: 1m }
`;

/** Every figure and series of every cell, in a text that survives a page. */
const program = (src: string, say: string): string => `
import { read } from ${JSON.stringify(join(src, 'scenario/read.js'))};
import { runJob } from ${JSON.stringify(join(src, 'experiment/runJob.js'))};
const scenarios = ${JSON.stringify([FIGURE4, MIXED, PEOPLE])};
const runs = scenarios.flatMap((text) =>
  read(text, { file: 'same.yaml' }).cells.map(({ scenario }) =>
    runJob({ seed: 7, replication: 1, scenario, keep: 'devices' }, { source: () => null })));
const text = encodeURIComponent(JSON.stringify(runs));
${say}
`;

/** The path of a program that npm brings, unless that was done before; null when it cannot. */
async function fetched(name: string, version: string, path: string): Promise<string | null> {
  const folder = join(ENGINES, `${name}-${version}`);
  const file = join(folder, 'node_modules', path);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const args = [
    'i',
    '--no-save',
    '--no-audit',
    '--fetch-retries=0',
    '--prefix',
    folder,
    `${name}@${version}`,
  ];
  try {
    await promisify(execFile)('npm', args, { timeout: 30_000 });
  } catch {
    rmSync(folder, { recursive: true, force: true });
  }
  return existsSync(file) ? file : null;
}

describe('the results of three scenarios, to the last bit', () => {
  const nodes = new Map<string, string | null>();
  let deno = findDeno() ?? null;
  let folder = '';
  let file = '';
  let reference = '';
  const say = (path: string, args: readonly string[] = []): string =>
    execFileSync(path, [...args, file], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', DENO_NO_UPDATE_CHECK: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });

  beforeAll(async () => {
    // Inside the project, so that its packages are found.
    mkdirSync(ENGINES, { recursive: true });
    folder = mkdtempSync(join(ENGINES, 'program-'));
    file = join(folder, 'program.mjs');
    writeFileSync(file, program(build(), 'console.log(text);'));
    reference = say(process.execPath);
    const versions = ['20', '24', '26'].filter((version) => !process.version.startsWith(`v${version}.`));
    const others = versions.map(async (version) => {
      nodes.set(version, await fetched('node', version, 'node/bin/node'));
    });
    deno ??= await fetched('deno', '2', '.bin/deno');
    await Promise.all(others);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are results', () => {
    const runs = JSON.parse(decodeURIComponent(reference.trim())) as { metrics: Record<string, number> }[];
    expect(runs).toHaveLength(9);
    for (const { metrics } of runs) expect(metrics['arrived']).toBeGreaterThan(1000);
    expect(runs[6]!.metrics['retries']).toBeGreaterThan(0);
    for (const name of ['abandoned', 'users.active', 'cloud.requests', 'retries', 'edge.lostJoules'])
      expect(runs[8]!.metrics[name]).toBeGreaterThan(0);
  });

  it.for(['20', '24', '26'])('are the same on Node %s', (version, context) => {
    if (process.version.startsWith(`v${version}.`)) return expect(say(process.execPath)).toBe(reference);
    const node = nodes.get(version);
    if (!node) return context.skip(`there is no Node ${version} here, and npm could not bring one`);
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(`v${version}.`);
    expect(say(node) === reference).toBe(true);
  });

  it('are the same on Deno', (context) => {
    if (!deno) return context.skip('there is no Deno here, and npm could not bring one');
    expect(say(deno, ['run', '--allow-all', '--node-modules-dir=manual']) === reference).toBe(true);
  });

  it('are the same in Chromium', async (context) => {
    const browser = chromium();
    if (!browser) return context.skip('there is no Chromium here');
    const entry = join(folder, 'page.mjs');
    writeFileSync(entry, program(build(), 'document.body.textContent = text;'));
    const made = await bundle({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      build: { write: false, target: 'es2023', rollupOptions: { input: entry } },
    });
    const [output] = [made].flat();
    const chunk = output && 'output' in output ? output.output[0] : undefined;
    const page = `<!doctype html><body></body><script type="module">${chunk!.code.replaceAll('</script', '<\\/script')}</script>`;
    const said = /<body>([^<]*)/.exec(dumped(browser, page))![1]!;
    expect(said.trim() === reference.trim()).toBe(true);
  });
});
