import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import { METRICS } from '../../src/metrics/definitions.ts';
import type { Replication } from '../../src/results.ts';
import { deviceNames } from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { starter } from '../../src/scenario/starter.ts';
import { office, OFFICE, readOffice } from './shelf.ts';

function run(scenarioFile: ScenarioFile, cell = 0): Replication {
  const setting = {
    seed: scenarioFile.seed,
    replication: 0,
    source: (name: string): never => {
      throw new Error(`no source ${name}`);
    },
  };
  return simulate(scenarioFile.cells[cell]!.scenario, setting);
}

describe('a scenario that was read', () => {
  it('runs, and every figure it gives has a name and a meaning', () => {
    const { metrics } = run(readOffice());
    expect(metrics['arrived']).toBeGreaterThan(200);
    expect(Object.keys(metrics).sort()).toEqual(METRICS.map(({ name }) => name).sort());
    for (const { name, description } of METRICS)
      expect([name, description.length > 10]).toEqual([name, true]);
  });

  it('runs the same when it is read from its resolved text', () => {
    const scenarioFile = readOffice();
    expect(run(read(scenarioFile.text, { file: 'again.yaml' }))).toEqual(run(scenarioFile));
  });

  it('runs as the starter does, in every cell', () => {
    const scenarioFile = read(starter(), { file: 'first.yaml' });
    expect(scenarioFile.cells).toHaveLength(2);
    for (const cell of scenarioFile.cells.keys()) {
      expect(run(scenarioFile, cell).metrics['edge.served']).toBeGreaterThan(100);
    }
  });

  it('sends everything to the cloud when no device is left, whatever the strategy', () => {
    const text = office({ cloud: 'cloud: { profile: acme/large }', vary: 'vary:\n  fleet.0.count: [2, 0]' });
    const { metrics } = run(readOffice(text), 1);
    expect(metrics['cloud.requests']).toBe(metrics['arrived']);
    expect(metrics['arrived']).toBeGreaterThan(0);
  });

  it('takes every kind of limit at every scope', () => {
    const kinds = [
      'requests: 8',
      'tokens: 1500',
      'tokens: 1500, charge: { estimate: 100 }',
      'tokens: 2000, charge: max, maxOutput: 500',
    ];
    for (const scope of ['fleet', 'tenant', 'device']) {
      for (const kind of scope === 'device' ? [...kinds, 'capacity: 0.5'] : kinds) {
        const limits = `limits: [{ kind: slidingWindow, scope: ${scope}, window: 60s, ${kind} }]`;
        const { metrics, reasons } = run(readOffice(office({ limits })));
        expect(metrics['arrived']).toBe(metrics['edge.served']! + metrics['dropped']!);
        expect([kind, scope, reasons['rateLimit']! > 0]).toEqual([kind, scope, true]);
      }
    }
  });

  it('counts hardware for the time that is measured, when asked to', () => {
    const set = ['fleet.0.price=876 $', 'warmup=4m'];
    const dollars = (more: readonly string[]): number =>
      run(readOffice(OFFICE, { set: [...set, ...more] })).metrics['edge.cost']!;
    const spread = (2 * 876 * 360) / (365 * 86400);
    expect(dollars(['metrics.hardware.lifetime=365d']) - dollars([])).toBeCloseTo(spread, 12);
  });

  it('has devices called after their profiles, counted over the fleet', () => {
    const text = office({
      fleet:
        'fleet:\n  - { profile: orin/tiny-q4, count: 2 }\n  - { profile: nano/tiny-q4 }\n  - { profile: orin/tiny-q4 }',
    });
    expect(deviceNames(readOffice(text).cells[0]!.scenario.fleet)).toEqual([
      'orin/tiny-q4#1',
      'orin/tiny-q4#2',
      'nano/tiny-q4#1',
      'orin/tiny-q4#3',
    ]);
  });
});
