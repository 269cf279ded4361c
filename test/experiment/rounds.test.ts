import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { experiment, type ExperimentOutcome } from '../../src/experiment/experiment.ts';
import { Findings } from '../../src/experiment/findings.ts';
import type { Finished } from '../../src/experiment/job.ts';
import { rounds, type Round } from '../../src/experiment/rounds.ts';
import { runJob } from '../../src/experiment/runJob.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';

const LOG = `arrival,prompt,output\n${Array.from({ length: 60 }, (_, i) => `${i * 30},${90 + i},${40 + 3 * i}`).join('\n')}\n`;
const executor = inProcess((job, progress) =>
  runJob(job, { source: inMemory({ 'desk.csv': LOG }) }, progress),
);
const figure4 = readFileSync(join(import.meta.dirname, '../../scenarios/figure4.yaml'), 'utf8');

const plans: readonly (readonly [string, ScenarioFile])[] = [
  ['figure4', read(figure4, { file: 'figure4.yaml', set: ['duration=15m'] })],
  [
    'a log',
    read(
      'name: log\nworkload: { kind: trace, file: desk.csv }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]\nstrategy: random',
      { file: 'log.yaml' },
    ),
  ],
  [
    'machines that fail',
    read(
      'name: faults\nduration: 1h\nworkload: { arrivals: { kind: poisson, rate: 2/m }, prompt: 90, output: 200 }\nfleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, failures: { every: 20m, repair: 2m } }]\nstrategy: loadAware\nvary: { strategy: [random, loadAware] }',
      { file: 'faults.yaml' },
    ),
  ],
];

async function outcome(scenarioFile: ScenarioFile, replications: number): Promise<ExperimentOutcome> {
  for await (const step of experiment(scenarioFile, { executor, version: '1', replications }))
    if (step.kind === 'outcome') return step.outcome;
  throw new Error('no outcome');
}

async function all(
  scenarioFile: ScenarioFile,
  more: Partial<Parameters<typeof rounds>[1]> = {},
): Promise<Round[]> {
  const found: Round[] = [];
  for await (const round of rounds(scenarioFile, { executor, version: '1', replications: 5, ...more }))
    found.push(round);
  return found;
}

describe('rounds', () => {
  test.each(plans)(
    'of %s have to the byte the summary of a run with so many replications',
    async (_, scenarioFile) => {
      const seen = await all(scenarioFile);
      expect(seen.map(({ replications }) => replications)).toEqual([1, 2, 3, 5]);
      for (const { replications, summary } of seen)
        expect(JSON.stringify(summary)).toBe(
          JSON.stringify((await outcome(scenarioFile, replications)).summary),
        );
    },
  );

  test('are looked at without a trace: series and tables are what they are without a look', async () => {
    const [, scenarioFile] = plans[0]!;
    const series: string[] = [];
    for await (const { findings } of rounds(scenarioFile, { executor, version: '1', replications: 4 }))
      series.push(JSON.stringify(scenarioFile.cells.map((_, cell) => findings.series(cell))));
    const { findings } = await outcome(scenarioFile, 4);
    expect(series.at(-1)).toBe(JSON.stringify(scenarioFile.cells.map((_, cell) => findings.series(cell))));
    expect(new Set(series).size).toBe(series.length);
  });

  test('stop when their requests are spent, with what there is by then', async () => {
    const [, scenarioFile] = plans[0]!;
    const [first, ...others] = await all(scenarioFile, { requests: 1 });
    expect(others).toEqual([]);
    expect(first).toMatchObject({ replications: 1, last: 'requests' });
    expect(first!.requests).toBeGreaterThan(scenarioFile.cells.length * 100);
    expect((await all(scenarioFile)).at(-1)!.last).toBe('done');
  });

  test('that are cut short yield no half of a round', async () => {
    const [, scenarioFile] = plans[0]!;
    const stop = new AbortController();
    const seen: number[] = [];
    let jobs = 0;
    const counting = inProcess((job) => {
      if (++jobs === scenarioFile.cells.length + 2) stop.abort();
      return runJob(job, { source: inMemory({}) });
    });
    for await (const round of rounds(scenarioFile, {
      executor: counting,
      version: '1',
      replications: 9,
      looks: [1],
      signal: stop.signal,
    }))
      seen.push(round.replications);
    expect(seen).toEqual([1]);
  });
});

describe('a look at what has come in so far', () => {
  test('changes nothing, though replications are missing between', async () => {
    const [, scenarioFile] = plans[0]!;
    const finished: Finished[] = [];
    for await (const step of experiment(scenarioFile, { executor, version: '1', replications: 4 }))
      if (step.kind === 'finished') finished.push(step.finished);
    const [looked, left] = [new Findings(scenarioFile.cells.length), new Findings(scenarioFile.cells.length)];
    // The third replication comes before the second.
    const order = finished.toSorted((a, b) => ((a.replication * 3) % 4) - ((b.replication * 3) % 4));
    for (const one of order) {
      looked.add(one);
      expect(looked.series(one.cell).length).toBeGreaterThan(0);
      left.add(one);
    }
    for (const [cell] of scenarioFile.cells.entries()) {
      expect(looked.series(cell)).toEqual(left.series(cell));
      expect(looked.sum(cell)).toEqual(left.sum(cell));
    }
  });
});
