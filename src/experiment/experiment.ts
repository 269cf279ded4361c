/** Runs a scenario: every cell, with the replications requested or needed. */
import { FIGURES_ALONE } from '../metrics/only.ts';
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { Bench, type BenchOptions, type Progress } from './bench.ts';
import { Findings } from './findings.ts';
import { byKey, keyText, type CellSum, type Failed, type Finished, type Job, type Keep } from './job.ts';
import { PAIRS, slower, SLOWER, DRAWS, drawn, INNER, type ModelError } from './modelError.ts';
import { FEWEST, missed, nextReplications } from './precision.ts';
import { isIn, type Shard } from './shard.ts';
import { summarise, type SummariseOptions } from './summarise.ts';
import { isWorld, World } from './world/world.ts';

/** Where a scenario file runs, and how long. */
export interface ExperimentNeeds extends SummariseOptions, BenchOptions {
  /** Replications; by default the file's own number. */
  readonly replications?: number;
  /** Stored sums of time series; without them, jobs whose series were dropped are run again. */
  readonly sums?: readonly CellSum[];
  readonly modelError?: ModelError;
  /** Replications of each cell repeated with slightly slower machines, if profiles are not drawn. */
  readonly pairs?: number;
  /** Run only this part of the jobs; there is no outcome then, since that needs all. */
  readonly shard?: Shard;
}

/** The result of an experiment. */
export interface ExperimentOutcome {
  readonly summary: Summary;
  readonly findings: Findings;
  /** Jobs that failed. */
  readonly failures: readonly Failed[];
  /** Whether the signal stopped it early; the summary then covers the runs made so far. */
  readonly interrupted: boolean;
}

/** What an experiment yields: a result, a failure, or at last the outcome. */
export type ExperimentStep =
  | { readonly kind: 'finished'; readonly finished: Finished; readonly progress: Progress }
  | { readonly kind: 'failed'; readonly failed: Failed; readonly progress: Progress }
  | { readonly kind: 'outcome'; readonly outcome: ExperimentOutcome };

/** Yields every result as it arrives, and finally the outcome. Results do not depend on the executor. */
export async function* experiment(
  scenarioFile: ScenarioFile,
  options: ExperimentNeeds,
): AsyncGenerator<ExperimentStep, void, undefined> {
  const { precision } = options;
  const bench = new Bench(options);
  const findings = new Findings(scenarioFile.cells.length);
  const keep = keepOf(scenarioFile);
  let replications = options.replications ?? scenarioFile.replications;
  if (precision) replications = Math.max(replications, Math.min(FEWEST, precision.most ?? FEWEST));
  const world = isWorld(scenarioFile) ? new World(scenarioFile, findings, replications === 1) : null;
  if (world && options.modelError)
    throw new RangeError(
      'has regions: profile error is estimated for a scenario of one of them, without regions',
    );
  const into = world ?? findings;
  for (let planned: number | null = replications; planned !== null && !bench.stopped;) {
    replications = planned;
    const all = world?.jobs(replications) ?? jobsOf(scenarioFile, replications, keep, options);
    const known = (job: Job): boolean => world?.has(job) ?? (findings.has(job) || findings.failed(job));
    const jobs = dealt(all, options.shard).filter((job) => !known(job));
    const usable = begun(jobs, options.sums ?? [], findings);
    for await (const over of bench.run(jobs, (finished) => into.add(finished), usable)) {
      const progress = bench.progress();
      if ('error' in over) {
        into.fail(over);
        yield { kind: 'failed', failed: over, progress };
      } else yield { kind: 'finished', finished: over, progress };
    }
    planned = precision
      ? nextReplications(replications, missed(scenarioFile, findings, precision), precision)
      : null;
  }
  if (options.shard) return;
  const { interrupted } = bench;
  const failures = [...bench.failures, ...(world?.refused ?? [])];
  const summary = summarise(scenarioFile, findings, options);
  yield { kind: 'outcome', outcome: { summary, findings, failures: failures.sort(byKey), interrupted } };
}

/** Which jobs are run besides the replications. */
type MoreJobs = Pick<ExperimentNeeds, 'modelError' | 'pairs'>;

/** The number of jobs, without creating them. */
export function countJobs(
  { cells }: ScenarioFile,
  replications: number,
  { modelError, pairs = 0 }: MoreJobs = {},
): number {
  if (!modelError) return cells.length * (replications + Math.min(pairs, replications));
  const { draws = DRAWS, replications: inner = INNER } = modelError;
  const slower = Math.min(PAIRS, replications);
  return cells.length * (replications + draws * Math.min(inner, replications) + slower);
}

/** All jobs of a round, replication by replication, so that an interrupted study has about equally many for each cell. */
export function jobsOf(
  scenarioFile: ScenarioFile,
  replications: number,
  keep: Keep,
  { modelError, pairs = 0 }: MoreJobs = {},
): Job[] {
  const { seed } = scenarioFile;
  const jobs: Job[] = [];
  for (let replication = 0; replication < replications; replication++)
    scenarioFile.cells.forEach(({ scenario }, cell) => {
      jobs.push({ cell, replication, draw: null, seed, scenario, keep });
    });
  if (!modelError) return [...jobs, ...slowerJobs(scenarioFile, Math.min(pairs, replications))];
  const { draws = DRAWS, replications: inner = INNER } = modelError;
  for (let draw = 0; draw < draws; draw++)
    scenarioFile.cells.forEach(({ scenario }, cell) => {
      const varied = drawn(scenario, seed, draw);
      for (let replication = 0; replication < Math.min(inner, replications); replication++)
        jobs.push({ cell, replication, draw, seed, scenario: varied, keep: 'none', only: FIGURES_ALONE });
    });
  return [...jobs, ...slowerJobs(scenarioFile, Math.min(PAIRS, replications))];
}

/** The first replications again, with slightly slower machines. */
function slowerJobs({ cells, seed }: ScenarioFile, pairs: number): Job[] {
  if (pairs === 0) return [];
  return cells.flatMap(({ scenario }, cell) => {
    if (scenario.fleet.length === 0) return [];
    const varied = slower(scenario);
    return Array.from({ length: pairs }, (_, replication): Job => {
      return { cell, replication, draw: SLOWER, seed, scenario: varied, keep: 'none' };
    });
  });
}

/** The jobs of a shard: cells in turn, so that each shard has equally many of every cell. */
function dealt(jobs: readonly Job[], shard: Shard | undefined): readonly Job[] {
  if (shard === undefined) return jobs;
  const mine = new Set(jobs.toSorted(byKey).filter((_, place) => isIn(place, shard)));
  return jobs.filter((job) => mine.has(job));
}

/** Starts the findings from usable sums; returns which earlier results can be used. */
function begun(
  jobs: readonly Job[],
  sums: readonly CellSum[],
  findings: Findings,
): (finished: Finished) => boolean {
  const open = new Set(sums.length > 0 ? jobs.map(keyText) : []);
  const summed = new Map<number, number>();
  for (const sum of sums) {
    // A sum over more replications than requested is useless: nothing can be subtracted from it.
    const asked = (_: unknown, replication: number): boolean =>
      open.has(keyText({ cell: sum.cell, replication, draw: null }));
    const usable = Array.from({ length: sum.replications }, asked).every(Boolean);
    if (sum.replications === 0 || !usable) continue;
    findings.begin(sum.cell, sum);
    summed.set(sum.cell, sum.replications);
  }
  return (finished) => finished.summed !== true || finished.replication < (summed.get(finished.cell) ?? 0);
}

/** Series of devices are large: with many cells only those of the fleet are recorded, with very many none. */
export function keepOf({ cells }: ScenarioFile): Keep {
  return cells.length <= 100 ? 'devices' : cells.length <= 2000 ? 'fleet' : 'none';
}
