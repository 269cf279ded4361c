/** The share of requests in time over load, with the target, the largest load and today's. */
import { percentTo } from '../../../kernel/numbers.ts';
import type { Carried } from '../result.ts';
import { askedLine, banded, bottomAxis, curvePoint, placeLine, shareAxis } from '../../../report/curve.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { BAD, EDGE, INK } from '../../../report/palette.ts';
import { sloWords } from '../../plan/report/words.ts';
import { loadText, unitWords } from './words.ts';

const WIDTH = 560;
const HEIGHT = 300;
/** The end of the axis, relative to the largest load. */
const FAR = 2;
/** Labels of loads are at the foot of the chart, one below the other. */
const FOOT = HEIGHT - 14;
const LINE = 16;

export function capacityFigure(carried: Carried): Figure {
  const { load, ci95, target, today, slo } = carried;
  const most = Math.max(load === null ? Infinity : FAR * load, 1.1 * today.load);
  const shown = load === 0 ? carried.curve : carried.curve.filter((one) => one.load <= most);
  const values = shown.map((one) => ({
    at: one.load,
    ...curvePoint(one),
    says: `${loadText(one.load)} ${unitWords(carried)}: ${percentTo(one.mean, 1)}`,
  }));
  const least = Math.min(target, ...values.map(({ low, mean }) => low ?? mean!));
  const end = Math.max(today.load, ...values.map(({ at }) => at));
  const x = bottomAxis(
    'at',
    carried.unit === 'users' ? 'People' : 'Requests an hour',
    { domain: [0, end], nice: false },
    { tickCount: 7, format: ',~r' },
  );
  const y = shareAxis('mean', 'Requests answered in time', Math.max(0, Math.floor(least * 20 - 0.2) / 20));
  const named = (at: number, text: string, ink: string, row: number): Spec =>
    placeLine(x, { at, text, ink, far: at > 0.7 * end, down: FOOT - LINE * row });
  const layer: Spec[] = [
    ...(ci95 ? [limits(ci95, x)] : []),
    ...banded(values, { x, y }, { color: EDGE }),
    ...(load !== null && load > 0 ? [named(load, `takes ${loadText(load)}`, BAD, 0)] : []),
    named(today.load, `today ${loadText(today.load)}`, INK, 1),
    // Last, so that no line runs through its words.
    askedLine(y, target, load !== null && load < 0.3 * end ? 'right' : 'left'),
  ];
  const parts = { width: WIDTH, height: HEIGHT, layer };
  return figure('capacity', 'How much the fleet takes', parts, [
    `${carried.scenario}. In time: ${sloWords(slo)}.`,
    `Band around the line: 95 % intervals of each load.${ci95 ? ' Red: the loads that may be the limit, with 95 % confidence.' : ''}`,
  ]);
}

/** The confidence interval of the largest load. */
const limits = ([at, to]: readonly [number, number], x: Spec): Spec => ({
  data: { values: [{ at, to }] },
  mark: { type: 'rect', color: BAD, opacity: 0.12 },
  encoding: { x, x2: { field: 'to' } },
});
