/** How busy the devices were over time under one strategy: each of them thin, their range pale, their mean strong. */
import { given } from '../kernel/given.ts';
import type { Series } from '../results.ts';
import type { Spec } from './figure.ts';
import { text } from './format.ts';
import type { LoadEntry } from './loads.ts';
import { GRID, SOFT } from './palette.ts';
import { MINUTES, timeAxis, type TimeAxis } from './timeAxis.ts';
import type { Seconds, SeriesView } from './timeline.ts';
import { meanOf } from '../kernel/spread.ts';

/** More devices than these are shown by their range alone. */
const MOST_LINES = 40;

interface UtilizationOptions {
  readonly width: number;
  readonly height: number;
  readonly view: SeriesView;
  /** Whether time is written under it, and what the shading is. */
  readonly last: boolean;
  readonly first: boolean;
}

export function utilizationPanel(entry: LoadEntry, options: UtilizationOptions): Spec {
  const { width, height, view, last, first } = options;
  const { cell, number, colour, name, series } = entry;
  const time = timeOf(view);
  const devices = series.filter(({ device }) => device !== 'fleet');
  const fleet = series.find(({ device }) => device === 'fleet');
  const lines = devices.flatMap((device) =>
    inHundredths(device, view, time).map((at) => ({ cell: number, device: device.device, ...at })),
  );
  const spread = cell.metrics['edge.utilizationSpread'];
  const x = {
    field: 'time',
    type: 'quantitative',
    scale: { domain: [view.from / time.seconds, view.to / time.seconds], nice: false },
    axis: {
      title: last ? `Time${view.folds === null ? '' : ' from the start of a burst'} (${time.unit})` : null,
      labels: last,
      grid: false,
      ticks: last,
      domain: true,
      tickCount: 5,
      ...time.axis,
    },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 100], nice: false },
    axis: { title: 'Utilisation (%)', values: [0, 25, 50, 75, 100] },
  });
  return {
    width,
    height,
    title: {
      text:
        spread?.mean == null
          ? name
          : `${name}:  s.d. over devices ${text(spread, { factor: 100, unit: '' })} points`,
      fontWeight: 'normal',
      color: SOFT,
      offset: 4,
      fontSize: 13,
    },
    layer: given([
      view.bursts.length > 0 && shading(view.bursts, x, first, time),
      {
        data: { values: range(lines).map((one) => ({ cell: number, ...one })) },
        mark: { type: 'area', color: colour, opacity: 0.2 },
        encoding: { x, y: y('low'), y2: { field: 'high' } },
      },
      devices.length > 0 &&
        devices.length <= MOST_LINES && {
          data: { values: lines },
          mark: { type: 'line', color: colour, strokeWidth: 1.1, opacity: 0.75 },
          encoding: { x, y: y('percent'), detail: { field: 'device', type: 'nominal' } },
        },
      {
        data: {
          values: fleet ? inHundredths(fleet, view, time).map((one) => ({ cell: number, ...one })) : [],
        },
        mark: { type: 'line', color: colour, strokeWidth: 2.6 },
        encoding: { x, y: y('percent') },
      },
      ...bundleNames(lines, view.to / time.seconds),
    ]),
  };
}

/** Bursts over each other are minutes, whatever the run is. */
const timeOf = ({ folds, to }: SeriesView): TimeAxis => (folds === null ? timeAxis(to) : MINUTES);

interface At {
  /** In the unit of the axis. */
  readonly time: number;
  readonly percent: number;
}

function inHundredths(series: Series, view: SeriesView, { seconds }: TimeAxis): At[] {
  return view.points(series, 'utilization').map(({ at, value }) => ({
    time: round(at / seconds, 1e4),
    percent: round(value * 100, 1e2),
  }));
}

/** Keeps files small and readable; a hundredth of a point is below what can be seen. */
const round = (value: number, per: number): number => Math.round(value * per) / per;

/** Least and most busy device at every time. */
function range(lines: readonly At[]): { time: number; low: number; high: number }[] {
  const ends = new Map<number, { time: number; low: number; high: number }>();
  for (const { time, percent } of lines) {
    const known = ends.get(time) ?? { time, low: percent, high: percent };
    known.low = Math.min(known.low, percent);
    known.high = Math.max(known.high, percent);
    ends.set(time, known);
  }
  return [...ends.values()];
}

function shading(bursts: readonly Seconds[], time: Spec, named: boolean, { seconds }: TimeAxis): Spec {
  const values = bursts.map(({ from, to }) => ({ from: from / seconds, to: to / seconds }));
  const x = { ...time, field: 'from' };
  return {
    data: { values },
    layer: given([
      { mark: { type: 'rect', color: GRID, opacity: 0.9 }, encoding: { x, x2: { field: 'to' } } },
      named && {
        data: { values: values.slice(0, 1) },
        transform: [{ calculate: '(datum.from + datum.to) / 2', as: 'middle' }],
        mark: { type: 'text', text: 'burst', baseline: 'bottom', color: SOFT, fontSize: 11 },
        encoding: { x: { ...time, field: 'middle' }, y: { datum: 3 } },
      },
    ]),
  };
}

interface DevicePoint {
  readonly device: string;
  readonly time: number;
  readonly percent: number;
}

interface Bundle {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** Points of utilisation between two kinds from which they are told apart, and that a line of writing needs. */
const APART = 8;
const WRITING = 14;

/** Nothing unless there are exactly two kinds, apart at the end of the picture. */
function bundleNames(lines: readonly DevicePoint[], to: number): Spec[] {
  const last = lines.filter(({ time }) => time >= quarter(lines));
  const kinds = [...new Set(last.map(({ device }) => kindOf(device)))];
  if (kinds.length !== 2) return [];
  const [lower, upper] = kinds.map((kind) => bundle(kind, last)).sort((a, b) => a.mean - b.mean);
  if (upper!.mean - lower!.mean < APART) return [];
  if (upper!.high + WRITING > 100 || lower!.low - WRITING < 0) return [];
  return [name(upper!.name, to, upper!.high + 2, 'bottom'), name(lower!.name, to, lower!.low - 3, 'top')];
}

const kindOf = (device: string): string => device.replace(/#\d+$/, '');

/** When the last quarter begins. */
function quarter(lines: readonly DevicePoint[]): number {
  const minutes = lines.map(({ time }) => time);
  const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
  return last - (last - first) / 4;
}

function bundle(kind: string, points: readonly DevicePoint[]): Bundle {
  const values = points.filter(({ device }) => kindOf(device) === kind).map(({ percent }) => percent);
  return {
    name: kind,
    low: Math.min(...values),
    high: Math.max(...values),
    mean: meanOf(values),
  };
}

function name(text: string, time: number, percent: number, baseline: 'top' | 'bottom'): Spec {
  return {
    data: { values: [{ time, percent, text: text.split('/')[0]! }] },
    mark: { type: 'text', align: 'right', baseline, color: SOFT, fontSize: 11, dx: -2 },
    encoding: {
      x: { field: 'time', type: 'quantitative' },
      y: { field: 'percent', type: 'quantitative' },
      text: { field: 'text', type: 'nominal' },
    },
  };
}
