import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';

/** Prefill takes 1 s, every further token 1 s: 5 s for every request. One comes every 10 s, from 10 s to 100 s. */
const BASE = `
name: borders
duration: 100s
workload:
  arrivals: { kind: deterministic, rate: 0.1 }
  prompt: 10
  output: 5
  priorities: [{ share: 50 %, priority: 1 }]
fleet:
  - profile:
      pace: { prefill: { fixed: 1s, perToken: 0s }, step: { fixed: 1s } }
      power: { idle: 5, prefill: 20, decode: 10 }
    queue: 0
metrics: { tenants: 1 }
`;

function run(...set: string[]): Replication {
  const scenarioFile = read(BASE, { file: 'borders.yaml', set });
  return simulate(scenarioFile.cells[0]!.scenario, {
    seed: 1,
    replication: 0,
    source: () => expect.unreachable(),
  });
}

/** Of the run, of its one tenant, and of its priorities. */
function attained(...set: string[]): (number | null | undefined)[] {
  const { metrics, tenants = [], priorities = [] } = run(...set);
  return [metrics, ...[...tenants, ...priorities].map((row) => row.metrics)].map(
    (of) => of['slo.attainment'],
  );
}

describe('on the border', () => {
  it.each([
    ['ttft', 1],
    ['tpot', 1],
    ['e2e', 5],
  ])(
    'an answer whose %s is just what is asked meets the slo, and one that takes longer does not',
    (what, seconds) => {
      expect(attained(`slo.${what}=${seconds}`)).toEqual([1, 1, 1, 1]);
      expect(attained(`slo.${what}=${seconds - 0.001}`)).toEqual([0, 0, 0, 0]);
    },
  );

  it.each([
    ['firstToken', 1],
    ['answer', 5],
  ])(
    'who waits for the %s just as long as it takes does not give up, and who waits less does',
    (what, seconds) => {
      const waiting = (patience: number): unknown => run(`patience={ ${what}: ${patience}s }`).metrics;
      expect(waiting(seconds)).toMatchObject({ arrived: 10, 'edge.served': 10, abandoned: 0 });
      expect(waiting(seconds - 0.001)).toMatchObject({ arrived: 10, 'edge.served': 0, abandoned: 10 });
    },
  );

  it('an answer of one token has no time between tokens, and meets any', () => {
    expect(attained('slo.tpot=1ms', 'workload.output=1')).toEqual([1, 1, 1, 1]);
  });

  it('who comes at the very end of the warm-up counts, everywhere', () => {
    const { metrics, tenants, priorities = [], devices } = run('warmup=30s');
    const counted = { arrived: 8, 'edge.served': 8 };
    expect(metrics).toMatchObject(counted);
    expect(tenants![0]!.metrics).toMatchObject(counted);
    expect(priorities.reduce((sum, row) => sum + row.metrics['arrived']!, 0)).toBe(8);
    expect(devices[0]!.metrics['served']).toBe(8);
    expect(run('warmup=30.001s').metrics['arrived']).toBe(7);
  });

  it('who is refused at the very end of the warm-up counts as well', () => {
    // Two at a time: the second finds no place.
    const twice = ['workload.arrivals.rate=0.5', 'workload.arrivals.kind=deterministic'];
    const { metrics, devices } = run('warmup=28s', ...twice);
    // Served are those of 2, 8, 14, ... 98 s; refused those between. From 28 s on 37 come.
    expect(metrics).toMatchObject({ arrived: 37, 'edge.served': 12, 'edge.rejected': 25, dropped: 25 });
    expect(devices[0]!.metrics['rejected']).toBe(25);
  });
});
