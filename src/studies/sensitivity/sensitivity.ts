/** Runs a sensitivity study: its points like the cells of a run, then the analyses. */
import { FIGURES_ALONE } from '../../metrics/only.ts';
import type { Input, Sensitivity } from './result.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { Bench, type BenchOptions } from '../../experiment/bench.ts';
import { byKey, type Failed, type Job } from '../../experiment/job.ts';
import { namesIn } from '../../metrics/definitions.ts';
import { isIn, shareOf, type Shard } from '../../experiment/shard.ts';
import { analyse } from './analyse.ts';
import type { StudyDesign } from './design.ts';
import { Responses } from './responses.ts';
import { beginning, completed, scenarioAt, sized, type SizeOptions } from './size.ts';
import { betaShare } from '../../kernel/beta.ts';
import { deviationOf, meanOf, same } from '../../kernel/spread.ts';

/** Where a study runs, and which metrics it analyses. */
export interface SensitivityNeeds extends SizeOptions, BenchOptions {
  /** The version of the program. */
  readonly version: string;
  /** Metrics; by default the usual ones that vary. */
  readonly metrics?: readonly string[];
  /** Run only this part of its runs, and the screening that determines the others; there is no result then. */
  readonly shard?: Shard;
}

/** The result of a sensitivity study, and its runs. */
export interface SensitivityOutcome {
  readonly result: Sensitivity;
  readonly design: StudyDesign;
  readonly responses: Responses;
  readonly failures: readonly Failed[];
  readonly interrupted: boolean;
}

/** With fewer inputs, leaving one out saves nothing. */
const WORTH_LEAVING = 3;

/** Runs a sensitivity analysis of inputs from `readInputs`, wherever jobs run. Undefined for a shard. */
export async function sensitivityAnalysis(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  options: SensitivityNeeds,
): Promise<SensitivityOutcome | undefined> {
  const cells = scenarioFile.cells.length;
  const { shard } = options;
  const bench = new Bench(options);
  const responses = new Responses(cells);
  const first = beginning(scenarioFile, inputs, options);
  let size = sized(scenarioFile, inputs, options);
  bench.planned = shareOf(size.runs, shard);
  const leavesOut = mayLeaveOut(inputs, first.design, options);
  const deciding = new Set(leavesOut ? first.design.walked.flat() : []);
  const isMine = (point: number, place: number): boolean => deciding.has(point) || isIn(place, shard);
  /** Runs the shard's jobs of the design from that point on; returns the number of all jobs. */
  async function work(design: StudyDesign, from: number): Promise<number> {
    const jobs = [...jobsOf(scenarioFile, inputs, design, from, isMine)];
    await bench.all(jobs, ({ cell, replication, result }) =>
      responses.set(Math.floor(cell / cells), cell % cells, replication, result),
    );
    return jobs.length;
  }
  // The screening first: inputs without effect are left out of the indices.
  const atFirst = await work(first.design, 0);
  const { done, before } = bench.progress().jobs;
  // What was finished of that design is of other points where the screening left out other inputs, because a run of it failed.
  if (before < atFirst && leavesOut) bench.forget();
  if (!bench.stopped || done >= atFirst) {
    size = completed(scenarioFile, inputs, first, keptOf(inputs, first.design, responses, options), options);
    if (!shard) bench.planned = size.runs;
    await work(size.design, first.design.points.length);
  }
  if (shard) return undefined;
  const { failures, interrupted } = bench;
  const result = analyse(scenarioFile, inputs, { ...size, failed: failures.length }, responses, options);
  return { result, design: size.design, responses, failures: failures.sort(byKey), interrupted };
}

/** The inputs of the indices. */
function keptOf(
  inputs: readonly Input[],
  design: StudyDesign,
  responses: Responses,
  options: Pick<SensitivityNeeds, 'keepAll' | 'metrics'>,
): readonly number[] {
  return mayLeaveOut(inputs, design, options)
    ? effectiveInputs(inputs.length, design, responses, options.metrics ?? namesIn('sensitivity'))
    : inputs.map((_, i) => i);
}

function mayLeaveOut(
  inputs: readonly Input[],
  { walks }: StudyDesign,
  { keepAll = false }: Pick<SensitivityNeeds, 'keepAll'>,
): boolean {
  return !keepAll && walks.length > 0 && inputs.length >= WORTH_LEAVING;
}

function* jobsOf(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  { points }: StudyDesign,
  from: number,
  isMine: (point: number, place: number) => boolean,
): Generator<Job> {
  let runs = 0;
  for (const [place, point] of points.entries()) {
    if (place < from) continue;
    for (let cell = 0; cell < scenarioFile.cells.length; cell++) {
      const scenario = scenarioAt(scenarioFile, inputs, point, cell);
      for (let replication = 0; replication < point.replications; replication++)
        if (isMine(place, runs++))
          yield {
            cell: place * scenarioFile.cells.length + cell,
            replication,
            draw: null,
            seed: scenarioFile.seed,
            scenario,
            keep: 'none',
            only: FIGURES_ALONE,
          };
    }
  }
}

/** Significance level for each metric of each cell. */
const LEVEL = 0.01;

/**
 * Inputs whose steps change a metric in a cell beyond the noise of the replications. An input that changes nothing in any
 * walk has no effect; one whose steps vary no more than replications do has none that so few can show.
 */
function effectiveInputs(
  inputs: number,
  { walks, walked }: Pick<StudyDesign, 'walks' | 'walked'>,
  responses: Responses,
  metrics: readonly string[],
): number[] {
  const found = new Set<number>();
  for (const metric of metrics)
    for (let cell = 0; cell < responses.cells; cell++) {
      const steps = Array.from({ length: inputs }, (): number[][] => []);
      walks.forEach(({ moved }, walk) => {
        const points = walked[walk]!;
        moved.forEach(({ input, by }, step) => {
          const before = responses.values(points[step]!, cell, metric);
          const after = responses.values(points[step + 1]!, cell, metric);
          const count = Math.min(before.length, after.length);
          const effects = Array.from({ length: count }, (_, r) =>
            same(after[r]!, before[r]!) ? 0 : (after[r]! - before[r]!) / by,
          ).filter(Number.isFinite);
          if (effects.length > 0) steps[input]!.push(effects);
        });
      });
      steps.forEach((all, input) => {
        if (differs(all)) found.add(input);
      });
    }
  return Array.from({ length: inputs }, (_, input) => input).filter((input) => found.has(input));
}

/** Fisher's F: mean squares of the steps against those of the replications within them. */
function differs(steps: readonly (readonly number[])[]): boolean {
  if (steps.every((effects) => effects.every((effect) => effect === 0))) return false;
  const several = steps.filter((effects) => effects.length > 1);
  // A single replication has no noise to compare with: any change counts.
  if (several.length === 0) return true;
  const within = several.reduce((sum, effects) => sum + deviationOf(effects) ** 2 * (effects.length - 1), 0);
  const free = several.reduce((sum, effects) => sum + effects.length - 1, 0);
  const between = several.reduce((sum, effects) => sum + effects.length * meanOf(effects) ** 2, 0);
  if (within === 0) return between > 0;
  return 1 - betaShare(several.length / 2, free / 2, between / (between + within)) < LEVEL;
}
