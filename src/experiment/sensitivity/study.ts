/** A whole study of sensitivity: its points are run like the cells of any run, then looked at from several sides. */
import type { Input, Sensitivity } from '../../studied.ts';
import type { Plan } from '../../scenario/scenario.ts';
import type { Executor, Running } from '../executor.ts';
import type { Progress } from '../experiment.ts';
import { byKey, type Failed, type Finished, type Job } from '../job.ts';
import { analyse, USUAL } from './analyse.ts';
import type { StudyDesign } from './design.ts';
import { Responses } from './responses.ts';
import { effective } from './screened.ts';
import { beginning, completed, runsOf, scenarioAt, sized, type SizeOptions } from './size.ts';

/** Where a study runs, and what it looks at. */
export interface SensitivityOptions extends SizeOptions {
  readonly executor: Executor;
  /** Of the program. */
  readonly version: string;
  /** Which figures; those that tell something of the usual ones when nothing is said. */
  readonly metrics?: readonly string[];
  /** What was finished before. */
  readonly done?: Iterable<Finished>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a study found, with the runs behind it. */
export interface SensitivityOutcome {
  readonly result: Sensitivity;
  readonly design: StudyDesign;
  readonly responses: Responses;
  readonly failures: readonly Failed[];
  readonly interrupted: boolean;
}

export type SensitivityStep =
  | { readonly kind: 'finished'; readonly finished: Finished }
  | { readonly kind: 'failed'; readonly failed: Failed }
  | { readonly kind: 'outcome'; readonly outcome: SensitivityOutcome };

/** With fewer inputs there is nothing to be gained by leaving one out. */
const WORTH_LEAVING = 3;

/** Yields every result as it comes, and at last the outcome: the same whoever runs the jobs. */
export async function* sensitivity(
  plan: Plan,
  inputs: readonly Input[],
  options: SensitivityOptions,
): AsyncGenerator<SensitivityStep, void, undefined> {
  const cells = plan.cells.length;
  const responses = new Responses(cells);
  const take = ({ cell, replication, result }: Finished): void =>
    responses.set(Math.floor(cell / cells), cell % cells, replication, result);
  const first = beginning(plan, inputs, options);
  const cellsAtFirst = cells * first.design.points.length;
  const later: Finished[] = [];
  for (const finished of options.done ?? [])
    if (finished.cell < cellsAtFirst) take(finished);
    else later.push(finished);
  const state = { size: sized(plan, inputs, options), before: 0, done: 0, requests: 0 };
  const failures: Failed[] = [];
  const progress = ({ requests, share }: Running = { requests: 0, share: 0 }): Progress => ({
    jobs: { done: state.done, total: state.size.runs, failed: failures.length, before: state.before },
    requests: state.requests + requests,
    share: Math.min(1, (state.done + share) / state.size.runs),
  });
  const running = {
    ...(options.signal && { signal: options.signal }),
    onRunning: (now: Running) => options.onProgress?.(progress(now)),
  };
  const { executor } = options;
  async function* work(design: StudyDesign, from: number): AsyncGenerator<SensitivityStep, void, undefined> {
    const jobs = [...jobsOf(plan, inputs, design, from, responses)];
    const there = runsOf(plan, { ...design, points: design.points.slice(from) }) - jobs.length;
    state.before += there;
    state.done += there;
    options.onProgress?.(progress());
    for await (const over of executor.run(jobs, running)) {
      state.done++;
      if ('error' in over) {
        failures.push(over);
        yield { kind: 'failed', failed: over };
      } else {
        state.requests += over.result.metrics['arrived'] ?? 0;
        take(over);
        yield { kind: 'finished', finished: lightened(over) };
      }
      options.onProgress?.(progress());
    }
  }
  // The screening first: what it shows to be without effect need not be in the design of the indices.
  yield* work(first.design, 0);
  // What was finished of that design is of other points where the screening left out others, for want of a run that failed.
  if (state.before === first.runs || !mayLeaveOut(inputs, first.design, options)) later.forEach(take);
  const stopped = (): boolean => options.signal?.aborted === true;
  if (!stopped() || state.done >= first.runs) {
    state.size = completed(plan, inputs, first, keptOf(inputs, first.design, responses, options), options);
    yield* work(state.size.design, first.design.points.length);
  }
  const { size } = state;
  const interrupted = stopped() && state.done < size.runs;
  const result = analyse(plan, inputs, { ...size, failed: failures.length }, responses, options);
  yield {
    kind: 'outcome',
    outcome: { result, design: size.design, responses, failures: failures.sort(byKey), interrupted },
  };
}

/** Inputs that the indices are about. */
function keptOf(
  inputs: readonly Input[],
  design: StudyDesign,
  responses: Responses,
  options: Pick<SensitivityOptions, 'keepAll' | 'metrics'>,
): readonly number[] {
  return mayLeaveOut(inputs, design, options)
    ? effective(inputs.length, design, responses, options.metrics ?? USUAL)
    : inputs.map((_, i) => i);
}

function mayLeaveOut(
  inputs: readonly Input[],
  { walks }: StudyDesign,
  { keepAll = false }: Pick<SensitivityOptions, 'keepAll'>,
): boolean {
  return !keepAll && walks.length > 0 && inputs.length >= WORTH_LEAVING;
}

function* jobsOf(
  plan: Plan,
  inputs: readonly Input[],
  { points }: StudyDesign,
  from: number,
  responses: Responses,
): Generator<Job> {
  for (const [place, point] of points.entries()) {
    if (place < from) continue;
    for (let cell = 0; cell < plan.cells.length; cell++) {
      const scenario = scenarioAt(plan, inputs, point, cell);
      for (let replication = 0; replication < point.replications; replication++)
        if (!responses.has(place, cell, replication))
          yield {
            cell: place * plan.cells.length + cell,
            replication,
            draw: null,
            seed: plan.seed,
            scenario,
            keep: 'none',
          };
    }
  }
}

/** Nobody looks at single devices here, and a journal of thousands of runs should be short. */
function lightened({ result, ...key }: Finished): Finished {
  return { ...key, result: { ...result, devices: [], series: [], reasons: {}, trend: null, within: {} } };
}
