import { expect, test } from 'vitest';
import { ACCEPTED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import { replication } from '../../src/metrics/result.ts';
import { assemble } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import { FIGURE4 } from '../scenario/figure4.ts';

interface Charge {
  readonly at: number;
  readonly device: number;
  readonly tokens: number;
}

/** Ten minutes in buckets of two seconds, the fills as of the middle of each. */
const WIDTH = 2;
const SAMPLES = 300;
const WINDOW = 60;
const LIMIT = 2400;
const WARMUP = 100;

/** Few devices have lines of their own, many are added up; nobody who picks at random brings a window to now. */
test.each([
  [10, 'random'],
  [200, 'random'],
  [200, 'loadAware'],
])('the windows of %i devices with %s are as full as a log of all charges says', (count, strategy) => {
  const { cells } = read(FIGURE4, {
    file: 'figure4.yaml',
    set: [
      `fleet=[{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: ${count} }]`,
      `limits=[{ kind: slidingWindow, scope: device, window: ${WINDOW}s, tokens: ${LIMIT} }]`,
      `workload.arrivals={ kind: poisson, rate: ${count / 20} }`,
      `strategy=${strategy}`,
      'duration=10m',
      `warmup=${WARMUP}s`,
      'vary={}',
      'expect=[]',
    ],
  });
  const charges: Charge[] = [];
  const moved = ({ end, kind, station, now, prompt, output }: Moves): void => {
    for (let row = 0; row < end; row += STRIDE) {
      if (kind[row] !== ACCEPTED || station[row]! < 0) continue;
      charges.push({ at: now[row]!, device: station[row]!, tokens: prompt[row]! + output[row]! });
    }
  };
  const { engine, parts, metrics, sampler } = assemble(cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
    listeners: () => [{ moved }],
  });
  engine.run(parts);
  const { devices, series } = replication(metrics, sampler);
  const fills = Array.from({ length: SAMPLES }, (_, k) => {
    const time = (k + 0.5) * WIDTH;
    const sums = new Array<number>(count).fill(0);
    for (const { at, device, tokens } of charges)
      if (at <= time && at > time - WINDOW) sums[device]! += tokens / LIMIT;
    return sums;
  });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const counted = fills.slice(WARMUP / WIDTH);
  devices.forEach((device, i) => {
    expect(device.metrics['windowFill']).toBeCloseTo(mean(counted.map((sums) => sums[i]!)), 10);
  });
  const { windowFill } = series[0]!.quantities;
  expect(windowFill).toHaveLength(SAMPLES);
  windowFill!.forEach((value, k) => expect(value).toBeCloseTo(mean(fills[k]!), 10));
  expect(mean(windowFill!)).toBeGreaterThan(0.2);
});
