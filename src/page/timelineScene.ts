/** A stretch of a run prepared for drawing any moment of it quickly. */
import { bisectRight } from 'd3-array';
import { LANES, type Timeline, type TimelineMark } from '../explain/result.ts';
import { heldOf, type HeldGrid } from '../explain/report/density.ts';
import { BOTTOM, lanesOf, packed, TOP, type LaneBar } from '../explain/report/lanes.ts';

/** Most rows of a lane that can be told apart. */
const ROWS = 14;
/** Columns of the overview strip, and of the picture of many machines. */
const STRIP = 300;
const COLUMNS = 1200;

export interface TimelineScene {
  readonly timeline: Timeline;
  /** The shortest unique names of the lanes. */
  readonly names: readonly string[];
  readonly bars: readonly LaneBar[];
  /** For each bar the latest end so far, so that visible ones are found by bisection. */
  readonly reach: Float64Array;
  readonly marks: readonly TimelineMark[];
  readonly laneOf: (machine: number | null) => number;
  /** For more machines than lanes: how busy they were, and the maximum. */
  readonly dense: HeldGrid | null;
  readonly most: number;
  /** Requests held by all machines, and refusals, over the stretch. */
  readonly strip: HeldGrid;
  /** Requests in order of first appearance. */
  readonly order: readonly (readonly [request: number, at: number])[];
  /** When most is refused or held: where there is something to see. */
  readonly height: number;
}

export function sceneOf(timeline: Timeline): TimelineScene {
  const lanes = lanesOf(timeline);
  const bars = packed(timeline.bars, lanes.of);
  const reach = new Float64Array(bars.length);
  bars.forEach(({ bar }, k) => (reach[k] = Math.max(k > 0 ? reach[k - 1]! : -Infinity, bar.end)));
  const marks = timeline.marks.toSorted((a, b) => a.at - b.at || a.request - b.request);
  const first = new Map<number, number>();
  for (const { bar } of bars) seen(bar.request, bar.from);
  for (const { request, at } of marks) seen(request, at);
  const dense = timeline.machines.length > LANES ? heldOf(timeline, LANES, COLUMNS) : null;

  function seen(request: number, at: number): void {
    first.set(request, Math.min(at, first.get(request) ?? Infinity));
  }

  return {
    timeline,
    names: lanes.names,
    bars,
    reach,
    marks,
    laneOf: lanes.of,
    dense,
    most: dense === null ? 0 : dense.means.reduce((most, one) => Math.max(most, one), 0),
    strip: heldOf(timeline, 1, STRIP),
    order: [...first].toSorted((a, b) => a[1] - b[1] || a[0] - b[0]),
    height: dense === null ? lanes.names.length * laneHeight(lanes.names.length) : dense.rows * 7,
  };
}

const laneHeight = (lanes: number): number => (lanes <= 8 ? 46 : lanes <= 20 ? 32 : 22);

/** The first bar that may end after a time. */
export const firstPast = ({ reach }: TimelineScene, time: number): number => bisectRight(reach, time);

/** Top and height of a bar within a lane of height one. */
export function placeOf({ lane, row, rows }: LaneBar): readonly [top: number, height: number] {
  const shown = Math.min(rows, ROWS);
  const height = (BOTTOM - TOP) / shown;
  return [lane + TOP + Math.min(row, shown - 1) * height, height * 0.9];
}

/** The time with most refusals and requests held. */
export function liveliest({ strip, timeline }: TimelineScene): number {
  let best = 0;
  for (let k = 1; k < strip.columns; k++) if (weight(k) > weight(best)) best = k;
  return timeline.from + (best + 0.5) * strip.wide;

  function weight(k: number): number {
    return strip.refusals[k]! * 10 + strip.means[k]!;
  }
}

/** The state at a time. */
interface SceneNow {
  readonly waiting: number;
  readonly running: number;
  readonly cloud: number;
  /** Since the stretch began. */
  readonly refused: number;
}

export function nowOf(scene: TimelineScene, time: number): SceneNow {
  let [waiting, running, cloud, refused] = [0, 0, 0, 0];
  for (let k = firstPast(scene, time); k < scene.bars.length; k++) {
    const { bar } = scene.bars[k]!;
    if (bar.from > time) break;
    if (bar.end <= time) continue;
    if (bar.machine === -1) cloud++;
    else if (bar.start === null || bar.start > time) waiting++;
    else running++;
  }
  for (const { at, kind } of scene.marks) {
    if (at > time) break;
    if (kind === 'refused') refused++;
  }
  return { waiting, running, cloud, refused };
}

/** The next refusal after a time; null when there is none. */
export function refusalAfter({ marks }: TimelineScene, time: number): TimelineMark | null {
  return marks.find(({ at, kind }) => kind === 'refused' && at > time + 1e-6) ?? null;
}
