/** A whole study of sensitivity: its points are run like the cells of any run, then looked at from several sides. */
import { createStreams } from '../../kernel/random.ts';
import type { Plan, Scenario } from '../../scenario/scenario.ts';
import type { Executor, Running } from '../executor.ts';
import type { Progress } from '../experiment.ts';
import { byKey, type Failed, type Finished, type Job } from '../job.ts';
import { analyse } from './analyse.ts';
import { studyDesign, type Point, type StudyDesign } from './design.ts';
import type { Input } from './input.ts';
import { Responses } from './responses.ts';
import type { Sensitivity } from './result.ts';
import { withNode } from './scenarioPath.ts';

/** Where a study runs, and how closely it looks. */
export interface SensitivityOptions {
  readonly executor: Executor;
  /** Of the program. */
  readonly version: string;
  /** Which figures; those that tell something of the usual ones when nothing is said. */
  readonly metrics?: readonly string[];
  /** Rows of the design for Sobol's indices, best a power of two; walks of the screening. 0 leaves a part out. */
  readonly samples?: number;
  readonly walks?: number;
  /** Values on a curve. */
  readonly levels?: number;
  /** Pairs of paths to be mapped, and values along a side. */
  readonly maps?: readonly (readonly [string, string])[];
  readonly side?: number;
  /** Of a point of the screening and the indices; curves, maps and claims take at least as many as the plan says, up to 10. */
  readonly replications?: number;
  /** Points all over the ranges at which the scenario's claims are judged; none when nothing is said. */
  readonly claims?: number;
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

const SAMPLES = 64;
const WALKS = 16;
const LEVELS = 15;
const SIDE = 12;
const FEW = 3;
/** Of curves, maps and claims: enough for an interval. */
const MANY = 10;

/** How large the study is, before it is run. */
export interface Size {
  readonly design: StudyDesign;
  readonly few: number;
  readonly many: number;
  readonly runs: number;
}

export function sized(
  plan: Plan,
  inputs: readonly Input[],
  options: Omit<SensitivityOptions, 'executor' | 'version'> = {},
): Size {
  const few = options.replications ?? FEW;
  const many = Math.max(few, Math.min(plan.replications, MANY), 2);
  const place = (path: string): number => {
    const found = inputs.findIndex((input) => input.path === path || input.name === path);
    if (found < 0)
      throw new RangeError(`no input is called ${path}: ${inputs.map((one) => one.path).join(', ')}`);
    return found;
  };
  const design = studyDesign(
    inputs,
    {
      walks: options.walks ?? WALKS,
      samples: options.samples ?? SAMPLES,
      levels: options.levels ?? LEVELS,
      maps: (options.maps ?? []).map(([a, b]) => [place(a), place(b)] as const),
      side: options.side ?? SIDE,
      claims: options.claims ?? 0,
      few,
      many,
    },
    createStreams(plan.seed, 0),
  );
  const runs = design.points.reduce((sum, { replications }) => sum + replications, 0) * plan.cells.length;
  return { design, few, many, runs };
}

/** A point of the study in one cell. Every point has the same seeds: what differs between them is the inputs' doing. */
export function scenarioAt(plan: Plan, inputs: readonly Input[], { values }: Point, cell: number): Scenario {
  return inputs.reduce(
    (scenario, input, i) =>
      input.cells.includes(cell) ? withNode(scenario, input.path.split('.'), values[i]!) : scenario,
    plan.cells[cell]!.scenario,
  );
}

/** Yields every result as it comes, and at last the outcome: the same whoever runs the jobs. */
export async function* sensitivity(
  plan: Plan,
  inputs: readonly Input[],
  options: SensitivityOptions,
): AsyncGenerator<SensitivityStep, void, undefined> {
  const size = sized(plan, inputs, options);
  const { design } = size;
  const cells = plan.cells.length;
  const responses = new Responses(design.points.length, cells);
  const take = ({ cell, replication, result }: Finished): void =>
    responses.set(Math.floor(cell / cells), cell % cells, replication, result);
  for (const finished of options.done ?? []) if (finished.cell < design.points.length * cells) take(finished);
  const jobs = [...jobsOf(plan, inputs, design, responses)];
  const before = size.runs - jobs.length;
  const state = { done: before, requests: 0 };
  const failures: Failed[] = [];
  const progress = ({ requests, share }: Running = { requests: 0, share: 0 }): Progress => ({
    jobs: { done: state.done, total: size.runs, failed: failures.length, before },
    requests: state.requests + requests,
    share: Math.min(1, (state.done + share) / size.runs),
  });
  options.onProgress?.(progress());
  const running = {
    ...(options.signal && { signal: options.signal }),
    onRunning: (now: Running) => options.onProgress?.(progress(now)),
  };
  for await (const over of options.executor.run(jobs, running)) {
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
  const interrupted = options.signal?.aborted === true && state.done < size.runs;
  const result = analyse(plan, inputs, { ...size, failed: failures.length }, responses, options);
  yield {
    kind: 'outcome',
    outcome: { result, design, responses, failures: failures.sort(byKey), interrupted },
  };
}

function* jobsOf(
  plan: Plan,
  inputs: readonly Input[],
  { points }: StudyDesign,
  responses: Responses,
): Generator<Job> {
  for (const [place, point] of points.entries())
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

/** Nobody looks at single devices here, and a journal of thousands of runs should be short. */
function lightened({ result, ...key }: Finished): Finished {
  return { ...key, result: { ...result, devices: [], series: [], reasons: {}, trend: null, within: {} } };
}
