import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/experiment/simulate.ts';
import type { Replication } from '../../src/results.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { office, readOffice, refusal } from './shelf.ts';

const run = (scenarioFile: ScenarioFile, cell = 0): Replication =>
  simulate(scenarioFile.cells[cell]!.scenario, {
    seed: scenarioFile.seed,
    replication: 0,
    source: (name) => {
      throw new Error(`no source ${name}`);
    },
  });

const machines = (more: string): string =>
  office({ fleet: `fleet:\n  - { profile: orin/tiny-q4, ${more} }` });
const cloud = 'cloud: { profile: acme/large, outages: [{ at: 2m, for: 1m }, { at: 5m, for: 30s }] }';

describe('a fleet that is down at times', () => {
  it('says how much of the measured time it was up, each machine and all', () => {
    // Of ten minutes, the first in warm-up, two are out: one that was half before it, and one and a half in three pieces.
    const text = office({
      warmup: 'warmup: 1m',
      fleet:
        'fleet:\n  - { profile: orin/tiny-q4, outages: [{ at: 30s, for: 1m }, { at: 3m, for: 30s, every: 2m }] }\n  - { profile: orin/tiny-q4 }',
    });
    const { metrics, devices } = run(readOffice(text));
    // Down in [1 m, 10 m]: 30 s, then from 3 m, 5 m, 7 m and 9 m on for 30 s each.
    const up = 1 - (30 + 4 * 30) / 540;
    expect(devices.map((device) => device.metrics['availability'])).toEqual([
      expect.closeTo(up, 12),
      expect.closeTo(1, 12),
    ]);
    expect(metrics['edge.availability']).toBeCloseTo((1 + up) / 2, 12);
    expect(metrics).not.toHaveProperty('cloud.availability');
  });

  it('is down until the last of what keeps it down is over, and the time counts once', () => {
    const { metrics } = run(
      readOffice(
        machines('count: 2, outages: [{ at: 2m, for: 3m }, { at: 3m, for: 1m }, { at: 4m, for: 2m }]'),
      ),
    );
    expect(metrics['edge.availability']).toBeCloseTo(1 - 4 / 10, 12);
  });

  it('draws nothing while it is down, not even idle power', () => {
    const [all, half, none] = [
      '',
      ', outages: [{ at: 0s, for: 5m }]',
      ', outages: [{ at: 0s, for: 11m }]',
    ].map((more) => run(readOffice(machines(`count: 1${more}`))));
    const idle = (one: Replication): number => one.devices[0]!.metrics['idleJoules']!;
    const power = (one: Replication): number => one.devices[0]!.metrics['power.mean']!;
    expect(none!.metrics['edge.availability']).toBe(0);
    expect(idle(none!)).toBe(0);
    expect(power(none!)).toBe(0);
    expect(none!.metrics['edge.served']).toBe(0);
    expect(idle(half!)).toBeGreaterThan(0);
    expect(idle(half!)).toBeLessThan(idle(all!));
    // What is down in the first half works and idles in the second: at least idle power, at most decoding.
    const { profile } = readOffice(machines('count: 1')).cells[0]!.scenario.fleet[0]!;
    expect(power(half!)).toBeGreaterThan(profile.power.idle / 2);
    expect(power(half!)).toBeLessThan(Math.max(profile.power.decode, profile.power.prefill) / 2);
    const fleet = half!.series.find(({ device }) => device === 'fleet')!.quantities['power']!;
    expect(fleet[0]).toBe(0);
    expect(fleet.at(-1)).toBeGreaterThan(0);
  });

  it('meets the same failures whatever the strategy, and others with another seed', () => {
    const text = `${machines('count: 3, failures: { every: 3m, repair: 30s }')}vary:\n  strategy: [random, loadAware]\n`;
    const scenarioFile = readOffice(text.replace('strategy: loadAware\n', 'strategy: random\n'));
    const [one, other] = [run(scenarioFile, 0), run(scenarioFile, 1)];
    const up = ({ devices }: Replication): unknown[] => devices.map(({ metrics }) => metrics['availability']);
    expect(one.metrics['edge.availability']).toBeLessThan(1);
    expect(up(other)).toEqual(up(one));
    expect(other.metrics['edge.served']).not.toBe(one.metrics['edge.served']);
    expect(up(run({ ...scenarioFile, seed: 99 }, 0))).not.toEqual(up(one));
  });

  it('reads again from its resolved text, an axis without failures included', () => {
    const text = `${machines('count: 2, inFlight: elsewhere')}vary:\n  fleet.0.failures: { none: null, some: { every: 1h, repair: { kind: uniform, min: 1m, max: 3m } } }\n`;
    const scenarioFile = readOffice(text.replace('cloud: acme', cloud));
    expect(run(scenarioFile, 0).metrics).not.toHaveProperty('edge.availability');
    expect(run(scenarioFile, 1).metrics).toHaveProperty('edge.availability');
    const again = read(scenarioFile.text, { file: 'again.yaml' });
    expect(again.cells.map(({ scenario }) => scenario)).toEqual(
      scenarioFile.cells.map(({ scenario }) => scenario),
    );
    expect(run(again, 1)).toEqual(run(scenarioFile, 1));
  });
});

describe('a cloud that is down at times', () => {
  it('says how long, refuses then, and breaks answers off', () => {
    const scenarioFile = readOffice(
      office({ fleet: 'fleet: []', strategy: '', fallback: 'fallback: cloud', cloud }),
    );
    const { metrics, reasons } = run(scenarioFile);
    expect(metrics['cloud.availability']).toBeCloseTo(1 - 90 / 600, 12);
    expect(metrics).not.toHaveProperty('edge.availability');
    expect(reasons['cloudOutage']).toBe(metrics['failed']);
    expect(metrics['failed']).toBeGreaterThan(metrics['arrived']! * 0.1);
    expect(metrics['failed']! + metrics['cloud.requests']!).toBe(metrics['arrived']);
  });
});

describe('what is wrong with a fault', () => {
  const message = (text: string): string => {
    const [first] = refusal(text).mistakes;
    return `${first!.line}:${first!.column} ${first!.path}: ${first!.message}`;
  };
  const line =
    machines('')
      .split('\n')
      .findIndex((one) => one.includes('orin/tiny')) + 1;

  it.each([
    ['failures: { every: 0s, repair: 1m }', 'fleet.0.failures.every: cannot be 0s'],
    ['failures: { every: 1d }', 'fleet.0.failures: repair is missing'],
    [
      'failures: { every: 0.5ms, repair: 1m }',
      'fleet.0.failures.every: must be 0.001 s or more on average; got 0.0005',
    ],
    ['outages: [{ at: 1m, for: 5m, every: 4m }]', 'fleet.0.outages.0.every: must be longer than for'],
    ['outages: []', 'fleet.0.outages: cannot be []'],
    ['outages: [{ at: 1m, until: 5m }]', 'fleet.0.outages.0: for is missing'],
    ['failures: 30d', 'fleet.0.failures: cannot be 30d'],
  ])('%s', (written, said) => {
    const found = message(machines(written));
    expect(found).toMatch(new RegExp(`^${line}:\\d+ `));
    expect(found).toContain(said);
  });

  it('of a cloud is said there', () => {
    expect(
      message(office({ cloud: 'cloud: { profile: acme/large, outages: [{ at: 1m, for: 0s }] }' })),
    ).toContain('cloud.outages.0.for: cannot be 0s');
  });
});
