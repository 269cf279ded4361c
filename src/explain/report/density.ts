/** How busy many machines were over a stretch: a row for some machines, a column for a part of the time. */
import { quantity } from '../../report/layers.ts';
import type { Timeline } from '../result.ts';
import { BAD, EDGE, tint } from '../../report/palette.ts';
import type { Spec } from '../../report/figure.ts';

const ROWS = 50;
const COLUMNS = 120;

/** Requests held by machines, waiting or running: a row for some machines, a column for a part of the time. */
export interface HeldGrid {
  /** Machines per row; the last one may have fewer. */
  readonly each: number;
  readonly rows: number;
  readonly columns: number;
  /** Seconds per column. */
  readonly wide: number;
  /** Means over the machines of a row and the time of a column, row by row. */
  readonly means: Float64Array;
  /** Refusals per column. */
  readonly refusals: Float64Array;
}

export function heldOf(
  { from, to, machines, bars, marks }: Timeline,
  most: number = ROWS,
  columns: number = COLUMNS,
): HeldGrid {
  const each = Math.max(1, Math.ceil(machines.length / most));
  const rows = Math.max(1, Math.ceil(machines.length / each));
  const wide = (to - from) / columns;
  const means = new Float64Array(rows * columns);
  for (const { machine, from: came, end } of bars) {
    if (machine < 0) continue;
    const row = Math.floor(machine / each);
    const first = Math.max(0, Math.floor((came - from) / wide));
    for (let k = first; k < columns && from + k * wide < end; k++)
      means[row * columns + k]! += Math.max(
        0,
        Math.min(end, from + (k + 1) * wide) - Math.max(came, from + k * wide),
      );
  }
  for (let at = 0; at < means.length; at++) {
    const row = Math.floor(at / columns);
    means[at]! /= wide * (Math.min(machines.length, (row + 1) * each) - row * each);
  }
  const refusals = new Float64Array(columns);
  for (const { at, kind } of marks)
    if (kind === 'refused') refusals[Math.min(columns - 1, Math.floor((at - from) / wide))]!++;
  return { each, rows, columns, wide, means, refusals };
}

/** The figure of a timeline, and its caption. */
export interface TimelineFigure {
  readonly spec: Spec;
  readonly caption: string;
}

/** Requests per machine, averaged over the machines of a row and the time of a column. */
export function density(timeline: Timeline, width: number): TimelineFigure {
  const { from, to, machines } = timeline;
  const { each, wide, means, refusals } = heldOf(timeline);
  const values = Array.from(means, (held, at) => {
    const row = Math.floor(at / COLUMNS);
    const time = from + (at % COLUMNS) * wide;
    return {
      at: time,
      until: time + wide,
      low: row * each,
      high: Math.min(machines.length, (row + 1) * each),
      held,
    };
  });
  const x = quantity('at', 'Time (s)', { scale: { domain: [from, to], nice: false }, axis: { grid: false } });
  const refused = Array.from(refusals, (count, k) => ({
    at: from + k * wide,
    until: from + (k + 1) * wide,
    count,
  }));
  const above = {
    width,
    height: 60,
    data: { values: refused },
    mark: { type: 'bar', color: BAD },
    encoding: {
      x: { ...x, title: null, axis: { labels: false, grid: false } },
      x2: { field: 'until' },
      y: { field: 'count', type: 'quantitative', title: 'Refused', axis: { tickCount: 2 } },
    },
  };
  const below = {
    width,
    height: 320,
    data: { values },
    mark: { type: 'rect' },
    encoding: {
      x,
      x2: { field: 'until' },
      y: quantity('low', 'Machines, in the order of the fleet', {
        scale: { domain: [machines.length, 0], nice: false },
        axis: { grid: false },
      }),
      y2: { field: 'high' },
      color: quantity('held', 'Requests held by a machine', {
        scale: { range: [tint(EDGE, 0.04), tint(EDGE, 0.45), EDGE], interpolate: 'rgb', domainMin: 0 },
        legend: { orient: 'top', gradientLength: 220 },
      }),
    },
  };
  const anyRefused = refused.some(({ count }) => count > 0);
  return {
    spec: { vconcat: anyRefused ? [above, below] : [below], spacing: 10 },
    caption: `Requests that machines held, waiting and running${each > 1 ? `, on average over ${each} machines in each row` : ''}${anyRefused ? '; above, refusals' : ''}.`,
  };
}
