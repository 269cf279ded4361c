/** A folder for one test file, which becomes the current one, with small scenarios in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** Two strategies, a few hundred requests, one claim that holds and none that fails. */
export const SMALL = `name: small
seed: 7
duration: 20m
replications: 3
workload:
  arrivals: { kind: poisson, rate: 0.4/s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 1, queue: 2 }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 2 }
strategy: random
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 5s }
vary:
  strategy: [random, loadAware]
expect:
  - metric: cloud.tokens
    of: { strategy: loadAware }
    lessThan: { strategy: random }
    text: looking helps
`;

export function inFolder(): { readonly path: string } {
  const before = process.cwd();
  const folder = { path: mkdtempSync(join(tmpdir(), 'edgewise-')) };
  beforeAll(() => {
    writeFileSync(join(folder.path, 'small.yaml'), SMALL);
    process.chdir(folder.path);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}
