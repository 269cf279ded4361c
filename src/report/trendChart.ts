/** A figure along a scale of numbers: a line for every kind, its intervals as a band around it. */
import type { Estimate } from '../results.ts';
import type { Arrangement, PlacedCell, Scale } from './arrangement.ts';
import { nominal } from './nominal.ts';
import type { Spec } from './spec.ts';
import { text, type AxisScale as Shown } from './format.ts';
import { dashes, shapes } from './palette.ts';
import { sideBySide } from './sideBySide.ts';
import { span } from './whisker.ts';

const MOST_TICKS = 12;

interface TrendPanel {
  readonly estimate: (place: PlacedCell) => Estimate | undefined;
  readonly shown: Shown;
}

export function trendChart(arrangement: Arrangement, { estimate, shown }: TrendPanel): Spec {
  const { places, scale, kindTitle, kinds, colours, pictures } = arrangement;
  const values = places.map((place) => ({
    cell: place.number,
    at: place.at,
    kind: place.kind,
    dash: place.kind,
    picture: place.picture,
    ...span(estimate(place), shown.factor),
    says: `${place.name}: ${text(estimate(place), shown)} ${shown.unit}`.trim(),
  }));
  const x = {
    field: 'at',
    type: 'quantitative',
    title: scale!.title,
    scale: scale!.logarithmic ? { type: 'log', nice: false } : { zero: false, nice: false },
    axis: { grid: false, domain: true, ticks: true, ...ticks(scale!.marks) },
  };
  const legend = kinds.length > 1 ? { title: kindTitle, symbolOpacity: 1 } : null;
  const by = (range: readonly unknown[]): Spec => nominal('kind', kinds, range, legend);
  const color = by(colours);
  const y = { field: 'mean', type: 'quantitative', title: null, scale: { zero: true } };
  const picked = { condition: { param: 'kinds', value: 1 }, value: 0.12 };
  const layer: Spec[] = [
    {
      params: [{ name: 'kinds', select: { type: 'point', fields: ['kind'] }, bind: 'legend' }],
      mark: { type: 'line', strokeWidth: 2, clip: false },
      encoding: {
        x,
        y,
        color,
        strokeDash: { ...by(dashes(kinds.length)), field: 'dash', legend: null },
        opacity: picked,
      },
    },
    {
      mark: { type: 'point', size: 46 },
      encoding: { x, y, color, shape: by(shapes(kinds.length)), opacity: picked, tooltip: { field: 'says' } },
    },
  ];
  if (values.some(({ low }) => low !== null))
    layer.unshift({
      mark: { type: 'area' },
      encoding: {
        x,
        y: { ...y, field: 'low' },
        y2: { field: 'high' },
        color,
        opacity: { condition: { param: 'kinds', value: 0.2 }, value: 0.03 },
      },
    });
  if (values.some(({ modelLow }) => modelLow !== undefined))
    layer.unshift({
      transform: [{ filter: 'isValid(datum.modelLow)' }],
      mark: { type: 'rule', strokeWidth: 6 },
      encoding: {
        x,
        y: { ...y, field: 'modelLow' },
        y2: { field: 'modelHigh' },
        color,
        opacity: { condition: { param: 'kinds', value: 0.35 }, value: 0.05 },
      },
    });
  const view = { height: pictures.length > 1 ? 170 : 250, layer };
  return sideBySide({ values, pictures, widths: [390, 270], view });
}

/** Few values are all written, as the file writes them; of many, those that the axis picks. */
function ticks(marks: Scale['marks']): Spec {
  if (marks.length > MOST_TICKS) return { tickCount: 6 };
  const words = Object.fromEntries(marks.map(({ at, label }) => [String(at), label]));
  return {
    values: marks.map(({ at }) => at),
    labelExpr: `${JSON.stringify(words)}[datum.value]`,
    labelOverlap: 'greedy',
    labelSeparation: 3,
    labelFlush: false,
  };
}
