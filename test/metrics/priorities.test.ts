import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import { COMPLETED, STRIDE } from '../../src/kernel/moves.ts';
import { assemble } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { sourceOf } from '../world/context.ts';

const scenarioOf = (workload: string): Scenario =>
  read(
    `name: urgent
duration: 20m
warmup: 1m
workload: { ${workload} }
fleet:
  - profile:
      pace: { prefill: { fixed: 200ms, perToken: 1ms }, step: { fixed: 20ms } }
      power: { idle: 5, prefill: 20, decode: 10 }
    queue: { bound: 6, order: priority }
slo: { ttft: 2s }`,
    { file: 'urgent.yaml' },
  ).cells[0]!.scenario;

const DRAWN =
  'arrivals: { kind: poisson, rate: 0.5/s }, prompt: 100, output: { kind: uniform, min: 20, max: 100 }';
const setting = { seed: 3, replication: 0, source: () => sourceOf(LOG) };
const LOG = `at,input,output,urgency\n${Array.from({ length: 500 }, (_, k) => `${k * 1.9},50,${20 + ((k * 37) % 90)},${[0, 7, 0, 2][k % 4]}`).join('\n')}\n`;
const LOGGED = 'kind: trace, file: urgent.csv, columns: { time: at, priority: urgency }';

/** Counted one by one: the requests of each priority are known by the row they have when they are answered. */
function byHand(scenario: Scenario): Map<number, { served: number; waited: number; met: number }> {
  const found = new Map<number, { served: number; waited: number; met: number }>();
  const { engine, parts } = assemble(scenario, {
    ...setting,
    listeners: () => [
      {
        moved({ end, kind, arrival, started, first, priority }) {
          for (let row = 0; row < end; row += STRIDE) {
            if (kind[row] !== COMPLETED || arrival[row]! < scenario.warmup) continue;
            const sums = found.get(priority![row]!) ?? { served: 0, waited: 0, met: 0 };
            sums.served++;
            sums.waited += started[row]! - arrival[row]!;
            sums.met += Number(first[row]! - arrival[row]! <= 2);
            found.set(priority![row]!, sums);
          }
        },
      },
    ],
  });
  engine.run(parts);
  return found;
}

describe('what each priority got', () => {
  it.each([
    [`${DRAWN}, priorities: [{ share: 20 %, priority: 1 }, { share: 10 %, priority: 9 }]`, [9, 1, 0]],
    [`${DRAWN}, priorities: [{ share: 40 %, priority: 3 }, { share: 60 %, priority: 1 }]`, [3, 1]],
    [LOGGED, [7, 2, 0]],
  ])('%s', (workload, levels) => {
    const scenario = scenarioOf(workload);
    const { priorities = [], metrics } = simulate(scenario, setting);
    expect(priorities.map(({ name }) => name)).toEqual(levels.map((level) => `priority ${level}`));
    const counted = byHand(scenario);
    const sum = (name: string): number => priorities.reduce((all, one) => all + (one.metrics[name] ?? 0), 0);
    for (const name of ['arrived', 'edge.served', 'edge.rejected', 'dropped'])
      expect(sum(name)).toBe(metrics[name]);
    priorities.forEach(({ metrics: figures }, k) => {
      const { served, waited, met } = counted.get(levels[k]!)!;
      expect(figures['edge.served']).toBe(served);
      expect(figures['wait.mean']).toBeCloseTo(waited / served, 9);
      expect(figures['slo.attainment']).toBeCloseTo(met / figures['arrived']!, 12);
    });
    const waits = priorities.map(({ metrics: figures }) => figures['wait.mean']!);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });

  it('is not told of where all have the same, and where no tables are wanted', () => {
    for (const workload of [
      DRAWN,
      `${DRAWN}, priorities: [{ share: 100 %, priority: 4 }]`,
      LOGGED.replace(', priority: urgency', ''),
    ])
      expect(simulate(scenarioOf(workload), setting)).not.toHaveProperty('priorities');
    const marked = scenarioOf(`${DRAWN}, priorities: [{ share: 20 %, priority: 1 }]`);
    expect(simulate(marked, { ...setting, bare: true })).not.toHaveProperty('priorities');
  });

  it('a column of priorities is read where it is named alone, and beside shares it is refused', () => {
    const wrong = { ...setting, source: () => sourceOf(LOG.replace(',7\n', ',high\n')) };
    expect(() => simulate(scenarioOf(LOGGED), wrong)).toThrow(
      /a priority must be a whole number from 0, not "high"/,
    );
    expect(() => scenarioOf(`${LOGGED}, priorities: [{ share: 20 %, priority: 1 }]`)).toThrow(
      /has both priorities and a column of them/,
    );
  });
});
