/**
 * A sweep: very many runs at points spread over the ranges of the inputs, each created on demand and dropped once it is
 * counted. Memory is bounded: sums by parts of each input's range give the means there, and each input's first-order
 * index (estimated from given data).
 */
import { createStreams } from '../../kernel/random.ts';
import { studentQuantile } from '../../kernel/student.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import type { Estimate } from '../../results.ts';
import type { Input } from '../sensitivity/result.ts';
import type { SweptEffect, SweptOutput } from './result.ts';
import type { Job } from '../../experiment/job.ts';
import { valueAt } from '../sensitivity/input.ts';
import { sobolPoint } from '../sensitivity/sequence.ts';
import { scenarioAt } from '../sensitivity/size.ts';

/** Parts of an input's range; a whole number with fewer values has a part for each. */
const PARTS = 16;
/** Runs are divided into jackknife groups, whose differences give the interval. */
const HEAPS = 10;

export interface SweepPlan {
  readonly scenarioFile: ScenarioFile;
  readonly inputs: readonly Input[];
  readonly metrics: readonly string[];
  readonly points: number;
  readonly runs: number;
  /** Positions in the inputs' ranges. */
  readonly at: (point: number) => readonly number[];
}

/** At least so many runs: every point in every cell. */
export function sweepPlan(
  scenarioFile: ScenarioFile,
  inputs: readonly Input[],
  metrics: readonly string[],
  runs: number,
): SweepPlan {
  const points = Math.ceil(runs / scenarioFile.cells.length);
  const random = createStreams(scenarioFile.seed, 0)('sweep');
  const at = sobolPoint(inputs.length, random);
  return { scenarioFile, inputs, metrics, points, runs: points * scenarioFile.cells.length, at };
}

/** Created one by one. The cells of a point get the same requests, other points others, so that noise is not taken for an effect. */
export function* sweepJobs(
  { scenarioFile, inputs, metrics, points, at }: SweepPlan,
  isThere: (run: number) => boolean,
): Generator<Job> {
  const { cells, seed } = scenarioFile;
  // The number of requests is reported as progress.
  const figures = [...metrics, 'arrived'];
  for (let point = 0; point < points; point++) {
    const shares = at(point);
    const values = inputs.map((input, i) => valueAt(input, shares[i]!));
    for (let cell = 0; cell < cells.length; cell++) {
      const run = point * cells.length + cell;
      if (isThere(run)) continue;
      const scenario = scenarioAt(scenarioFile, inputs, { values, replications: 1, parts: [] }, cell);
      const only = { figures, devices: [] };
      yield { cell: run, replication: point, draw: null, seed, scenario, keep: 'none', only };
    }
  }
}

/**
 * A number unrelated to the position of the point: every tenth point of the sequence would only be in some parts of the
 * ranges. (The mixing of MurmurHash 3.)
 */
function scattered(point: number): number {
  let bits = Math.imul(point ^ (point >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Counts and sums of one metric in one cell. */
interface Sums {
  /** For each group: count, sum and sum of squares. */
  readonly heaps: Float64Array;
  /** For each input, group and part: count and sum. */
  readonly parts: readonly Float64Array[];
}

/** Number of parts of an input's range. */
const partsOf = ({ whole, low, high }: Input): number => (whole ? Math.min(PARTS, high - low + 1) : PARTS);

/** The value in the middle of every part of its range. */
export function partValues(input: Input): number[] {
  const parts = partsOf(input);
  return Array.from({ length: parts }, (_, part) => valueAt(input, (part + 0.5) / parts));
}

export class SweepSums {
  readonly #plan: SweepPlan;
  readonly #parts: readonly number[];
  readonly #sums: readonly Sums[];
  done = 0;

  constructor(plan: SweepPlan) {
    this.#plan = plan;
    this.#parts = plan.inputs.map(partsOf);
    this.#sums = Array.from({ length: plan.scenarioFile.cells.length * plan.metrics.length }, () => ({
      heaps: new Float64Array(3 * HEAPS),
      parts: this.#parts.map((parts) => new Float64Array(2 * HEAPS * parts)),
    }));
  }

  /** Adds the metrics of a run, in order; NaN for a missing one. */
  add(run: number, figures: ArrayLike<number>): void {
    const { scenarioFile, metrics, at } = this.#plan;
    const cells = scenarioFile.cells.length;
    const point = Math.floor(run / cells);
    const heap = scattered(point) % HEAPS;
    const places = at(point).map((share, i) =>
      Math.min(this.#parts[i]! - 1, Math.floor(share * this.#parts[i]!)),
    );
    this.done++;
    for (let metric = 0; metric < metrics.length; metric++) {
      const value = figures[metric]!;
      if (Number.isNaN(value)) continue;
      const { heaps, parts } = this.#sums[(run % cells) * metrics.length + metric]!;
      heaps[3 * heap]! += 1;
      heaps[3 * heap + 1]! += value;
      heaps[3 * heap + 2]! += value * value;
      places.forEach((place, i) => {
        const slot = 2 * (heap * this.#parts[i]! + place);
        parts[i]![slot]! += 1;
        parts[i]![slot + 1]! += value;
      });
    }
  }

  outputs(): SweptOutput[] {
    const { metrics, inputs } = this.#plan;
    return this.#sums.map((sums, i): SweptOutput => {
      const all = total(sums.heaps, 3);
      const [runs = 0, sum = 0] = all;
      const variance = runs > 1 ? spreadOf(all) / (runs - 1) : NaN;
      return {
        cell: Math.floor(i / metrics.length),
        metric: metrics[i % metrics.length]!,
        runs,
        mean: runs > 0 ? sum / runs : null,
        deviation: Number.isNaN(variance) ? null : Math.sqrt(variance),
        effects: inputs.map((input, k) =>
          input.cells.includes(Math.floor(i / metrics.length))
            ? effectOf(sums, k, this.#parts[k]!)
            : { share: null, ci95: null, curve: [] },
        ),
      };
    });
  }
}

function effectOf({ heaps, parts }: Sums, input: number, count: number): SweptEffect {
  const wholes = total(heaps, 3);
  const all = total(parts[input]!, 2 * count);
  const share = shareOf(wholes, all);
  const without = eachHeap((heap) => ({
    wholes: less(wholes, heaps, 3 * heap),
    parts: less(all, parts[input]!, 2 * count * heap),
  }));
  const mean = (sums: readonly number[], part: number): number | null =>
    sums[2 * part]! > 0 ? sums[2 * part + 1]! / sums[2 * part]! : null;
  const curve = Array.from({ length: count }, (_, part): Estimate => {
    const known = mean(all, part);
    const others = without.map((rest) => mean(rest.parts, part));
    return { mean: known, ci95: known === null ? null : around(known, others) };
  });
  const others = without.map((rest) => shareOf(rest.wholes, rest.parts));
  return { share, ci95: share === null ? null : around(share, others), curve };
}

const eachHeap = <One>(make: (heap: number) => One): One[] =>
  Array.from({ length: HEAPS }, (_, heap) => make(heap));

/** The sums without one group. */
const less = (all: readonly number[], sums: Float64Array, from: number): number[] =>
  all.map((sum, i) => sum - sums[from + i]!);

/** Less the share expected by chance; null when there is too little data. */
function shareOf(all: readonly number[], parts: readonly number[]): number | null {
  const [count = 0, whole = 0] = all;
  let between = -(whole * whole) / count;
  let used = 0;
  for (let part = 0; part < parts.length; part += 2) {
    const [runs = 0, sum = 0] = parts.slice(part, part + 2);
    if (runs === 0) continue;
    used++;
    between += (sum * sum) / runs;
  }
  const spread = spreadOf(all);
  // With fewer runs, parts are almost empty.
  if (count < 2 * PARTS || spread <= 0) return null;
  return 1 - ((spread - between) / (count - used) / spread) * (count - 1);
}

/** Jackknife interval, from the values without each of the groups. */
function around(value: number, without: readonly (number | null)[]): readonly [number, number] | null {
  const known = without.filter((one) => one !== null);
  if (known.length < HEAPS) return null;
  const middle = known.reduce((sum, one) => sum + one, 0) / HEAPS;
  const squares = known.reduce((sum, one) => sum + (one - middle) * (one - middle), 0);
  const half = studentQuantile(0.975, HEAPS - 1) * Math.sqrt((squares * (HEAPS - 1)) / HEAPS);
  return [value - half, value + half];
}

/** The sum of squared deviations from the mean. */
const spreadOf = ([runs = 0, sum = 0, squares = 0]: readonly number[]): number =>
  squares - (sum * sum) / runs;

/** Sums over the groups. */
function total(sums: Float64Array, each: number): number[] {
  const all = new Array<number>(each).fill(0);
  for (let i = 0; i < sums.length; i++) all[i % each]! += sums[i]!;
  return all;
}
