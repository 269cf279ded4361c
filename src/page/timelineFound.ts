/** Finds the request under the pointer. */
import { BOTTOM, TOP } from '../explain/report/lanes.ts';
import { AXIS, leftOf, xOf, type TimelineView } from './timelineView.ts';
import { firstPast, placeOf, type TimelineScene } from './timelineScene.ts';

/** Radius in pixels in which a mark is hit. */
const REACH = 8;

/** What is at a point: a request, or for many machines the number held. */
interface TimelineFound {
  readonly request: number | null;
  readonly row: number;
  readonly time: number;
}

export function foundAt(
  scene: TimelineScene,
  view: TimelineView,
  px: number,
  py: number,
): TimelineFound | null {
  const { from, to, width, height } = view;
  const left = leftOf(width);
  if (px < left || py > height - AXIS || py < 0) return null;
  const time = from + ((px - left) / (width - left)) * (to - from);
  if (scene.dense) return { request: null, row: Math.floor((py / (height - AXIS)) * scene.dense.rows), time };
  const high = (height - AXIS) / scene.names.length;
  const y = py / high;
  const x = xOf(view);
  const middle = (TOP + BOTTOM) / 2;
  const near = scene.marks.find(
    ({ at, machine }) =>
      Math.abs(x(at) - px) < REACH && Math.abs((scene.laneOf(machine) + middle) * high - py) < REACH,
  );
  if (near) return { request: near.request, row: Math.floor(y), time };
  const slack = ((to - from) / (width - left)) * 2;
  for (let k = firstPast(scene, time - slack); k < scene.bars.length; k++) {
    const one = scene.bars[k]!;
    if (one.bar.from > time + slack) break;
    const [top, tall] = placeOf(one);
    if (one.bar.end >= time - slack && y >= top - 0.01 && y <= top + tall + 0.01)
      return { request: one.bar.request, row: one.lane, time };
  }
  return null;
}
