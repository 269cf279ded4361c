// Figure 4's work in plain C: compiled where there is a compiler, given the numbers and the streams of the same scenario.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import seedrandom from 'seedrandom';
import { makeDistribution } from '../dist/src/distribution.js';
import { log, log1p } from '../dist/src/kernel/math.js';
import { normalQuantile } from '../dist/src/kernel/normal.js';
import { bucketWidth } from '../dist/src/metrics/buckets.js';

const source = fileURLToPath(new URL('figure4.c', import.meta.url));

/** The program, or null where there is no compiler. `remove` takes it away. */
export function compiled() {
  const compiler = ['gcc', 'cc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (compiler === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-c-'));
  const program = join(folder, 'figure4');
  execFileSync(compiler, ['-O2', '-o', program, source, '-lm']);
  return { program, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs it: its figures, and the user seconds that the run took. */
export function runInC(program, scenario) {
  const said = JSON.parse(execFileSync(program, { input: numbers(scenario).join('\n') }).toString());
  if (said.balanced !== 1)
    throw new Error(`the books of the run in C do not balance: ${JSON.stringify(said)}`);
  return said;
}

function numbers({ workload, duration, fleet, limits, cloud, metrics, slo }) {
  const width = bucketWidth(duration);
  const lengths = [workload.prompt, workload.output].flatMap(({ mean, cv }) => {
    const variance = log1p(cv * cv);
    return [log(mean) - variance / 2, Math.sqrt(variance)];
  });
  const { roundTrip, ttft, decodeSpeed, price } = cloud.profile;
  const median = makeDistribution(roundTrip).quantile(0.5);
  const sigma = (log(roundTrip.p95) - log(median)) / normalQuantile(0.95);
  return [
    [workload.arrivals.rate, duration, width, Math.max(1, Math.ceil(duration / width))],
    [limits[0].tokens, limits[0].window, workload.tenants.count, metrics.responsiveness.scale],
    [slo.ttft, slo.e2e, price.input / 1e6, price.output / 1e6, log(median), sigma],
    lengths,
    table(ttft.at),
    table(decodeSpeed.at),
    fleet.flatMap(entry),
    ['arrivals', 'prompt', 'output', 'tenant', 'draw'].flatMap((name) => {
      const { s0, s1, s2, c } = seedrandom.alea(JSON.stringify([1, 0, name]), { state: true }).state();
      return [s0, s1, s2, c];
    }),
  ].flat();
}

/** Shares and values in rising order, the ends written out, after how many there are. */
function table(at) {
  const points = Object.entries(at)
    .map(([share, value]) => [Number(share), value])
    .sort(([a], [b]) => a - b);
  const all = [[0, points[0][1]], ...points, [1, points.at(-1)[1]]];
  return [all.length, ...all.flat()];
}

function entry({ count, profile: { pace, power, quality, range } }) {
  const { prefill, step } = pace;
  return [
    [count, prefill.fixed, prefill.perToken, prefill.perTokenSquared],
    [step.fixed + step.perSequence, step.perCachedToken],
    [power.idle, power.prefill, power.decode, quality, ...range.prompt, range.context[1]],
  ].flat();
}
