import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/scenario/read.ts';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { OFFICE, readOffice } from './shelf.ts';

const FIGURE4 = readFileSync(join(import.meta.dirname, '../../scenarios/figure4.yaml'), 'utf8');

const figure4 = (set: string[] = [], vary: string[] = []): ScenarioFile =>
  read(FIGURE4, { file: 'figure4.yaml', set, vary });

const mistakes = (act: () => unknown): ScenarioError['mistakes'] => {
  try {
    act();
  } catch (error) {
    if (error instanceof ScenarioError) return error.mistakes;
    throw error;
  }
  throw new Error('nothing was refused');
};

/** What the cells have at a path, cell by cell. */
function at({ cells }: ScenarioFile, path: string): unknown[] {
  return cells.map(({ scenario }) =>
    path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], scenario),
  );
}

describe('--set inside a varied node', () => {
  it('reaches every value that has the path, and says so', () => {
    const scenarioFile = figure4(['workload.arrivals.rate=99/s']);
    expect(at(scenarioFile, 'workload.arrivals.rate')).toEqual([99, 99, 99, 99, 99, 99]);
    expect(scenarioFile.axes.map(({ labels }) => labels.join())).toEqual([
      'steady,bursty',
      'random,weighted,loadAware',
    ]);
    expect(scenarioFile.changes).toEqual(['workload.arrivals.rate is 99/s in steady and bursty']);
    expect(scenarioFile.expect).toHaveLength(8);
  });

  it('leaves alone the values that have no such path, and names them', () => {
    const scenarioFile = figure4(['workload.arrivals.peak=8']);
    expect(at(scenarioFile, 'workload.arrivals.peak').map((peak) => peak ?? null)).toEqual([
      null,
      null,
      null,
      8,
      8,
      8,
    ]);
    expect(scenarioFile.changes).toEqual(['workload.arrivals.peak is 8 in bursty; steady has none']);
  });

  it('is refused where no value has the path, with the nearest name', () => {
    const [only, ...more] = mistakes(() => figure4(['workload.arrivals.peek=8']));
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      file: '--set',
      message: 'no value of workload.arrivals has peek',
      nearest: 'peak',
    });
    expect(mistakes(() => figure4(['strategy.depth=3']))[0]).toMatchObject({
      message: 'no value of strategy has depth',
    });
  });

  it('gives options to a plugin that is written as its name alone, and to no other', () => {
    const scenarioFile = readOffice(`${OFFICE}vary:\n  strategy: [random, powerOf]\n`, {
      set: ['strategy.d=3'],
    });
    expect(at(scenarioFile, 'strategy')).toEqual([{ kind: 'random' }, { kind: 'powerOf', d: 3 }]);
    expect(scenarioFile.axes[0]!.labels).toEqual(['random', 'powerOf']);
  });

  it('does not make a value of what a file says is none', () => {
    const text = `${OFFICE}fallback: drop\nvary:\n  cloud: { none: null, some: { profile: acme/large } }\n`;
    const scenarioFile = readOffice(text, { set: ['cloud.profile=acme/large'] });
    expect(at(scenarioFile, 'cloud').map((cloud) => cloud !== null)).toEqual([false, true]);
  });

  it('reaches a file that varies a whole list item by item', () => {
    const lists = '{ short: [{ kind: slidingWindow, window: 10s, requests: 5 }], none: [] }';
    const scenarioFile = readOffice(`${OFFICE.replace(/limits:[^\n]*\n/, '')}vary:\n  limits: ${lists}\n`, {
      set: ['limits.0.window=30s'],
    });
    expect(at(scenarioFile, 'limits.0.window')).toEqual([30, undefined]);
  });

  it('reads back from its own resolved text', () => {
    for (const scenarioFile of [
      figure4(['workload.arrivals.peak=8']),
      figure4(['strategy=weighted']),
      figure4([], ['workload.arrivals.peak=2,8']),
    ])
      expect(read(scenarioFile.text, { file: 'again.yaml' }).cells).toEqual(scenarioFile.cells);
  });
});

describe('--set on a varied node', () => {
  it('takes the axis away and runs that one value', () => {
    const scenarioFile = figure4(['strategy=leastQueue']);
    expect(scenarioFile.axes.map(({ path }) => path)).toEqual(['workload.arrivals']);
    expect(at(scenarioFile, 'strategy.kind')).toEqual(['leastQueue', 'leastQueue']);
    expect(scenarioFile.cells[0]!.labels).toEqual({ 'workload.arrivals': 'steady' });
    expect(scenarioFile.changes).toEqual(['strategy is leastQueue, no longer varied']);
  });

  it('takes a name that the file gives to a value for that value', () => {
    const scenarioFile = figure4(['workload.arrivals=bursty']);
    expect(at(scenarioFile, 'workload.arrivals.peak')).toEqual([4, 4, 4]);
  });

  it('holds for a node above it too, unless the new value leaves the varied part open', () => {
    const whole = figure4(['workload={ arrivals: { kind: poisson, rate: 1/s }, prompt: 9, output: 9 }']);
    expect(whole.cells).toHaveLength(3);
    expect(whole.changes).toEqual(['workload is set, so workload.arrivals is no longer varied']);
    const text = `${OFFICE}vary:\n  metrics.alpha: [0.1, 0.9]\n`;
    const open = readOffice(text, { set: ['metrics={ electricity: 0.3 }'] });
    expect(at(open, 'metrics.alpha')).toEqual([0.1, 0.9]);
    expect(at(open, 'metrics.electricity')).toEqual([0.3, 0.3]);
    expect(readOffice(text, { set: ['metrics={ alpha: 0.4 }'] }).cells).toHaveLength(1);
  });

  it('cannot be said beside --vary of the same node', () => {
    const [only] = mistakes(() => figure4(['strategy=random'], ['strategy=random,loadAware']));
    expect(only!.message).toBe('strategy is set here and varied by --vary');
  });

  it('cannot vary a node twice, however its path is written: one list has all values', () => {
    const [only] = mistakes(() =>
      figure4([], ['fleet.0.count=1', 'strategy=random,weighted', 'fleet[0].count=2']),
    );
    expect(only!.message).toBe('fleet[0].count is varied twice');
    expect(only!.allowed).toBe('all values in one: --vary fleet[0].count=v1,v2');
  });

  it('is not said to have changed an axis that it does not touch', () => {
    expect(figure4(['duration=2h']).changes).toBeUndefined();
    expect(figure4().leftOut).toBeUndefined();
  });
});

describe('--vary', () => {
  it('takes the place of what the file varies there, however the path is written', () => {
    const text = `${OFFICE}vary:\n  fleet[0].count: [1, 2]\n`;
    expect(readOffice(text, { vary: ['fleet.0.count=3,4'] }).axes).toEqual([
      { path: 'fleet.0.count', labels: [3, 4] },
    ]);
  });

  it('inside a varied node reaches the values that have the path', () => {
    const scenarioFile = figure4(['strategy=random'], ['workload.arrivals.peak=2,8']);
    expect(at(scenarioFile, 'workload.arrivals.peak').map((peak) => peak ?? null)).toEqual([
      null,
      null,
      2,
      8,
    ]);
    expect(mistakes(() => figure4([], ['workload.arrivals.peek=2,8']))[0]).toMatchObject({
      message: 'no value of workload.arrivals has peek',
      nearest: 'peak',
    });
  });

  it('is reached by --set inside it', () => {
    const scenarioFile = figure4(['strategy.d=3'], ['strategy=random,powerOf']);
    expect(at(scenarioFile, 'strategy.d').map((d) => d ?? null)).toEqual([null, 3, null, 3]);
  });
});

describe('expectations of what is no longer compared', () => {
  it('are left out, with what is missing', () => {
    const scenarioFile = figure4([], ['strategy=leastQueue,powerOf']);
    expect(scenarioFile.expect).toEqual([]);
    expect(scenarioFile.leftOut).toHaveLength(8);
    expect(scenarioFile.leftOut![0]).toEqual({
      text: 'under bursts, Load-Aware redirects fewer tokens than Random',
      missing: { strategy: ['loadAware', 'random'] },
    });
  });

  it('are left out one by one: the others are still looked at', () => {
    const scenarioFile = figure4([], ['strategy=random,loadAware']);
    expect(scenarioFile.expect.map(({ text }) => text).every((text) => text.endsWith('Random'))).toBe(true);
    expect([scenarioFile.expect.length, scenarioFile.leftOut!.length]).toEqual([4, 4]);
  });

  it('are still looked at where the value that is set is the one they are about', () => {
    const scenarioFile = figure4(['workload.arrivals=bursty']);
    expect(scenarioFile.expect).toHaveLength(8);
    expect(scenarioFile.expect[0]!.where).toEqual({});
    expect(figure4(['workload.arrivals=steady']).leftOut).toHaveLength(8);
    expect(figure4(['workload.arrivals={kind: poisson, rate: 2/s}']).leftOut).toHaveLength(8);
  });

  it('are mistakes all the same where the file itself never varied that', () => {
    const text = FIGURE4.replace('lessThan: { strategy: random }', 'lessThan: { strategy: randm }');
    const found = mistakes(() => read(text, { file: 'figure4.yaml', vary: ['strategy=random,loadAware'] }));
    expect(found.map(({ message }) => message)).toEqual(['no value of strategy is called randm']);
  });
});
