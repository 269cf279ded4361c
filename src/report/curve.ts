/** What charts of one amount over another have in common: axes, a line with its band, what is asked, and places with a name. */
import { quantity } from './layers.ts';
import { percent } from '../kernel/numbers.ts';
import type { Estimate } from '../results.ts';
import { INK, PAPER, SOFT } from './palette.ts';
import type { Spec } from './figure.ts';

/** Labels of an axis of shares. */
const PERCENTS = "format(100 * datum.value, '.0f') + ' %'";

/** An axis of shares, from `floor` up to all. */
export const shareAxis = (field: string, title: string, floor: number, tickCount: number = 5): Spec =>
  quantity(field, title, {
    scale: { domain: [floor, 1], nice: false, zero: false },
    axis: { labelExpr: PERCENTS, tickCount },
  });

/** An axis along the bottom. */
export const bottomAxis = (field: string, title: string | null, scale: Spec, axis: Spec): Spec =>
  quantity(field, title, { scale, axis: { grid: false, domain: true, ticks: true, ...axis } });

/** Where the mean lies, with the ends of its interval; a point says more where it is pointed at. */
export interface CurvePoint {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly says?: string;
}

/** A mean with the ends of its interval, those of a share within all. */
export function curvePoint(
  { mean, ci95 }: Pick<Estimate, 'mean' | 'ci95'>,
  most: number = Infinity,
): CurvePoint {
  return { mean, low: ci95?.[0] ?? null, high: ci95 ? Math.min(most, ci95[1]) : null };
}

/** A line with its band and its points; `mark` is the colour of all of them, `more` what else they are told apart by. */
export function banded(
  rows: readonly CurvePoint[],
  { x, y }: { readonly x: Spec; readonly y: Spec },
  mark: Spec = {},
  more: Spec = {},
): Spec[] {
  const encoding = { x, y: { ...y, field: 'mean' }, ...more };
  const band = { ...encoding, y: { ...y, field: 'low' }, y2: { field: 'high' } };
  const says = rows.some((row) => row.says !== undefined) && { tooltip: { field: 'says' } };
  return [
    {
      data: { values: rows.filter(({ low }) => low !== null) },
      mark: { type: 'area', ...mark, opacity: 0.2 },
      encoding: band,
    },
    { data: { values: rows }, mark: { type: 'line', ...mark }, encoding },
    {
      data: { values: rows },
      mark: { type: 'point', ...mark, size: 36 },
      encoding: { ...encoding, ...says },
    },
  ];
}

/** The share that is asked, with its words under the line, at the end of it that has room. */
export function askedLine(y: Spec, share: number, end: 'left' | 'right', above: boolean = false): Spec {
  const words = {
    type: 'text',
    align: end,
    baseline: above ? 'bottom' : 'top',
    dx: end === 'left' ? 4 : -4,
    dy: above ? -4 : 4,
  };
  const halo = { stroke: PAPER, strokeWidth: 4, strokeJoin: 'round' };
  const at = { y: { ...y, field: 'asked' } };
  const text = { ...at, x: { value: end === 'left' ? 0 : 'width' }, text: { field: 'text' } };
  return {
    data: { values: [{ asked: share, text: `asked: ${percent(share)}` }] },
    layer: [
      { mark: { type: 'rule', strokeDash: [6, 4], color: INK, strokeWidth: 1 }, encoding: at },
      { mark: { ...words, color: SOFT, fontSize: 11, ...halo }, encoding: text },
      { mark: { ...words, color: SOFT, fontSize: 11 }, encoding: text },
    ],
  };
}

/** A place along the bottom axis, with a name. */
export interface NamedPlace {
  readonly at: number;
  readonly text: string;
  readonly ink: string;
  /** Whether the name would run out of the picture on the right. */
  readonly far: boolean;
  /** How far down the name stands. */
  readonly down: number;
}

/** A line up through the chart, with its name on the side that has room. */
export function placeLine(x: Spec, { at, text, ink, far, down }: NamedPlace): Spec {
  return {
    data: { values: [{ place: at, text }] },
    layer: [
      {
        mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.3 },
        encoding: { x: { ...x, field: 'place' } },
      },
      {
        mark: {
          type: 'text',
          align: far ? 'right' : 'left',
          baseline: 'middle',
          dx: far ? -5 : 5,
          color: ink,
          fontSize: 11.5,
          fontWeight: 'bold',
        },
        encoding: { x: { ...x, field: 'place' }, y: { value: down }, text: { field: 'text' } },
      },
    ],
  };
}

/** 1, 2 and 5 of every decade, or 1 and 3 when those are too many. */
export function decadeTicks(values: readonly number[]): number[] {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const within = (steps: readonly number[]): number[] => {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++)
      for (const step of steps) {
        const tick = Number(`${step}e${power}`);
        if (tick >= from * 0.999 && tick <= to * 1.001) found.push(tick);
      }
    return found;
  };
  const fine = within([1, 2, 5]);
  return fine.length <= 6 ? fine : within([1, 3]);
}
