/** Three newcomers and what each of them is told, in the words that reach them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edgewise } from '../cli/captured.ts';

const ROOT = join(import.meta.dirname, '../..');
const before = process.cwd();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgewise-walk-'));
  symlinkSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly code: number;
  /** What was said on both streams, words apart by one blank. */
  readonly text: string;
  readonly lines: readonly string[];
}

async function types(command: string, ...more: readonly string[]): Promise<Told> {
  const { code, out, err } = await edgewise([...command.split(' '), ...more]);
  const all = `${out}\n${err}`;
  return { code, text: all.replaceAll(/\s+/g, ' '), lines: all.split('\n') };
}

/** The figures of a line of a table, each without what follows its mean. */
const numbers = (line: string): number[] =>
  [...line.matchAll(/(?<![\w.])\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(',', '')));

describe('a researcher who varies the rate and the window of Figure 4', () => {
  it('gets the rate that was typed, in both loads, and is told that the figures are not those of the paper', async () => {
    const told = await types(
      'figure4 --replications 3 --workers 1 --set workload.arrivals.rate=0.3/s --out out/calm',
    );
    expect(told.code).toBe(0);
    expect(told.text).toContain('workload.arrivals.rate is 0.3/s in steady and bursty');
    expect(told.text).toContain("The shape is the paper's, the numbers are not.");
    // 0.3/s is two thirds of 0.45/s, at which the load is 63 %.
    const loads = told.lines.filter((line) => /^(steady|bursty) /.test(line)).map((line) => numbers(line)[0]);
    expect(loads).toHaveLength(6);
    for (const load of loads) expect(Math.abs(load! - 42)).toBeLessThan(2);
  });

  it('sees each claim at each window, what is left out, and who pays for fewer refusals', async () => {
    const told = await types(
      'figure4 --replications 4 --workers 1 --out out/windows --vary limits.0.window=30s,60s,5m --vary strategy=random,loadAware',
    );
    expect(told.code).toBe(0);
    expect(told.text).toMatch(/expectations? (is|are) left out: weighted \(strategy\) is not compared/);
    expect(told.text).toMatch(/holds in all 3: under bursts, Load-Aware redirects fewer tokens than Random/);
    expect(told.text).toContain('least clear: window');
    expect(told.text).toMatch(
      /random meets the slo more often than loadAware in \d settings \(the most at .*?: \d+ against \d+ % of the requests\), because it sends more of them to the cloud/,
    );
    expect(told.text).toMatch(/Sending less to the cloud .*makes more people wait\./);
    // No sentence is a table: the longest paragraph stays under a dozen lines.
    const paragraphs = told.lines
      .join('\n')
      .split(/\n\s*\n/)
      .filter((one) => one.includes('meets the slo more often'));
    expect(Math.max(...paragraphs.map((one) => one.split('\n').length))).toBeLessThan(12);
  });

  it('who asks for strategies that no claim is about gets them, and one line says which claims are left out', async () => {
    const told = await types(
      'figure4 --replications 4 --workers 1 --out out/others --vary strategy=leastQueue,powerOf',
    );
    expect(told.code).toBe(0);
    expect(told.text).toContain('All 8 expectations are left out');
    expect(told.lines.filter((line) => /^(steady|bursty) +(leastQueue|powerOf) /.test(line)).length).toBe(4);
  });
});

describe('an office of 60 with the log of a week', () => {
  const OFFICE = `name: our-office
replications: 8
workload: { kind: trace, file: scenarios/logs/office-week.csv, to: 4d17h }
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, queue: 2 }]
strategy: shortestCompletion
fallback: cloud
cloud: { profile: openai/gpt-4o-mini }
slo: { ttft: 3s, e2e: 30s, target: 90 % }
plan:
  candidates:
    - { profile: agx-orin-64gb/qwen2.5-3b-q4, price: 1999 $, count: 1..2, queue: 2 }
  lifetime: 1095d
  busy: 528h
  mostRuns: 16
`;
  beforeEach(() => writeFileSync('office.yaml', OFFICE));

  it('is told what its log is, that it is one sample, and what each of its people got, by name', async () => {
    const told = await types('run office.yaml --workers 1 --out out/one');
    expect(told.code).toBe(0);
    expect(told.text).toContain('Demand: 5 recorded days, 5,974 requests (2 to 6 March 2026).');
    expect(told.text).toContain('say nothing of demand that was not recorded');
    expect(told.text).toContain('rows are not in order of arrival: sorted on reading');
    expect(told.text).toContain('51 that ended in an error');
    expect(told.text).toMatch(/The slo was met by \d\d(\.\d)? % of the requests that arrived/);
    expect(told.text).toContain('is in out/one/tenants.csv; --tenants lists those who ask most');
    const listed = await types('show out/one --tenants');
    expect(listed.text).toMatch(/tenant arrived served .*user\d\d .*all others/);
  });

  it('learns over days what one week cannot say, with intervals that are wide', async () => {
    const told = await types(
      'run office.yaml --workers 1 --out out/days --set',
      'workload.resample={ block: 1d }',
    );
    expect(told.text).toContain(
      'Intervals are over demand as well: replications draw from 5 recorded blocks of a day',
    );
    const [, mean, half] = /The slo was met by (\d+) ± (\d+) % of/.exec(told.text)!.map(Number);
    expect(mean).toBeGreaterThan(50);
    expect(half).toBeGreaterThan(3);
  });

  it('cannot plan from one week as it is, and is told what to write', async () => {
    for (const per of [[], ['--set', 'plan.per=day']]) {
      const refused = await types('plan office.yaml --workers 1 --out out/plan', ...per);
      expect(refused.code).toBe(2);
      expect(refused.text).toContain('the demand is 5 recorded days, 5,974 requests, the same in every run');
      expect(refused.text).toContain('write resample: { block: 1d } in the workload');
    }
  });
});

describe('the owner of a Jetson with what llama-bench prints by itself', () => {
  const BENCH = `| model                          |       size |     params | backend    | ngl |          test |                  t/s |
| ------------------------------ | ---------: | ---------: | ---------- | --: | ------------: | -------------------: |
| qwen2 3B Q4_K - Medium         |   1.79 GiB |     3.09 B | CUDA       |  99 |         pp512 |        612.41 ± 3.18 |
| qwen2 3B Q4_K - Medium         |   1.79 GiB |     3.09 B | CUDA       |  99 |         tg128 |         21.87 ± 0.05 |

build: 5d9b9bb (5610)
`;

  it('gets a rough profile that says so and what would make it a better one, and runs it', async () => {
    writeFileSync('bench.md', BENCH);
    const fitted = await types(
      'calibrate bench.md --board my-jetson --model qwen2.5-3b --quantisation q4 --idle-watts 6 --decode-watts 14 --out desk',
    );
    expect(fitted.code).toBe(0);
    expect(fitted.text).toContain('rough: one or two figures measured');
    expect(fitted.text).toContain('power: given, not measured');
    expect(fitted.text).toMatch(/to measure the shape: llama-bench -p 31,101,191,383/);
    // The one figure that was measured comes back: 21.87 tokens a second, of a short answer without a prompt.
    expect(fitted.text).toMatch(/first token after 0\.\d+ s, then 21\.\d tokens\/s/);
    const scenario = readdirSync('desk').find((name) => name.endsWith('.yaml'))!;
    expect(fitted.text).toContain(`edgewise capacity desk/${scenario} says how much it takes`);

    // One machine that answers one at a time makes people wait long before it is busy; two take more than twice as much.
    const [one, two] = [await capacity(scenario, 1), await capacity(scenario, 2)] as const;
    expect(one.told.text).toMatch(/The machine can serve \d+ requests an hour \(95 %: \d+ to \d+\)/);
    expect(two.told.text).toMatch(/The 2 machines can serve \d+ requests an hour/);
    expect(two.load).toBeGreaterThan(2.5 * one.load);
    // The load of the file is about a quarter of what one could do in the time: too much for the one, not for the two.
    expect(one.told.code).toBe(3);
    expect(one.told.text).toMatch(/Today's load is [\d,]+ requests an hour: too much/);
    expect(two.told.code).toBe(0);
    expect(two.told.text).toMatch(/it is met/);

    const profile = readdirSync('desk').find((name) => name.endsWith('default.json'))!;
    const run = await types(
      `run desk/${scenario} --workers 1 --replications 3 --out out/run --set fleet.0.profile=desk/${profile}`,
    );
    expect(run.code).toBe(0);
    expect(run.text).toContain('lie outside what was measured');
  });

  async function capacity(scenario: string, count: number): Promise<{ told: Told; load: number }> {
    const told = await types(
      `capacity desk/${scenario} --workers 1 --precision 20% --out out/${count} --set fleet.0.count=${count}`,
    );
    const { load } = JSON.parse(readFileSync(`out/${count}/capacity.json`, 'utf8')) as { load: number };
    return { told, load };
  }
});
