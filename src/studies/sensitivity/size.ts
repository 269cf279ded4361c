/** The size of a study: its points, the runs of each, and the default number of rows for the indices. */
import { createStreams } from '../../kernel/random.ts';
import type { Input } from './result.ts';
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import { studyDesign, withIndices, type DesignPoint, type StudyDesign } from './design.ts';
import { withNode } from './input.ts';
import { known } from '../../scenario/known.ts';

/** How detailed a study is. */
export interface SizeOptions {
  /** Rows of the design for Sobol's indices, best a power of two; by default by the size of the scenario. */
  readonly samples?: number;
  /** Walks of the screening. 0 leaves it out. */
  readonly walks?: number;
  /** Whether inputs without effect according to the screening get indices too. */
  readonly keepAll?: boolean;
  /** Values on a curve; 0 for no curves. */
  readonly levels?: number;
  /** Pairs of paths to map, or all; by default a map for exactly two inputs. */
  readonly maps?: readonly (readonly [string, string])[] | 'all';
  /** Values along a side of a map; 0 for no maps. */
  readonly side?: number;
  /** Replications for screening and indices; curves, maps and claims take at least those of the file, up to 10. */
  readonly replications?: number;
  /** Points at which the scenario's claims are judged; none by default. */
  readonly claims?: number;
}

const WALKS = 16;
const LEVELS = 15;
const SIDE = 9;
const FEW = 3;
/** Most replications for curves, maps and claims. */
const MANY = 10;

/** The size of the study before it is run: an upper bound, if the screening leaves inputs out. */
export interface Size {
  readonly design: StudyDesign;
  readonly few: number;
  readonly many: number;
  readonly runs: number;
}

export function sized(scenarioFile: ScenarioFile, inputs: readonly Input[], options: SizeOptions = {}): Size {
  const all = inputs.map((_, i) => i);
  const size = beginning(scenarioFile, inputs, options);
  return completed(scenarioFile, inputs, size, all, options);
}

/** The design without the indices. */
export function beginning(scenarioFile: ScenarioFile, inputs: readonly Input[], options: SizeOptions): Size {
  const few = options.replications ?? FEW;
  const many = Math.max(few, Math.min(scenarioFile.replications, MANY), 2);
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
    createStreams(scenarioFile.seed, 0),
  );
  return { design, few, many, runs: runsOf(scenarioFile, design) };
}

/** The design with the indices of these inputs. */
export function completed(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  size: Size,
  kept: readonly number[],
  options: SizeOptions,
): Size {
  const { few } = size;
  const samples = options.samples ?? usualRows(scenarioFile, kept.length, few);
  const design = withIndices(
    size.design,
    inputs,
    { kept, samples, few },
    createStreams(scenarioFile.seed, 0),
  );
  return { ...size, design, runs: runsOf(scenarioFile, design) };
}

function runsOf({ cells }: ScenarioFile, { points }: StudyDesign): number {
  return points.reduce((sum, { replications }) => sum + replications, 0) * cells.length;
}

/** A point of the study in one cell. All points share their seeds, so differences are due to the inputs. */
export function scenarioAt(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  { values }: DesignPoint,
  cell: number,
): Scenario {
  return inputs.reduce(
    (scenario, input, i) =>
      input.cells.includes(cell) ? withNode(scenario, input.path.split('.'), values[i]!) : scenario,
    scenarioFile.cells[cell]!.scenario,
  );
}

/** Most requests in all of them: some twenty seconds on two cores. */
const BUDGET = 1e7;
/** With fewer, intervals miss too often; with more than eight inputs, twice as many are needed. */
const FEWEST = 64;
const FEW_INPUTS = 8;
const MOST = 512;

/**
 * A power of two that depends only on the scenario, so it is the same on every machine. The fewest if the amount of
 * demand is unknown, as for a trace.
 */
export function usualRows({ cells }: Pick<ScenarioFile, 'cells'>, inputs: number, few: number): number {
  const fewest = inputs > FEW_INPUTS ? 2 * FEWEST : FEWEST;
  let requests = 0;
  for (const { scenario } of cells) {
    const workload = known(scenario);
    if (workload === null) return fewest;
    requests += workload.rate * workload.duration;
  }
  let rows = MOST;
  while (rows > fewest && rows * (inputs + 2) * few * requests > BUDGET) rows /= 2;
  return rows;
}
