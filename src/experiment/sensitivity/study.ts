/** A whole study of sensitivity: its points are run like the cells of any run, then looked at from several sides. */
import type { Input, Sensitivity } from '../../studied.ts';
import { createStreams } from '../../kernel/random.ts';
import type { Plan, Scenario } from '../../scenario/scenario.ts';
import type { Executor, Running } from '../executor.ts';
import type { Progress } from '../experiment.ts';
import { byKey, type Failed, type Finished, type Job } from '../job.ts';
import { analyse, USUAL } from './analyse.ts';
import { studyDesign, withIndices, type Point, type StudyDesign } from './design.ts';
import { Responses } from './responses.ts';
import { rowsFor } from './rows.ts';
import { effective } from './screened.ts';
import { withNode } from './scenarioPath.ts';

/** Where a study runs, and how closely it looks. */
export interface SensitivityOptions {
  readonly executor: Executor;
  /** Of the program. */
  readonly version: string;
  /** Which figures; those that tell something of the usual ones when nothing is said. */
  readonly metrics?: readonly string[];
  /** Rows of the design for Sobol's indices, best a power of two; by the size of the scenario when nothing is said. */
  readonly samples?: number;
  /** Walks of the screening. 0 leaves a part out. */
  readonly walks?: number;
  /** Indices of all inputs, also of those that the screening shows to be without effect. */
  readonly keepAll?: boolean;
  /** Values on a curve. */
  readonly levels?: number;
  /** Pairs of paths to be mapped, or all of them; the one there is with two inputs when nothing is said. */
  readonly maps?: readonly (readonly [string, string])[] | 'all';
  /** Values along a side of a map; 0 for no maps. */
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

const WALKS = 16;
const LEVELS = 15;
const SIDE = 9;
const FEW = 3;
/** Of curves, maps and claims: enough for an interval. */
const MANY = 10;
/** With fewer inputs there is nothing to be gained by leaving one out. */
const WORTH_LEAVING = 3;

/** How large the study is, before it is run: at most, if the screening leaves inputs out. */
export interface Size {
  readonly design: StudyDesign;
  readonly few: number;
  readonly many: number;
  readonly runs: number;
}

type Chosen = Omit<SensitivityOptions, 'executor' | 'version'>;

export function sized(plan: Plan, inputs: readonly Input[], options: Chosen = {}): Size {
  const all = inputs.map((_, i) => i);
  const size = beginning(plan, inputs, options);
  return completed(plan, inputs, size, all, options);
}

/** The study without the indices. */
function beginning(plan: Plan, inputs: readonly Input[], options: Chosen): Size {
  const few = options.replications ?? FEW;
  const many = Math.max(few, Math.min(plan.replications, MANY), 2);
  const place = (path: string): number => {
    const found = inputs.findIndex((input) => input.path === path || input.name === path);
    if (found < 0)
      throw new RangeError(`no input is called ${path}: ${inputs.map((one) => one.path).join(', ')}`);
    return found;
  };
  const { side = SIDE, maps = inputs.length === 2 ? 'all' : [] } = options;
  const pairs =
    maps === 'all'
      ? inputs.flatMap((_, i) => inputs.slice(0, i).map((_, j) => [j, i] as const))
      : maps.map(([a, b]) => [place(a), place(b)] as const);
  const design = studyDesign(
    inputs,
    {
      walks: options.walks ?? WALKS,
      levels: options.levels ?? LEVELS,
      maps: side === 0 ? [] : pairs,
      side,
      claims: options.claims ?? 0,
      few,
      many,
    },
    createStreams(plan.seed, 0),
  );
  return { design, few, many, runs: runsOf(plan, design) };
}

function completed(
  plan: Plan,
  inputs: readonly Input[],
  size: Size,
  kept: readonly number[],
  options: Chosen,
): Size {
  const { few } = size;
  const samples = options.samples ?? rowsFor(plan, kept.length, few);
  const design = withIndices(size.design, inputs, { kept, samples, few }, createStreams(plan.seed, 0));
  return { ...size, design, runs: runsOf(plan, design) };
}

function runsOf({ cells }: Plan, { points }: StudyDesign): number {
  return points.reduce((sum, { replications }) => sum + replications, 0) * cells.length;
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
  const cells = plan.cells.length;
  const responses = new Responses(cells);
  const take = ({ cell, replication, result }: Finished): void =>
    responses.set(Math.floor(cell / cells), cell % cells, replication, result);
  for (const finished of options.done ?? []) take(finished);
  const first = beginning(plan, inputs, options);
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
  { keepAll = false, metrics }: Chosen,
): readonly number[] {
  const all = inputs.map((_, i) => i);
  if (keepAll || design.walks.length === 0 || all.length < WORTH_LEAVING) return all;
  return effective(all.length, design, responses, metrics ?? USUAL);
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
