/** A whole scenario file: every cell, with as many replications as are asked for or needed. */
import { FIGURES_ALONE } from '../metrics/only.ts';
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { Executor, JobsRunning } from './executor.ts';
import { Findings } from './findings.ts';
import { byKey, keyText, type CellSum, type Failed, type Finished, type Job, type Keep } from './job.ts';
import { PAIRS, slower, SLOWER } from './elasticity.ts';
import { DRAWS, drawn, INNER, type ModelError } from './modelError.ts';
import { FEWEST, missed, nextReplications } from './precision.ts';
import { isIn, type Shard } from './shard.ts';
import { summarise, type SummariseOptions } from './summarise.ts';

/** Where a scenario file runs, and how long. */
export interface ExperimentNeeds extends SummariseOptions {
  readonly executor: Executor;
  /** The file's own number when nothing is said. */
  readonly replications?: number;
  /** What was finished before. Read once per round; what the file does not ask for is left out. */
  readonly done?: Iterable<Finished>;
  /** Sums over the series of what was finished before; without them a job whose series are gone is run again. */
  readonly sums?: readonly CellSum[];
  readonly modelError?: ModelError;
  /** Only these of its jobs: there is then no outcome at the end, for that takes them all. */
  readonly shard?: Shard;
  readonly signal?: AbortSignal;
  /** Called as results come in, and now and then while jobs run. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far an experiment is. */
export interface Progress {
  /** Jobs that are over, failed ones and those finished before among them, of those planned so far. */
  readonly jobs: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly before: number;
  };
  /** Requests simulated in this run of the program. */
  readonly requests: number;
  /** Share of the planned work that is over, with what the running jobs have done. */
  readonly share: number;
}

/** What an experiment comes to. */
export interface ExperimentOutcome {
  readonly summary: Summary;
  readonly findings: Findings;
  /** What could not be run. */
  readonly failures: readonly Failed[];
  /** Whether the signal cut it short; the summary is then of what there was. */
  readonly interrupted: boolean;
}

/** What an experiment yields: a result, a failure, or at last the outcome. */
export type ExperimentStep =
  | { readonly kind: 'finished'; readonly finished: Finished; readonly progress: Progress }
  | { readonly kind: 'failed'; readonly failed: Failed; readonly progress: Progress }
  | { readonly kind: 'outcome'; readonly outcome: ExperimentOutcome };

/** Yields every result as it comes, and at last the outcome. Results are the same for every executor. */
export async function* experiment(
  scenarioFile: ScenarioFile,
  options: ExperimentNeeds,
): AsyncGenerator<ExperimentStep, void, undefined> {
  const { executor, signal, precision } = options;
  const findings = new Findings(scenarioFile.cells.length);
  const failures: Failed[] = [];
  const keep = keepOf(scenarioFile);
  const state = { done: 0, total: 0, before: 0, requests: 0 };
  const progress = ({ requests, share }: JobsRunning = { requests: 0, share: 0 }): Progress => ({
    jobs: { done: state.done, total: state.total, failed: failures.length, before: state.before },
    requests: state.requests + requests,
    share: state.total === 0 ? 1 : Math.min(1, (state.done + share) / state.total),
  });
  let replications = options.replications ?? scenarioFile.replications;
  if (precision) replications = Math.max(replications, Math.min(FEWEST, precision.most ?? FEWEST));
  const stopped = (): boolean => signal?.aborted === true;
  for (let planned: number | null = replications; planned !== null && !stopped();) {
    replications = planned;
    const all = jobsOf(scenarioFile, replications, keep, options.modelError);
    const jobs = dealt(all, options.shard).filter((job) => !findings.has(job) && !findings.failed(job));
    state.total += jobs.length;
    const left = resume(jobs, options, findings);
    state.before += jobs.length - left.length;
    state.done += jobs.length - left.length;
    options.onProgress?.(progress());
    const running = {
      ...(signal && { signal }),
      onRunning: (now: JobsRunning) => options.onProgress?.(progress(now)),
    };
    for await (const over of executor.run(left, running)) {
      state.done++;
      if ('error' in over) {
        failures.push(over);
        findings.fail(over);
        yield { kind: 'failed', failed: over, progress: progress() };
      } else {
        state.requests += over.result.metrics['arrived'] ?? 0;
        findings.add(over);
        yield { kind: 'finished', finished: over, progress: progress() };
      }
      options.onProgress?.(progress());
    }
    planned = precision
      ? nextReplications(replications, missed(scenarioFile, findings, precision), precision)
      : null;
  }
  if (options.shard) return;
  const interrupted = stopped() && state.done < state.total;
  const summary = summarise(scenarioFile, findings, options);
  yield { kind: 'outcome', outcome: { summary, findings, failures: failures.sort(byKey), interrupted } };
}

/** How many jobs that is, with none of them made. */
export function countJobs({ cells }: ScenarioFile, replications: number, modelError?: ModelError): number {
  if (!modelError) return cells.length * replications;
  const { draws = DRAWS, replications: inner = INNER } = modelError;
  const slower = Math.min(PAIRS, replications);
  return cells.length * (replications + draws * Math.min(inner, replications) + slower);
}

/** All of a round's jobs, replication by replication, so that what is cut short is cut short evenly. */
export function jobsOf(
  scenarioFile: ScenarioFile,
  replications: number,
  keep: Keep,
  modelError?: ModelError,
): Job[] {
  const { seed } = scenarioFile;
  const jobs: Job[] = [];
  for (let replication = 0; replication < replications; replication++)
    scenarioFile.cells.forEach(({ scenario }, cell) => {
      jobs.push({ cell, replication, draw: null, seed, scenario, keep });
    });
  if (!modelError) return jobs;
  const { draws = DRAWS, replications: inner = INNER } = modelError;
  for (let draw = 0; draw < draws; draw++)
    scenarioFile.cells.forEach(({ scenario }, cell) => {
      const varied = drawn(scenario, seed, draw);
      for (let replication = 0; replication < Math.min(inner, replications); replication++)
        jobs.push({ cell, replication, draw, seed, scenario: varied, keep: 'none', only: FIGURES_ALONE });
    });
  scenarioFile.cells.forEach(({ scenario }, cell) => {
    const varied = slower(scenario);
    for (let replication = 0; replication < Math.min(PAIRS, replications); replication++)
      jobs.push({ cell, replication, draw: SLOWER, seed, scenario: varied, keep: 'none' });
  });
  return jobs;
}

/** A shard's jobs: cell by cell in turn, so that each shard has as many of every cell. */
export function dealt(jobs: readonly Job[], shard: Shard | undefined): readonly Job[] {
  if (shard === undefined) return jobs;
  const mine = new Set(jobs.toSorted(byKey).filter((_, place) => isIn(place, shard)));
  return jobs.filter((job) => mine.has(job));
}

/** The jobs that are left after what was finished before; that goes into `findings`, where they are given. */
export function resume(
  jobs: readonly Job[],
  { done = [], sums = [] }: Pick<ExperimentNeeds, 'done' | 'sums'>,
  findings?: Findings,
): Job[] {
  const open = new Map(jobs.map((job) => [keyText(job), job]));
  const summed = new Map<number, number>();
  for (const sum of sums) {
    // A sum over more than is asked for is of no use: nothing can be taken from it.
    const asked = (_: unknown, replication: number): boolean =>
      open.has(keyText({ cell: sum.cell, replication, draw: null }));
    const usable = Array.from({ length: sum.replications }, asked).every(Boolean);
    if (sum.replications === 0 || !usable) continue;
    findings?.begin(sum.cell, sum);
    summed.set(sum.cell, sum.replications);
  }
  for (const finished of done) {
    if (finished.summed && finished.replication >= (summed.get(finished.cell) ?? 0)) continue;
    if (open.delete(keyText(finished))) findings?.add(finished);
  }
  return [...open.values()];
}

/** Series of devices cost the most: with many cells only the fleet's are kept, with very many none. */
export function keepOf({ cells }: ScenarioFile): Keep {
  return cells.length <= 100 ? 'devices' : cells.length <= 2000 ? 'fleet' : 'none';
}
