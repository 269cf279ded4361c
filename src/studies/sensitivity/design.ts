/** All points at which the scenario is run, each only once even if several parts of the study need it. */
import type { Input } from './result.ts';
import type { Random } from '../../kernel/random.ts';
import { shareOf, valueAt } from './input.ts';
import { walks, type Walk } from './morris.ts';
import { sobolPoints } from './sequence.ts';
import { saltelli, type Design } from './sobol.ts';

/** The parts of a study, in the order in which they are run. */
type StudyPart = 'base' | 'screening' | 'indices' | 'curves' | 'maps' | 'claims';

interface DesignOptions {
  /** Walks of the screening; none for 0. */
  readonly walks: number;
  /** Values on a curve; none for 0. */
  readonly levels: number;
  /** Pairs of inputs, by place, and values along each side of their maps. */
  readonly maps: readonly (readonly [number, number])[];
  readonly side: number;
  /** Points at which claims are judged; none for 0. */
  readonly claims: number;
  /** Replications of curves, maps and claims, which have intervals; and of all other points. */
  readonly many: number;
  readonly few: number;
}

export interface DesignPoint {
  /** By input. */
  readonly values: readonly number[];
  readonly replications: number;
  readonly parts: readonly StudyPart[];
}

export interface Curve {
  readonly input: number;
  readonly values: readonly number[];
  readonly points: readonly number[];
}

interface MapDesign {
  readonly inputs: readonly [number, number];
  readonly values: readonly [readonly number[], readonly number[]];
  /** By the first input, then by the second. */
  readonly points: readonly (readonly number[])[];
}

/** Points are places in `points`. */
export interface StudyDesign {
  readonly points: readonly DesignPoint[];
  readonly base: number;
  readonly walks: readonly Walk[];
  readonly walked: readonly (readonly number[])[];
  /** Inputs with indices, by place; the others stay at the file's own value there. `mixed` is in their order. */
  readonly kept: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly mixed: readonly (readonly number[])[];
  /** Positions of `a`, `b` and `mixed` in the unit cube. */
  readonly shares: Design;
  readonly curves: readonly Curve[];
  readonly maps: readonly MapDesign[];
  readonly claims: readonly number[];
}

/** Everything but the indices: their inputs are known only after the screening. */
export function studyDesign(
  inputs: readonly Input[],
  options: DesignOptions,
  stream: (name: string) => Random,
): StudyDesign {
  const points = new Points([]);
  const at = (shares: readonly number[], part: StudyPart, replications = options.few): number =>
    points.add(
      inputs.map((input, i) => valueAt(input, shares[i]!)),
      replications,
      part,
    );
  const own = inputs.map(({ base }) => base);
  const base = points.add(own, options.many, 'base');
  const all = options.walks > 0 ? walks(options.walks, inputs.length, stream('sensitivity.walks')) : [];
  const walked = all.map(({ points: steps }) => steps.map((step) => at(step, 'screening')));
  const curves = inputs.flatMap((input, i): Curve[] => {
    if (options.levels === 0) return [];
    const values = levelsOf(input, options.levels);
    const moved = (value: number): readonly number[] => own.map((one, k) => (k === i ? value : one));
    return [
      { input: i, values, points: values.map((value) => points.add(moved(value), options.many, 'curves')) },
    ];
  });
  const maps = options.maps.map(([i, j]): MapDesign => {
    const values = [levelsOf(inputs[i]!, options.side), levelsOf(inputs[j]!, options.side)] as const;
    const cell = (x: number, y: number): number =>
      points.add(
        own.map((one, k) => (k === i ? x : k === j ? y : one)),
        options.many,
        'maps',
      );
    return { inputs: [i, j], values, points: values[0].map((x) => values[1].map((y) => cell(x, y))) };
  });
  const sample = sobolPoints(options.claims, inputs.length, stream('sensitivity.claims'));
  const claims = sample.map((shares) => at(shares, 'claims', options.many));
  return { points: points.all, base, walks: all, walked, ...NO_INDICES, curves, maps, claims };
}

const NO_INDICES = { kept: [], a: [], b: [], mixed: [], shares: { a: [], b: [], mixed: [] } };

interface IndexOptions {
  /** Inputs by place. */
  readonly kept: readonly number[];
  /** Rows of Saltelli's design; best a power of two. */
  readonly samples: number;
  readonly few: number;
}

/** The design with the points of the indices after all others. */
export function withIndices(
  design: StudyDesign,
  inputs: readonly Input[],
  { kept, samples, few }: IndexOptions,
  stream: (name: string) => Random,
): StudyDesign {
  if (kept.length === 0 || samples === 0) return design;
  const points = new Points(design.points);
  const own = design.points[design.base]!.values;
  const shares = saltelli(samples, kept.length, stream('sensitivity.samples'));
  const at = (row: readonly number[]): number => {
    const values = own.map((one, i) => {
      const place = kept.indexOf(i);
      return place < 0 ? one : valueAt(inputs[i]!, row[place]!);
    });
    return points.add(values, few, 'indices');
  };
  const rows = (sample: readonly (readonly number[])[]): number[] => sample.map(at);
  const { a, b, mixed } = { a: rows(shares.a), b: rows(shares.b), mixed: shares.mixed.map(rows) };
  return { ...design, points: points.all, kept, a, b, mixed, shares };
}

/** Evenly over the range, or all whole numbers if they are few; includes the scenario's own value. */
function levelsOf(input: Input, count: number): number[] {
  const even = Array.from({ length: count }, (_, i) => valueAt(input, i / (count - 1)));
  const own = shareOf(input, input.base);
  const within = own >= 0 && own <= 1 && (!input.whole || Number.isInteger(input.base));
  return [...new Set([...even, ...(within ? [input.base] : [])])].sort((x, y) => x - y);
}

class Points {
  readonly #places: Map<string, number> = new Map();
  readonly #points: { values: readonly number[]; replications: number; parts: StudyPart[] }[];

  constructor(points: readonly DesignPoint[]) {
    this.#points = points.map((point) => ({ ...point, parts: [...point.parts] }));
    points.forEach(({ values }, place) => this.#places.set(values.join(' '), place));
  }

  add(values: readonly number[], replications: number, part: StudyPart): number {
    const key = values.join(' ');
    const known = this.#places.get(key);
    if (known === undefined) {
      this.#places.set(key, this.#points.length);
      return this.#points.push({ values, replications, parts: [part] }) - 1;
    }
    const point = this.#points[known]!;
    point.replications = Math.max(point.replications, replications);
    if (!point.parts.includes(part)) point.parts.push(part);
    return known;
  }

  get all(): readonly DesignPoint[] {
    return this.#points;
  }
}
