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

const WORKLOAD =
  'workload:\n  arrivals: { kind: poisson, rate: 0.38/s }\n  prompt: { kind: lognormal, mean: 300, cv: 1.5 }\n  output: { kind: lognormal, mean: 100, cv: 0.6 }';
const queue = (written: string, more = ''): string =>
  office({
    workload: WORKLOAD,
    duration: 'duration: 1h',
    fleet: `fleet:\n  - { profile: orin/tiny-q4, queue: ${written}${more} }`,
  });

describe('a queue with an order', () => {
  it('that has nothing to go by is warned of', () => {
    const slo = 'slo:\n  ttft: 2s';
    const warned = (order: string, more = ''): string[] =>
      readOffice(`${queue(`{ order: ${order} }`).replace(/^slo:.*\n( .*\n)*/m, '')}${more}`).warnings.filter(
        (text) => text.includes('queue.order'),
      );
    expect(warned('deadline')).toEqual([
      'fleet.0.queue.order is deadline and there is nothing to go by, so that it is first come, first served: it takes an slo of ttft or e2e or patience',
    ]);
    expect(warned('deadline', `${slo}\n`)).toEqual([]);
    expect(warned('deadline', 'patience: { answer: 1m }\n')).toEqual([]);
    expect(warned('priority')[0]).toContain('it takes priorities of the workload');
    const some = queue('{ order: priority }').replace(
      'arrivals:',
      'priorities: [{ share: 0.1, priority: 1 }]\n  arrivals:',
    );
    expect(readOffice(some).warnings.join()).not.toContain('queue.order');
    expect(warned('shortest')).toEqual([]);
    expect(warned('fifo')).toEqual([]);
  });

  it('is first come, first served however that is said', () => {
    const same = [
      'unbounded',
      '{ bound: unbounded }',
      '{ order: fifo }',
      '{ bound: unbounded, order: { kind: fifo } }',
    ];
    const [plain, ...others] = same.map((written) => run(readOffice(queue(written))));
    for (const other of others) expect(other.metrics).toEqual(plain!.metrics);
    const [four, bound] = ['4', '{ bound: 4, order: fifo }'].map((written) =>
      run(readOffice(queue(written))),
    );
    expect(bound!.metrics).toEqual(four!.metrics);
    expect(four!.metrics['edge.rejected']).toBeGreaterThan(0);
  });

  it('by the shortest lets requests wait less on average, for the same work', () => {
    const [fifo, shortest] = ['unbounded', '{ order: shortest }'].map((written) =>
      run(readOffice(queue(written))),
    );
    expect(shortest!.metrics['wait.mean']).toBeLessThan(0.95 * fifo!.metrics['wait.mean']!);
    expect(shortest!.metrics['edge.joules']).toBeCloseTo(fifo!.metrics['edge.joules']!, 3);
  });

  it('by priority makes a difference only where requests differ', () => {
    const text = queue('{ order: priority }');
    const equal = run(readOffice(text));
    expect(equal.metrics).toEqual(run(readOffice(queue('unbounded'))).metrics);
    const marked = text.replace('cv: 0.6 }', 'cv: 0.6 }\n  priorities: [{ share: 20 %, priority: 1 }]');
    const differs = run(readOffice(marked)).metrics;
    expect(differs['wait.mean']).not.toBe(equal.metrics['wait.mean']);
    expect(differs['arrived']).toBe(equal.metrics['arrived']);
  });

  it('reads again from its resolved text, in every cell, with what a server ships with', () => {
    const text = `${queue('{ order: deadline }', ', server: llama-server')}slo: { ttft: 5s }\nvary:\n  fleet.0.queue: [3, { bound: 2, order: shortest }, { order: { kind: priority, preempt: true } }]\n`;
    const scenarioFile = readOffice(text);
    const again = read(scenarioFile.text, { file: 'again.yaml' });
    expect(again.cells.map(({ scenario }) => scenario)).toEqual(
      scenarioFile.cells.map(({ scenario }) => scenario),
    );
    expect(run(again, 2)).toEqual(run(scenarioFile, 2));
  });
});

describe('what is wrong with a queue', () => {
  const message = (text: string): string => {
    const [first] = refusal(text).mistakes;
    return `${first!.path}: ${first!.message}; ${first!.allowed ?? ''} ${first!.nearest ?? ''}`;
  };

  it.each([
    ['{ order: prioritty }', '', 'priority'],
    ['{ bound: -1 }', '', 'fleet.0.queue.bound'],
    ['{ order: { kind: priority, preempt: true } }', '', 'serial does not preempt'],
    [
      '{ order: { kind: priority, preempt: true } }',
      ', device: { kind: batching, batch: static }',
      'batch: static does not preempt',
    ],
    ['{ order: { kind: shortest, preempt: true } }', '', 'preempt'],
  ])('%s%s', (written, more, said) => {
    expect(message(queue(written, more))).toContain(said);
  });

  it('priorities of more requests than there are', () => {
    const text = queue('4').replace(
      'cv: 0.6 }',
      'cv: 0.6 }\n  priorities: [{ share: 0.7, priority: 1 }, { share: 0.6, priority: 2 }]',
    );
    expect(message(text)).toContain('workload.priorities');
  });
});
