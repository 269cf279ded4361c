/** What a run says of its percentiles, set beside the sorted latencies of all its requests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Summary } from '../../src/results.ts';
import { edgewise } from './captured.ts';
import { inFolder } from './folder.ts';

const scenario = (duration: string): string => `name: tail
seed: 3
duration: ${duration}
warmup: 10m
workload:
  arrivals: { kind: poisson, rate: 0.6/s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 1, queue: 4 }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 4 }
strategy: leastQueue
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 8s, tpot: 70ms }
`;

interface Row {
  readonly outcome: 'edge' | 'cloud';
  readonly arrival: number;
  readonly first: number;
  readonly completed: number;
  readonly output: number;
}

/** Between the two nearest of the sorted values. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (p / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(rank)]!;
  return low + (rank % 1) * (sorted[Math.ceil(rank)]! - low);
}

const LATENCIES: Readonly<Record<string, (row: Row) => number>> = {
  ttft: ({ arrival, first }) => first - arrival,
  tpot: ({ first, completed, output }) => (completed - first) / (output - 1),
  e2e: ({ arrival, completed }) => completed - arrival,
};

describe('percentiles', () => {
  inFolder();

  it.each([
    ['a short run, whose latencies are listed', '30m'],
    ['a long run, whose latencies are in bins', '12h'],
  ])('of %s are those of the request log to 0.01 %%', async (_, duration) => {
    writeFileSync('tail.yaml', scenario(duration));
    await edgewise(`run tail.yaml --replications 1 --requests --quiet --out ${duration}`.split(' '));
    const { metrics } = (JSON.parse(readFileSync(`${duration}/summary.json`, 'utf8')) as Summary).cells[0]!;
    const bytes = readFileSync(`${duration}/requests.parquet`);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = (await parquetReadObjects({ file })) as unknown as Row[];
    const measured = rows.filter(({ arrival }) => arrival >= 600);
    let compared = 0;
    for (const prefix of ['', 'edge.', 'cloud.']) {
      const answered = measured.filter(({ outcome }) => `${outcome}.`.endsWith(prefix));
      for (const [name, of] of Object.entries(LATENCIES)) {
        const values = answered.filter(({ output }) => name !== 'tpot' || output > 1).map(of);
        for (const p of name === 'tpot' ? [95] : [50, 95, 99]) {
          const exact = percentile(values, p);
          const shown = metrics[`${prefix}${name}.p${p}`]!.mean!;
          expect(Math.abs(shown / exact - 1), `${prefix}${name}.p${p}: ${shown}, not ${exact}`).toBeLessThan(
            1e-4,
          );
          compared++;
        }
      }
    }
    expect(compared).toBe(21);
    const all = measured.map(LATENCIES['ttft']!);
    const slow = measured.filter(({ output }) => output > 1).map(LATENCIES['tpot']!);
    expect(metrics['ttft.mean']!.mean).toBeCloseTo(all.reduce((a, b) => a + b) / all.length, 9);
    expect(slow.length).toBeGreaterThan(duration === '12h' ? 9000 : 500);
  });
});
