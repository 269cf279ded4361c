import { describe, expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import type { Executor } from '../../src/experiment/executor.ts';
import {
  experiment,
  jobsOf,
  type ExperimentNeeds,
  type ExperimentOutcome,
} from '../../src/experiment/experiment.ts';
import type { Failed, Finished, Job } from '../../src/experiment/job.ts';
import { summarise } from '../../src/experiment/summarise.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { runner } from '../../src/store/runner.ts';
import { randomFor } from './made.ts';
import { office } from './plan.ts';

const run = runner({ base: '/' });
const here = inProcess(run);

async function all(
  scenarioFile: ScenarioFile,
  options: Partial<ExperimentNeeds> = {},
): Promise<ExperimentOutcome & { finished: Finished[]; failed: Failed[] }> {
  const finished: Finished[] = [];
  const failed: Failed[] = [];
  for await (const step of experiment(scenarioFile, { version: '0', executor: here, ...options })) {
    if (step.kind === 'finished') finished.push(step.finished);
    if (step.kind === 'failed') failed.push(step.failed);
    if (step.kind === 'outcome') return { ...step.outcome, finished, failed };
  }
  throw new Error('there was no outcome');
}

/** Runs the jobs in another order. */
function shuffling(name: string): Executor {
  const random = randomFor(name);
  return {
    run: (jobs, options) =>
      here.run(
        [...jobs]
          .map((job) => ({ job, key: random.uniform() }))
          .sort((a, b) => a.key - b.key)
          .map(({ job }) => job),
        options,
      ),
    close: () => Promise.resolve(),
  };
}

/** Jobs that this says no to fail. */
function failing(fails: (job: Job) => boolean): Executor {
  return inProcess((job, progress) => {
    if (fails(job)) throw new Error('the trace ends in the middle\n    at somewhere.ts:1');
    return run(job, progress);
  });
}

describe('an experiment', () => {
  test('says how many requests were longer than a context takes, and how long that is', async () => {
    const { summary } = await all(
      office({ set: ['fleet.0.profile.context=300', 'vary={}', 'expect=[]', 'replications=4'] }),
    );
    const [cell] = summary.cells;
    const { mean } = cell!.reasons['contextLimit']!;
    expect(mean).toBeGreaterThan(0);
    const said = cell!.warnings.filter((text) => text.includes('context of the model'));
    expect(said).toEqual([
      expect.stringMatching(
        /^[\d.,]+ requests of a run \([\d.]+ %\) were refused as longer, .*: .* takes 300.* tokens$/,
      ),
    ]);
    expect(Math.abs(Number.parseFloat(said[0]!.replace(',', '')) - mean!)).toBeLessThan(0.06 * mean!);
    const { summary: fits } = await all(office({ set: ['vary={}', 'expect=[]'] }));
    expect(fits.cells[0]!.warnings.join()).not.toContain('context of the model');
  });

  test('says what share should meet the slo, where there is one', async () => {
    const few = ['vary={}', 'expect=[]', 'replications=1'];
    const target = async (...set: string[]): Promise<unknown> =>
      (await all(office({ set: [...few, ...set] }))).summary.cells[0]!.sloTarget;
    expect(await target()).toBe(0.95);
    expect(await target('slo.target=80 %')).toBe(0.8);
    expect(await target('slo={}')).toBeUndefined();
  });

  test('has the same summary whatever order its jobs finish in', async () => {
    const scenarioFile = office();
    const { summary, findings } = await all(scenarioFile);
    const series = scenarioFile.cells.map((_, cell) => findings.series(cell));
    for (const name of ['one', 'two']) {
      const other = await all(scenarioFile, { executor: shuffling(name) });
      expect(JSON.stringify(other.summary)).toBe(JSON.stringify(summary));
      expect(scenarioFile.cells.map((_, cell) => other.findings.series(cell))).toEqual(series);
    }
  });

  test('has the same summary from its results in any order', async () => {
    const scenarioFile = office();
    const { summary, finished } = await all(scenarioFile);
    const random = randomFor('results');
    for (let trial = 0; trial < 10; trial++) {
      const shuffled = finished.map((one) => ({ one, key: random.uniform() })).sort((a, b) => a.key - b.key);
      const again = summarise(
        scenarioFile,
        shuffled.map(({ one }) => one),
        { version: '0' },
      );
      expect(JSON.stringify(again)).toBe(JSON.stringify(summary));
    }
  });

  test('runs only what was not finished before, with the same summary', async () => {
    const scenarioFile = office();
    const { summary, finished } = await all(scenarioFile);
    const resumed = await all(scenarioFile, {
      done: JSON.parse(JSON.stringify(finished.slice(3))) as Finished[],
    });
    expect(resumed.finished.map(({ cell, replication }) => [cell, replication])).toEqual(
      finished.slice(0, 3).map(({ cell, replication }) => [cell, replication]),
    );
    expect(JSON.stringify(resumed.summary)).toBe(JSON.stringify(summary));
  });

  test('leaves out what was finished before and is not asked for', async () => {
    const scenarioFile = office();
    const { finished } = await all(scenarioFile);
    const fewer = await all(scenarioFile, { replications: 2, done: finished });
    expect(fewer.finished).toEqual([]);
    expect(fewer.summary.cells.map(({ replications }) => replications)).toEqual([2, 2, 2]);
    expect(JSON.stringify(fewer.summary)).toBe(
      JSON.stringify((await all(scenarioFile, { replications: 2 })).summary),
    );
  });

  test('says how far it is, by jobs and by requests', async () => {
    const scenarioFile = office();
    const shares: number[] = [];
    let last = { done: 0, total: 0 };
    let requests = 0;
    const { finished } = await all(scenarioFile, {
      onProgress: (progress) => {
        shares.push(progress.share);
        last = progress.jobs;
        requests = progress.requests;
      },
    });
    expect(last).toMatchObject({ done: 12, total: 12, failed: 0, before: 0 });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(requests).toBe(finished.reduce((sum, { result }) => sum + result.metrics['arrived']!, 0));
  });

  test('reports a job that fails with its cell, and goes on with the rest', async () => {
    const scenarioFile = office();
    const { summary, failed, failures } = await all(scenarioFile, {
      executor: failing(({ cell, replication }) => cell === 1 && replication === 2),
    });
    expect(failed).toEqual([{ cell: 1, replication: 2, draw: null, error: 'the trace ends in the middle' }]);
    expect(failures).toEqual(failed);
    expect(summary.cells.map(({ replications }) => replications)).toEqual([4, 3, 4]);
    expect(summary.cells[1]!.warnings).toContain('1 run failed: the trace ends in the middle');
  });

  test('of which everything fails still has an outcome', async () => {
    const { summary, failures } = await all(office(), { executor: failing(() => true) });
    expect(failures).toHaveLength(12);
    expect(summary.cells.map(({ metrics, replications }) => [metrics, replications])).toEqual(
      Array.from({ length: 3 }, () => [{}, 0]),
    );
    expect(summary.expectations[0]!.outcome).toBe('undecided');
  });

  test('stops at a signal with what it has', async () => {
    const stop = new AbortController();
    let seen = 0;
    const outcome = await all(office({ set: ['replications=200'] }), {
      signal: stop.signal,
      onProgress: () => {
        if (++seen === 20) stop.abort();
      },
    });
    expect(outcome.interrupted).toBe(true);
    expect(outcome.finished.length).toBeLessThan(600);
    expect(outcome.finished.length).toBeGreaterThan(0);
  });
});

describe('a summary', () => {
  test('has means, intervals and comparisons of real runs', async () => {
    const scenarioFile = office({ set: ['replications=30'] });
    const { summary, finished } = await all(scenarioFile);
    const rejected = finished
      .filter(({ cell }) => cell === 0)
      .map(({ result }) => result.metrics['edge.rejected']!);
    const { metrics, reasons, devices } = summary.cells[0]!;
    expect(metrics['edge.rejected']!.mean).toBeCloseTo(rejected.reduce((a, b) => a + b) / 30, 9);
    expect(metrics['dropped']).toEqual({ mean: 0, ci95: null });
    expect(metrics['failed']).toEqual({ mean: 0, ci95: [0, 0.1] });
    const refused = Object.values(reasons).reduce((sum, { mean }) => sum + mean!, 0);
    expect(refused).toBeCloseTo(metrics['edge.rejected']!.mean!, 9);
    expect(devices).toHaveLength(4);
    const tokens = summary.comparisons.find(
      ({ metric, cell }) => metric === 'cloud.tokens' && cell['strategy'] === 'leastQueue',
    )!;
    expect(tokens.verdict).toBe('better');
    expect(tokens.text).toMatch(/^leastQueue redirects .* % fewer tokens than random \(95 % interval/);
    expect(summary.expectations).toMatchObject([{ outcome: 'holds' }]);
  });

  test('of one replication has no intervals but those within the run', async () => {
    const { summary } = await all(office({ set: ['replications=1'] }));
    const { metrics } = summary.cells[0]!;
    expect(metrics['edge.served']!.ci95).toBeNull();
    expect(metrics['failed']!.ci95).toBeNull();
    expect(summary.expectations).toMatchObject([{ outcome: 'undecided' }]);
  });

  test('of runs in which nothing is random has no intervals', async () => {
    const constant = [
      'workload.arrivals={ kind: deterministic, rate: 0.2/s }',
      'workload.prompt={ kind: constant, value: 80 }',
      'workload.output={ kind: constant, value: 100 }',
      'fallback=drop',
      'cloud=null',
      'expect=[]',
    ];
    const { summary } = await all(office({ set: constant, vary: ['strategy=roundRobin'] }));
    const intervals = Object.values(summary.cells[0]!.metrics).map(({ ci95 }) => ci95);
    expect(new Set(intervals)).toEqual(new Set([null]));
  });
});

describe('a precision', () => {
  test('is reached by more replications, as many in every cell and for every executor', async () => {
    const precision = { target: 0.05, metrics: ['edge.served', 'cloud.tokens'] };
    const { summary } = await all(office(), { precision });
    const counts = summary.cells.map(({ replications }) => replications);
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(5);
    for (const { metrics } of summary.cells)
      for (const name of precision.metrics) {
        const { mean, ci95 } = metrics[name]!;
        expect((ci95![1] - ci95![0]) / 2).toBeLessThanOrEqual(0.05 * mean!);
      }
    expect(summary.precision).toEqual({ ...precision, missed: [] });
    const other = await all(office(), { precision, executor: shuffling('precision') });
    expect(JSON.stringify(other.summary)).toBe(JSON.stringify(summary));
  });

  test('that the cap cuts off is said', async () => {
    const precision = { target: 0.001, metrics: ['cloud.tokens'], most: 6 };
    const { summary } = await all(office(), { precision });
    expect(summary.cells.map(({ replications }) => replications)).toEqual([6, 6, 6]);
    expect(summary.precision!.missed).toHaveLength(3);
    expect(summary.precision!.missed[0]).toMatchObject({
      metric: 'cloud.tokens',
      vary: { strategy: 'random' },
    });
  });
});

describe('model error', () => {
  test('stands apart from sampling error, and is the same however jobs are ordered', async () => {
    const scenarioFile = office();
    const { summary } = await all(scenarioFile, { modelError: { draws: 30 } });
    expect(summary.modelError).toEqual({ draws: 30, replications: 2 });
    const energy = summary.cells[0]!.metrics['edge.joules']!;
    const plain = (await all(scenarioFile)).summary.cells[0]!.metrics['edge.joules']!;
    expect([energy.mean, energy.ci95]).toEqual([plain.mean, plain.ci95]);
    // One factor of 10 % on power and one on speed: what a request takes varies by about 14 %.
    expect(Math.sqrt(energy.variance!.model!) / energy.mean!).toBeGreaterThan(0.05);
    expect(Math.sqrt(energy.variance!.model!) / energy.mean!).toBeLessThan(0.2);
    expect(energy.model95![0]).toBeLessThan(energy.mean!);
    expect(energy.model95![1]).toBeGreaterThan(energy.mean!);
    // Who arrives has nothing to do with the profiles.
    expect(summary.cells[0]!.metrics['arrived']!.variance!.model).toBe(0);
    const other = await all(scenarioFile, { modelError: { draws: 30 }, executor: shuffling('draws') });
    expect(JSON.stringify(other.summary)).toBe(JSON.stringify(summary));
  });
});

test('jobs are plain values: the same after a trip through JSON', async () => {
  const [job] = jobsOf(office(), 1, 'devices', { modelError: { draws: 1, replications: 1 } });
  const travelled = JSON.parse(JSON.stringify(job)) as Job;
  expect(travelled).toEqual(job);
  const [here, there] = [run(job!), run(travelled)];
  expect(there).toEqual(here);
  expect(JSON.parse(JSON.stringify(here))).toEqual(here);
});
