/** Figure of a stretch of a run: machines as lanes, requests as bars, refusals as marks, the fill of windows as a band. */
import { clockText } from '../../kernel/clockText.ts';
import { quantity } from '../../report/layers.ts';
import { LANES, type Timeline, type TimelineMark } from '../result.ts';
import { figure, type Figure, type Spec } from '../../report/figure.ts';
import { BAD, CLOUD, EDGE, GRID, INK, LINE, QUIET, SOFT, tint } from '../../report/palette.ts';
import { density, type TimelineFigure } from './density.ts';
import {
  BAND,
  BOTTOM,
  lanesOf,
  packed,
  TOP,
  type Lanes,
  type RequestState,
  type LaneBar,
  phasesOf,
} from './lanes.ts';

/** How it is drawn. */
export interface TimelineFigureOptions {
  /** Width in points; that of a page by default. */
  readonly width?: number;
  /** Text before the times; empty by default. */
  readonly of?: string;
}

/** Most bars that can be told apart. */
const BARS = 3000;
const WIDTH = 760;

/** Colours of the states of a request, in the order of the legend. */
export const STATES: readonly (readonly [state: RequestState, colour: string])[] = [
  ['waiting', QUIET],
  ['reading the prompt', CLOUD],
  ['writing the answer', EDGE],
  ['in the cloud', tint(EDGE, 0.4)],
];

/** Names, shapes and colours of events. */
export const MARKS: Readonly<
  Record<TimelineMark['kind'], readonly [name: string, shape: string, colour: string]>
> = {
  refused: ['refused', 'cross', BAD],
  cloud: ['to the cloud', 'triangle-up', CLOUD],
  lost: ['lost to a fault', 'diamond', INK],
  left: ['client left', 'square', SOFT],
};

/**
 * Draws what `timelineOf` found: a lane for each machine with a bar for each request (waiting, reading its prompt, writing
 * its answer), marks for refusals, requests sent to the cloud and lost ones, and below the bars of a machine the fill of
 * its window. For more than 50 machines, or too many bars, it draws how busy they were.
 */
export function timelineFigure(
  timeline: Timeline,
  { width = WIDTH, of = '' }: TimelineFigureOptions = {},
): Figure {
  const { machines, bars } = timeline;
  const made =
    machines.length > LANES || bars.length > BARS ? density(timeline, width) : lanes(timeline, width);
  const title = `${of === '' ? 'From' : `${of}, from`} ${stretchTexts(timeline).join(' to ')}`;
  return { ...figure('timeline', title, made.spec), caption: made.caption };
}

/** Its start and end, as dates if they are known; a common day is written once. */
export function stretchTexts({ from, to, shown }: Timeline): readonly [string, string] {
  if (shown === undefined) return [clockText(from), clockText(to)];
  const [begins, ends] = shown;
  const [day] = begins.split(' ');
  return [begins, ends.startsWith(`${day} `) ? ends.slice(day!.length + 1) : ends];
}

function lanes(timeline: Timeline, width: number): TimelineFigure {
  const { from, to } = timeline;
  const all = lanesOf(timeline);
  const { names } = all;
  const x = quantity('at', 'Time (s)', { scale: { domain: [from, to], nice: false }, axis: { grid: true } });
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: null,
    scale: { domain: [names.length, 0], nice: false, zero: false },
    axis: {
      values: names.map((_, k) => k + 0.5),
      labelExpr: `${JSON.stringify(names)}[floor(datum.value)]`,
      labelColor: INK,
      // Without it every second label is dropped.
      tickCount: names.length,
      labelOverlap: false,
      grid: false,
    },
  });
  const scales: Scales = { x, y, box: { x, x2: { field: 'until' }, y: y('low'), y2: { field: 'high' } } };
  const windows = windowLayer(timeline, names, scales);
  const downs = downLayer(timeline, scales);
  const layer: Spec[] = [
    {
      data: { values: names.slice(1).map((_, k) => ({ y: k + 1 })) },
      mark: { type: 'rule', color: GRID, strokeWidth: 1 },
      encoding: { y: y('y') },
    },
    ...downs,
    ...windows,
    barLayer(timeline, all, scales),
    ...markLayer(timeline, all, scales),
  ];
  const height = Math.max(60, Math.min(900, names.length * (names.length > 20 ? 22 : 38)));
  return {
    spec: { width, height, layer, resolve: { scale: { color: 'independent' } } },
    caption: `A lane for each machine; a bar for each request while it waits, its prompt is read and its answer is written.${
      windows.length > 0 ? ' The grey band at the foot of a lane is how full its window is.' : ''
    }${downs.length > 0 ? ' Pale red: down.' : ''}`,
  };
}

/** Scales shared by the layers. */
interface Scales {
  readonly x: Spec;
  readonly y: (field: string) => Spec;
  readonly box: Spec;
}

function windowLayer({ samples }: Timeline, names: readonly string[], { box }: Scales): Spec[] {
  const fills = samples.flatMap(({ at, fill }, k) =>
    fill === null
      ? []
      : fill.map((share, lane) => ({
          at,
          until: samples[k + 1]?.at ?? at,
          low: lane + 0.98,
          high: lane + 0.98 - BAND * share,
          says: `${names[lane]}: window ${Math.round(100 * share)} % full at ${clockText(at)}`,
        })),
  );
  if (fills.length === 0) return [];
  return [
    {
      data: { values: fills },
      mark: { type: 'rect', color: LINE, opacity: 0.55, clip: true },
      encoding: { ...box, tooltip: { field: 'says' } },
    },
  ];
}

function downLayer({ samples }: Timeline, { box }: Scales): Spec[] {
  const down = samples.flatMap(({ at, up }, k) =>
    up.flatMap((isUp, lane) =>
      isUp ? [] : [{ at, until: samples[k + 1]?.at ?? at, low: lane, high: lane + 1 }],
    ),
  );
  if (down.length === 0) return [];
  return [
    {
      data: { values: down },
      mark: { type: 'rect', color: tint(BAD, 0.25), clip: true },
      encoding: box,
    },
  ];
}

function barLayer(timeline: Timeline, all: Lanes, { box }: Scales): Spec {
  const { from, to } = timeline;
  return {
    data: { values: packed(timeline.bars, all.of).flatMap((bar) => piecesOf(bar, from, to)) },
    mark: { type: 'rect', clip: true, stroke: '#ffffff', strokeWidth: 0.4 },
    encoding: {
      ...box,
      color: {
        field: 'state',
        type: 'nominal',
        scale: { domain: STATES.map(([name]) => name), range: STATES.map(([, colour]) => colour) },
        legend: { title: null, orient: 'top', columns: 4 },
      },
      tooltip: { field: 'says' },
    },
  };
}

/** A bar in up to three pieces, cut to the visible range. */
function piecesOf({ bar, lane, row, rows }: LaneBar, from: number, to: number) {
  const height = (BOTTOM - TOP) / rows;
  const low = lane + TOP + row * height;
  return phasesOf(bar)
    .filter(([, at, until]) => until > from && at < to)
    .map(([state, at, until]) => ({
      at: Math.max(at, from),
      until: Math.min(until, to),
      low,
      high: low + height * 0.92,
      state,
      says: `request ${bar.request}: ${state} from ${clockText(at)} to ${clockText(until)}`,
    }));
}

function markLayer({ marks }: Timeline, all: Lanes, { x, y }: Scales): Spec[] {
  if (marks.length === 0) return [];
  const points = marks.map(({ request, at, kind, machine, reason }) => ({
    at,
    y: all.of(machine) + (TOP + BOTTOM) / 2,
    mark: MARKS[kind][0],
    says: `request ${request}: ${MARKS[kind][0]}${reason === null ? '' : ` (${reason})`} at ${clockText(at)}`,
  }));
  const shown = Object.values(MARKS).filter(([name]) => points.some(({ mark }) => mark === name));
  const domain = shown.map(([name]) => name);
  const by = (range: readonly string[]): Spec => ({
    field: 'mark',
    type: 'nominal',
    scale: { domain, range },
    legend: { title: null, orient: 'top', columns: 4 },
  });
  return [
    {
      data: { values: points },
      mark: { type: 'point', size: 46, filled: true, clip: true },
      encoding: {
        x,
        y: y('y'),
        shape: by(shown.map(([, shape]) => shape)),
        fill: by(shown.map(([, , colour]) => colour)),
        tooltip: { field: 'says' },
      },
    },
  ];
}
