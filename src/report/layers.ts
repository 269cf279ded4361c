/** What charts have in common: small pictures side by side, whiskers, and channels that tell kinds apart. */
import type { Spec } from './figure.ts';
import type { Estimate } from '../results.ts';
import { INK, LINE, PAPER } from './palette.ts';

interface SideBySideOptions {
  readonly values: readonly object[];
  /** Names of the pictures, in the field `picture` of the values. */
  readonly pictures: readonly string[];
  /** Width of the view alone, and of each of several. */
  readonly widths: readonly [number, number];
  readonly view: Spec;
}

export function sideBySide({ values, pictures, widths, view }: SideBySideOptions): Spec {
  const n = pictures.length;
  if (n === 1) return { data: { values }, width: widths[0], ...view };
  const columns = columnsOf(n);
  const width = pictureWidth(n, widths);
  return {
    data: { values },
    facet: { field: 'picture', type: 'nominal', sort: pictures, title: null },
    columns,
    spec: { width, ...view },
    // A place left over in the last row would be given the axes of its column.
    ...(n % columns !== 0 && { resolve: { axis: { x: 'independent', y: 'independent' } } }),
  };
}

/** Pixels that each of n pictures is wide. */
export function pictureWidth(n: number, [alone, each]: readonly [number, number]): number {
  if (n === 1) return alone;
  return columnsOf(n) === 3 ? Math.round(each * 0.75) : each;
}

function columnsOf(n: number): number {
  return n <= 3 ? n : n % 3 === 0 ? 3 : 2;
}

/** An estimate as a row of a figure's data; without an interval `low` and `high` are null and nothing is drawn. */
export interface Whisker {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly modelLow?: number;
  readonly modelHigh?: number;
}

export function span(estimate: Estimate | undefined, factor = 1): Whisker {
  const mean = estimate?.mean ?? null;
  const times = (value: number): number => value * factor;
  const [low, high] = estimate?.ci95?.map(times) ?? [null, null];
  const model = estimate?.model95?.map(times);
  return {
    mean: mean === null ? null : mean * factor,
    low: low ?? null,
    high: high ?? null,
    ...(model && { modelLow: model[0]!, modelHigh: model[1]! }),
  };
}

/** The far end of what is drawn of it. */
export const reach = ({ mean, high, modelHigh }: Whisker): number =>
  Math.max(mean ?? 0, high ?? 0, modelHigh ?? 0);

/** Layers along x; the other channels come from the view around them. */
export function whiskers(spans: readonly Whisker[], cap = 7): Spec[] {
  const between = (low: string, high: string): Spec => ({
    x: { field: low, type: 'quantitative' },
    x2: { field: high },
  });
  const tick = (field: string): Spec => ({
    transform: [{ filter: `isValid(datum.${field})` }],
    mark: { type: 'tick', color: INK, thickness: 1.4, size: cap, orient: 'vertical' },
    encoding: { x: { field, type: 'quantitative' } },
  });
  const layers: Spec[] = [];
  if (spans.some(({ modelLow }) => modelLow !== undefined))
    layers.push({
      transform: [{ filter: 'isValid(datum.modelLow)' }],
      mark: { type: 'rule', color: LINE, strokeWidth: 5, opacity: 0.55 },
      encoding: between('modelLow', 'modelHigh'),
    });
  if (spans.some(({ low }) => low !== null))
    layers.push(
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', color: PAPER, strokeWidth: 4, opacity: 0.8 },
        encoding: between('low', 'high'),
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', color: INK, strokeWidth: 1.4 },
        encoding: between('low', 'high'),
      },
      tick('low'),
      tick('high'),
    );
  return layers;
}

export function nominal(
  field: string,
  kinds: readonly string[],
  range: readonly unknown[],
  legend: Spec | null = null,
): Spec {
  return { field, type: 'nominal', sort: kinds, scale: { domain: kinds, range }, legend };
}

/** A channel along an axis of amounts, with what more it needs: its scale, its axis. */
export const quantity = (field: string, title: string | null, more: Spec = {}): Spec => ({
  field,
  type: 'quantitative',
  title,
  ...more,
});
