/** The share of requests in time as load grows, with what is asked, what the fleet takes, and today. */
import { percent, percentTo } from '../../../kernel/numbers.ts';
import type { Carried } from '../result.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { BAD, EDGE, INK, SOFT } from '../../../report/palette.ts';
import { PERCENTS } from '../../plan/report/demand.ts';
import { sloWords } from '../../plan/report/words.ts';
import type { Spec } from '../../../report/spec.ts';
import { loadText, unitWords } from './words.ts';

const WIDTH = 560;
const HEIGHT = 300;
/** Times what the fleet takes: beyond, nothing is to be seen any more. */
const FAR = 2;

export function capacityFigure(carried: Carried): Figure {
  const { load, ci95, target, today, slo } = carried;
  const most = Math.max(load === null ? Infinity : FAR * load, 1.1 * today.load);
  const shown = load === 0 ? carried.curve : carried.curve.filter((one) => one.load <= most);
  const values = shown.map(({ load: at, mean, ci95: range }) => ({
    at,
    mean,
    low: range?.[0] ?? mean,
    high: range?.[1] ?? mean,
    says: `${loadText(at)} ${unitWords(carried)}: ${percentTo(mean, 1)}`,
  }));
  const least = Math.min(target, ...values.map(({ low }) => low));
  const end = Math.max(today.load, ...values.map(({ at }) => at));
  const x: Spec = {
    field: 'at',
    type: 'quantitative',
    title: carried.unit === 'users' ? 'People' : 'Requests an hour',
    scale: { domain: [0, end], nice: false },
    axis: { grid: false, domain: true, ticks: true, tickCount: 7, format: ',~r' },
  };
  const floor = Math.max(0, Math.floor(least * 20) / 20);
  const y: Spec = {
    field: 'mean',
    type: 'quantitative',
    title: 'Requests answered in time',
    scale: { domain: [floor, 1], nice: false, zero: false },
    axis: { labelExpr: PERCENTS, tickCount: 5 },
  };
  const found = load !== null && load > 0;
  const layer: Spec[] = [
    ...(ci95 ? [limits(ci95, x)] : []),
    asked(target, y),
    ...measured(values, x, y),
    ...(found ? [marked({ at: load, end, x }, `takes ${loadText(load)}`, BAD, 0)] : []),
    marked({ at: today.load, end, x }, `today ${loadText(today.load)}`, INK, 1),
  ];
  const title = 'How much the fleet takes';
  return figure('capacity', title, {
    title: {
      text: title,
      subtitle: [
        `${carried.scenario}. In time: ${sloWords(slo)}.`,
        ci95
          ? 'Band around the line: 95 % intervals of each load. Red: the loads that may be the limit, with 95 % confidence.'
          : 'Band around the line: 95 % intervals of each load.',
      ],
    },
    width: WIDTH,
    height: HEIGHT,
    layer,
  });
}

/** The loads that may be the limit. */
const limits = ([at, to]: readonly [number, number], x: Spec): Spec => ({
  data: { values: [{ at, to }] },
  mark: { type: 'rect', color: BAD, opacity: 0.12 },
  encoding: { x, x2: { field: 'to' } },
});

const asked = (target: number, y: Spec): Spec => ({
  data: { values: [{ mean: target, text: `asked: ${percent(target)}` }] },
  layer: [
    { mark: { type: 'rule', strokeDash: [6, 4], color: INK, strokeWidth: 1 }, encoding: { y } },
    {
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, color: SOFT, fontSize: 11 },
      encoding: { y, x: { value: WIDTH }, text: { field: 'text' } },
    },
  ],
});

/** The line, with its band and its points. */
function measured(values: readonly object[], x: Spec, y: Spec): Spec[] {
  return [
    {
      data: { values },
      mark: { type: 'area', color: EDGE, opacity: 0.2 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    { data: { values }, mark: { type: 'line', color: EDGE }, encoding: { x, y } },
    {
      data: { values },
      mark: { type: 'point', color: EDGE, filled: true, size: 30 },
      encoding: { x, y, tooltip: { field: 'says' } },
    },
  ];
}

interface LoadPlace {
  readonly at: number;
  /** Where the axis ends. */
  readonly end: number;
  readonly x: Spec;
}

/** A load with its name, on the side of it that has room. */
function marked({ at, end, x }: LoadPlace, text: string, ink: string, row: number): Spec {
  const right = at > 0.7 * end;
  return {
    data: { values: [{ at, text }] },
    layer: [
      { mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.3 }, encoding: { x } },
      {
        mark: {
          type: 'text',
          align: right ? 'right' : 'left',
          baseline: 'bottom',
          dx: right ? -5 : 5,
          color: ink,
          fontSize: 11.5,
          fontWeight: 'bold',
        },
        encoding: { x, y: { value: HEIGHT - 8 - 16 * row }, text: { field: 'text' } },
      },
    ],
  };
}
