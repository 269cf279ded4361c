/** How well a profile fits: predicted against measured, and residuals against prompt, output and batch. */
import { quantity } from './layers.ts';
import { relativeError } from '../calibration/errorSummary.ts';
import type { Quantity } from '../calibration/measurement.ts';
import type { Prediction } from '../calibration/predict.ts';
import { figure, type Figure, type Spec } from './figure.ts';
import { BAD, EDGE, GRID, INK, PAPER, QUIET } from './palette.ts';

interface Shown {
  readonly title: string;
  readonly unit: string;
}

const QUANTITIES: Readonly<Record<Quantity, Shown>> = {
  ttft: { title: 'Time to first token', unit: 's' },
  speed: { title: 'Decode speed', unit: 'tokens/s' },
  decodeWatts: { title: 'Decode power', unit: 'W' },
  prefillWatts: { title: 'Prefill power', unit: 'W' },
};

const AGAINST = [
  { field: 'prompt', title: 'Prompt (tokens)' },
  { field: 'output', title: 'Output (tokens)' },
  { field: 'batch', title: 'Batch (sequences)' },
] as const;

const WIDTH = 210;
const HEIGHT = 180;

/** Residuals of one profile, for measurements used in the fit and for others. */
export interface Residuals {
  readonly inSample: readonly Prediction[];
  readonly heldOut: readonly Prediction[];
}

/** A row of panels per measured quantity: predicted against measured, then the error against each length that varies. */
export function residualFigure(name: string, { inSample, heldOut }: Residuals): Figure {
  const rows = (Object.keys(QUANTITIES) as Quantity[]).flatMap((quantity) => {
    const points = [
      ...inSample.filter((each) => each.quantity === quantity).map((each) => point(each, SEEN)),
      ...heldOut.filter((each) => each.quantity === quantity).map((each) => point(each, UNSEEN)),
    ];
    return points.length > 0 ? [panels(QUANTITIES[quantity], points)] : [];
  });
  return figure('residuals', `Fit of ${name}: predicted against measured, and residuals`, {
    title: {
      text: name,
      subtitle: 'Filled: rows used in the fit. Rings: held-out rows. The band is ±5 %.',
    },
    spacing: 24,
    vconcat: rows,
  });
}

const SEEN = 'fitted';
const UNSEEN = 'held out';

type Point = Readonly<Record<string, number | string | null>>;

function point(prediction: Prediction, rows: string): Point {
  const { row, predicted, measured } = prediction;
  return {
    rows,
    predicted,
    measured,
    error: relativeError(prediction),
    prompt: row.prompt,
    output: row.output,
    batch: row.batch,
    source: `${row.file}:${row.line}`,
  };
}

function panels({ title, unit }: Shown, points: readonly Point[]): Spec {
  const varying = AGAINST.filter(({ field }) => new Set(points.map((each) => each[field])).size > 1);
  return {
    spacing: 28,
    hconcat: [
      agreement(title, unit, points),
      ...varying.map((axis) =>
        leftOver(
          axis,
          points.filter((each) => each[axis.field] !== null),
        ),
      ),
    ],
  };
}

const MARK = { type: 'point', size: 34, strokeWidth: 1.4 };
const TOOLTIP = ['rows', 'prompt', 'output', 'batch', 'measured', 'predicted', 'error', 'source'].map(
  (field) => ({
    field,
  }),
);

/** Filled or a ring, and a colour: told apart without colour too. */
function told(): Spec {
  const domain = [SEEN, UNSEEN];
  return {
    stroke: { field: 'rows', type: 'nominal', scale: { domain, range: [EDGE, BAD] }, title: null },
    shape: { field: 'rows', type: 'nominal', scale: { domain, range: ['circle', 'diamond'] }, title: null },
    fill: { condition: { test: `datum.rows === '${SEEN}'`, value: EDGE }, value: PAPER },
    tooltip: TOOLTIP,
  };
}

function agreement(title: string, unit: string, points: readonly Point[]): Spec {
  const values = points.flatMap(({ measured, predicted }) => [measured as number, predicted as number]);
  const domain = domainOf(values);
  const wide = domain[1] > WIDE * domain[0] && domain[0] > 0;
  const scale = wide ? { type: 'log', domain, nice: false } : { domain, nice: false, zero: false };
  const axis = wide ? { tickCount: 4, format: '~g' } : { tickCount: 4 };
  return {
    title,
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: [{ a: domain[0] }, { a: domain[1] }] },
        mark: { type: 'line', color: INK, strokeWidth: 1, clip: true },
        encoding: {
          x: { field: 'a', type: 'quantitative' },
          y: { field: 'a', type: 'quantitative' },
        },
      },
      {
        data: { values: points },
        mark: { ...MARK, clip: true },
        encoding: {
          x: { field: 'measured', type: 'quantitative', title: `Measured (${unit})`, scale, axis },
          y: { field: 'predicted', type: 'quantitative', title: `Predicted (${unit})`, scale, axis },
          ...told(),
        },
      },
    ],
  };
}

/** The largest over the smallest beyond which an axis goes by ratios. */
const WIDE = 8;
/** Values nearer to each other than this share of them are not drawn apart: the axis would have digits that mean nothing. */
const LEAST = 0.1;

/** From a little below the least to a little above the largest. */
function domainOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && high > WIDE * low) return [low * 0.85, high * 1.15];
  const spread = Math.max(high - low, LEAST * Math.abs(high)) || 1;
  const [middle, half] = [(low + high) / 2, 0.58 * spread];
  return [middle - half, middle + half];
}

/** Errors beyond this are drawn at the edge, so that an outlier does not flatten the rest. */
const EDGE_OF_PANEL = 0.3;
const BAND = 0.05;

function leftOver({ field, title }: (typeof AGAINST)[number], points: readonly Point[]): Spec {
  const most = Math.max(BAND * 1.5, ...points.map(({ error }) => Math.abs(error as number)));
  const limit = Math.min(EDGE_OF_PANEL, most * 1.1);
  const y = {
    type: 'quantitative',
    title: 'Predicted above measured',
    axis: { format: '+.0%', tickCount: 5 },
    scale: { domain: [-limit, limit], nice: false, clamp: true },
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: [{ low: -BAND, high: BAND }] },
        mark: { type: 'rect', color: GRID, opacity: 0.7 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: QUIET },
        encoding: { y: { ...y, field: 'zero' } },
      },
      {
        data: { values: points },
        mark: MARK,
        encoding: {
          x: quantity(field, title, {
            axis: { tickCount: 4 },
            scale: { zero: field !== 'batch', nice: true },
          }),
          y: { ...y, field: 'error' },
          ...told(),
        },
      },
    ],
  };
}
