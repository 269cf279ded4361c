/** Utilisation of the fleet over time: a line for every kind, a small picture for everything else that varies. */
import { given } from '../kernel/given.ts';
import type { Arrangement, PlacedCell } from './arrangement.ts';
import { figure, type Figure, type Spec } from './figure.ts';
import { nominal, sideBySide, quantity } from './layers.ts';
import { GRID, dashes } from './palette.ts';
import { timeAxis, type TimeAxis } from './timeAxis.ts';
import { length, points } from './timeline.ts';

export interface TimeOptions {
  /** Seconds at the start that count for nothing. */
  readonly warmup?: number;
}

/** Cells whose lines can be told apart. */
const MOST_CELLS = 12;
const MOST_POINTS = 240;

/** Null when there are no series, or too many to read. */
export function timeChart(arrangement: Arrangement, { warmup = 0 }: TimeOptions = {}): Figure | null {
  const { places, kindTitle, kinds, colours, pictures } = arrangement;
  if (places.length > MOST_CELLS) return null;
  const axis = timeAxis(Math.max(0, ...places.flatMap(({ series }) => series.map(length))));
  const lines = places.flatMap((place) => line(place, axis));
  if (lines.length === 0) return null;
  const settled = places.flatMap((place) => settling(place, axis));
  const left = warmup > 0 ? pictures.map((picture) => ({ picture, from: 0, to: along(axis, warmup) })) : [];
  const by = (range: readonly unknown[]): Spec =>
    nominal('kind', kinds, range, kinds.length > 1 ? { title: kindTitle } : null);
  const x = quantity('time', `Time (${axis.unit})`, {
    scale: { nice: false },
    axis: { grid: false, domain: true, ticks: true, ...axis.axis },
  });
  const faded = { condition: { param: 'kinds', value: 1 }, value: 0.12 };
  const layer: Spec[] = given([
    left.length > 0 && {
      transform: [{ filter: 'isValid(datum.to)' }],
      mark: { type: 'rect', color: GRID, opacity: 0.9 },
      encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
    },
    {
      transform: [{ filter: 'isValid(datum.time)' }],
      params: [{ name: 'kinds', select: { type: 'point', fields: ['kind'] }, bind: 'legend' }],
      mark: { type: 'line', strokeWidth: 1.8 },
      encoding: {
        x,
        y: quantity('percent', 'Utilisation of the fleet (%)', { scale: { domain: [0, 100] } }),
        color: by(colours),
        strokeDash: by(dashes(kinds.length)),
        opacity: faded,
        tooltip: { field: 'says' },
      },
    },
    settled.length > 0 && {
      transform: [{ filter: 'isValid(datum.settled)' }],
      mark: { type: 'rule', strokeWidth: 1.8, strokeDash: [4, 3] },
      encoding: {
        x: { ...x, field: 'settled' },
        color: by(colours),
        opacity: faded,
        tooltip: { field: 'says' },
      },
    },
  ]);
  const view: Spec = { height: pictures.length > 1 ? 180 : 240, layer };
  const spec = sideBySide({ values: [...left, ...lines, ...settled], pictures, widths: [440, 330], view });
  const key = [
    ...(left.length > 0 ? ['Grey: warm-up, not counted.'] : []),
    ...(settled.length > 0 ? ['Dashed: from there on the start of the run no longer shows (MSER-5).'] : []),
  ].join(' ');
  return figure('utilization', 'Utilisation of the fleet over time', spec, key === '' ? undefined : key);
}

interface Row {
  readonly cell: number;
  readonly kind: string;
  readonly picture: string;
  readonly says: string;
}

function line(
  { number, series, kind, picture, name }: PlacedCell,
  axis: TimeAxis,
): (Row & { time: number; percent: number })[] {
  const fleet = series.find(({ device }) => device === 'fleet');
  if (!fleet) return [];
  const over = { from: 0, to: length(fleet) };
  return points(fleet, 'utilization', over, MOST_POINTS).map(({ at, value }) => {
    const [time, percent] = [along(axis, at), Math.round(value * 1e4) / 100];
    return { cell: number, time, percent, kind, picture, says: `${name}: ${percent} % at ${axis.says(at)}` };
  });
}

/** Where the start no longer shows, of the cells that have such a start. */
function settling(
  { number, cell, kind, picture, name }: PlacedCell,
  axis: TimeAxis,
): (Row & { settled: number })[] {
  if (!cell.warmup) return [];
  const settled = along(axis, cell.warmup);
  const says = `${name}: the start of the run shows until ${axis.says(cell.warmup)} (MSER-5)`;
  return [{ cell: number, settled, kind, picture, says }];
}

/** No finer than can be seen. */
function along({ seconds: one, unit }: TimeAxis, seconds: number): number {
  const per = unit === 'min' || unit === 's' ? 1e2 : 1e4;
  return Math.round((seconds / one) * per) / per;
}
