import { expect, it } from 'vitest';
import { PREEMPTED, STRIDE } from '../../src/kernel/moves.ts';
import { OCCUPIED } from '../../src/metrics/deviceRows.ts';
import { assemble, type Assembly } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';

/** Little memory for many sequences: the youngest has to give way again and again. */
const BASE = `
name: short-of-memory
duration: 200s
warmup: 20s
workload:
  arrivals: { kind: poisson, rate: 6/s }
  prompt: { kind: uniform, min: 5, max: 40 }
  output: { kind: uniform, min: 20, max: 120 }
fleet:
  - profile:
      name: board/small
      pace: { prefill: { fixed: 10ms, perToken: 1ms }, step: { fixed: 10ms, perSequence: 1ms } }
      power: { idle: 5, prefill: 20, decode: 10 }
    slots: 8
    device: { kind: batching, prefill: chunked, memory: preempt, kv: 1MB }
`;

/** Runs it and counts on its own, over time: how many the device says are running, and waiting. */
function watched(): Assembly & { running: number; waiting: number; preemptions: number } {
  const { cells } = read(BASE, {
    file: 'preemption.yaml',
    set: ['fleet.0.profile.memory={ weights: 0, usable: 300MB }'],
  });
  let preemptions = 0;
  const assembly = assemble(cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
    listeners: () => [
      {
        moved: ({ kind, end }) => {
          for (let row = 0; row < end; row += STRIDE) if (kind[row] === PREEMPTED) preemptions++;
        },
      },
    ],
  });
  const { engine, parts, metrics } = assembly;
  const { fleet } = parts;
  const device = fleet.serversOf(0);
  const accept = device.accept.bind(device);
  const advance = device.advance.bind(device);
  let last = 0;
  let running = 0;
  let waiting = 0;
  const count = (): void => {
    const now = engine.clock[0]!;
    const seconds = metrics.interval.overlap(last, now);
    running += fleet.running[0]! * seconds;
    waiting += (fleet.load[0]! - fleet.running[0]!) * seconds;
    last = now;
  };
  Object.assign(device, {
    accept: (i: number, id: number) => (count(), accept(i, id)),
    advance: (slot: number) => (count(), advance(slot)),
  });
  engine.run(parts);
  return { ...assembly, running, waiting, preemptions };
}

it('a request that had to give its slot up waits, and does not occupy one, until it is back on it', () => {
  const { metrics, running, waiting, preemptions } = watched();
  expect(preemptions).toBeGreaterThan(100);
  expect(metrics.devices[OCCUPIED]! / running).toBeCloseTo(1, 9);
  expect(metrics.occupancy!.waited / waiting).toBeCloseTo(1, 9);
});
