/** A stretch of a run as a figure: machines as lanes, requests as bars, refusals as marks, windows as a band that fills. */
import type { Timeline, TimelineBar } from '../../explained.ts';
import { figure, type Figure } from '../figure.ts';
import { BAD, CLOUD, EDGE, GRID, INK, LINE, QUIET, SOFT, tint } from '../palette.ts';
import type { Spec } from '../spec.ts';
import { density } from './density.ts';

/** How it is drawn. */
export interface TimelineFigureOptions {
  /** Points; as wide as a page when not said. */
  readonly width?: number;
}

/** Lanes that are drawn one by one, and bars that can still be told apart. */
const LANES = 50;
const BARS = 3000;
const WIDTH = 760;
/** Of a lane: where its bars are, and where the band of its window. */
const TOP = 0.08;
const BOTTOM = 0.74;
const BAND = 0.2;

const STATES = [
  ['waiting', QUIET],
  ['reading the prompt', CLOUD],
  ['writing the answer', EDGE],
  ['in the cloud', tint(EDGE, 0.4)],
] as const;

const MARKS = [
  ['refused', 'cross', BAD],
  ['to the cloud', 'triangle-up', CLOUD],
  ['lost to a fault', 'diamond', INK],
  ['client left', 'square', SOFT],
] as const;
const MARK_NAMES = {
  refused: 'refused',
  cloud: 'to the cloud',
  lost: 'lost to a fault',
  left: 'client left',
} as const;

/**
 * Draws what `timelineOf` found: a lane for each machine, in it a bar for each request (waiting, its prompt read, its
 * answer written), marks for refusals, requests that went to the cloud and those that were lost, and under the bars of a
 * machine a band that fills as its window does. Of more than 50 machines, or too many bars, it draws how busy they were.
 */
export function timelineFigure(timeline: Timeline, { width = WIDTH }: TimelineFigureOptions = {}): Figure {
  const { machines, bars } = timeline;
  const made =
    machines.length > LANES || bars.length > BARS ? density(timeline, width) : lanes(timeline, width);
  const title = `From ${clockText(timeline.from)} to ${clockText(timeline.to)}`;
  return { ...figure('timeline', title, made.spec), caption: made.caption };
}

/** `90 s`, `20:00 min`, `1:02:30 h`. */
export function clockText(time: number): string {
  if (time < 120) return `${Math.round(time * 100) / 100} s`;
  const whole = Math.round(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (whole < 3600) return `${minutes}:${two(whole % 60)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)} h`;
}

export interface TimelineFigure {
  readonly spec: Spec;
  readonly caption: string;
}

function lanes(timeline: Timeline, width: number): TimelineFigure {
  const { from, to, machines, marks, samples } = timeline;
  const count = machines.length;
  const hasCloud =
    timeline.bars.some(({ machine }) => machine === -1) || marks.some(({ machine }) => machine === -1);
  const hasLimits = marks.some(({ machine }) => machine === null);
  const names = [
    ...machines.map(({ name }) => name),
    ...(hasLimits ? ['limits'] : []),
    ...(hasCloud ? ['cloud'] : []),
  ];
  const laneOf = (machine: number | null): number =>
    machine === null ? count : machine === -1 ? names.length - 1 : machine;
  const bars = packed(timeline.bars, laneOf).flatMap((bar) => piecesOf(bar, from, to));
  const points = marks.map(({ request, at, kind, machine, reason }) => ({
    at,
    y: laneOf(machine) + (TOP + BOTTOM) / 2,
    mark: MARK_NAMES[kind],
    says: `request ${request}: ${MARK_NAMES[kind]}${reason === null ? '' : ` (${reason})`} at ${clockText(at)}`,
  }));
  const shownMarks = MARKS.filter(([name]) => points.some(({ mark }) => mark === name));
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
  const down = samples.flatMap(({ at, up }, k) =>
    up.flatMap((isUp, lane) =>
      isUp ? [] : [{ at, until: samples[k + 1]?.at ?? at, low: lane, high: lane + 1 }],
    ),
  );
  const x = {
    field: 'at',
    type: 'quantitative',
    title: 'Time (s)',
    scale: { domain: [from, to], nice: false },
    axis: { grid: true },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: null,
    scale: { domain: [names.length, 0], nice: false, zero: false },
    axis: {
      values: names.map((_, k) => k + 0.5),
      labelExpr: `${JSON.stringify(names)}[floor(datum.value)]`,
      labelColor: INK,
      // What is left of the values otherwise is every second.
      tickCount: names.length,
      labelOverlap: false,
      grid: false,
    },
  });
  const box = (of: string): Spec => ({ x, x2: { field: 'until' }, y: y('low'), y2: { field: of } });
  const layer: Spec[] = [
    {
      data: { values: names.slice(1).map((_, k) => ({ y: k + 1 })) },
      mark: { type: 'rule', color: GRID, strokeWidth: 1 },
      encoding: { y: y('y') },
    },
    ...(down.length > 0
      ? [
          {
            data: { values: down },
            mark: { type: 'rect', color: tint(BAD, 0.25), clip: true },
            encoding: box('high'),
          },
        ]
      : []),
    ...(fills.length > 0
      ? [
          {
            data: { values: fills },
            mark: { type: 'rect', color: LINE, opacity: 0.55, clip: true },
            encoding: { ...box('high'), tooltip: { field: 'says' } },
          },
        ]
      : []),
    {
      data: { values: bars },
      mark: { type: 'rect', clip: true, stroke: '#ffffff', strokeWidth: 0.4 },
      encoding: {
        ...box('high'),
        color: {
          field: 'state',
          type: 'nominal',
          scale: { domain: STATES.map(([name]) => name), range: STATES.map(([, colour]) => colour) },
          legend: { title: null, orient: 'top', columns: 4 },
        },
        tooltip: { field: 'says' },
      },
    },
    ...(points.length > 0
      ? [
          {
            data: { values: points },
            mark: { type: 'point', size: 46, filled: true, clip: true },
            encoding: {
              x,
              y: y('y'),
              shape: {
                field: 'mark',
                type: 'nominal',
                scale: {
                  domain: shownMarks.map(([name]) => name),
                  range: shownMarks.map(([, shape]) => shape),
                },
                legend: { title: null, orient: 'top', columns: 4 },
              },
              fill: {
                field: 'mark',
                type: 'nominal',
                scale: {
                  domain: shownMarks.map(([name]) => name),
                  range: shownMarks.map(([, , colour]) => colour),
                },
                legend: { title: null, orient: 'top', columns: 4 },
              },
              tooltip: { field: 'says' },
            },
          },
        ]
      : []),
  ];
  const height = Math.max(60, Math.min(900, names.length * (names.length > 20 ? 22 : 38)));
  return {
    spec: { width, height, layer, resolve: { scale: { color: 'independent' } } },
    caption: `A lane for each machine; a bar for each request while it waits, its prompt is read and its answer is written.${
      fills.length > 0 ? ' The grey band at the foot of a lane is how full its window is.' : ''
    }${down.length > 0 ? ' Pale red: down.' : ''}`,
  };
}

interface Packed {
  readonly bar: TimelineBar;
  readonly lane: number;
  /** Its part of the lane, from above, of so many. */
  readonly row: number;
  rows: number;
}

/** Bars of one lane that overlap lie under one another. */
function packed(bars: readonly TimelineBar[], laneOf: (machine: number) => number): Packed[] {
  const ends = new Map<number, number[]>();
  const all = bars
    .toSorted((a, b) => a.from - b.from || a.request - b.request)
    .map((bar): Packed => {
      const lane = laneOf(bar.machine);
      const rows = ends.get(lane) ?? [];
      ends.set(lane, rows);
      const free = rows.findIndex((end) => end <= bar.from);
      const row = free < 0 ? rows.length : free;
      rows[row] = bar.end;
      return { bar, lane, row, rows: 0 };
    });
  for (const one of all) one.rows = ends.get(one.lane)!.length;
  return all;
}

interface Piece {
  readonly at: number;
  readonly until: number;
  readonly low: number;
  readonly high: number;
  readonly state: string;
  readonly says: string;
}

/** A bar in up to three pieces, as much of it as is in sight. */
function piecesOf({ bar, lane, row, rows }: Packed, from: number, to: number): Piece[] {
  const { request, machine, start, firstToken, end } = bar;
  const height = (BOTTOM - TOP) / rows;
  const low = lane + TOP + row * height;
  const piece = (state: string, at: number, until: number): Piece[] =>
    until > from && at < to && until > at
      ? [
          {
            at: Math.max(at, from),
            until: Math.min(until, to),
            low,
            high: low + height * 0.92,
            state,
            says: `request ${request}: ${state} from ${clockText(at)} to ${clockText(until)}`,
          },
        ]
      : [];
  if (machine === -1) return piece('in the cloud', bar.from, end);
  const seated = start ?? end;
  const read = Math.min(firstToken ?? end, end);
  return [
    ...piece('waiting', bar.from, seated),
    ...piece('reading the prompt', seated, Math.max(seated, read)),
    ...piece('writing the answer', Math.max(seated, read), end),
  ];
}
