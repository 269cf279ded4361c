/** Draws events: refusals, requests sent to the cloud, lost requests. */
import { BOTTOM, TOP } from '../explain/report/lanes.ts';
import { MARKS } from '../explain/report/timeline.ts';
import type { TimelineScene } from './timelineScene.ts';
import { PALE, xOf, type TimelineView } from './timelineView.ts';

/** Corners of a mark of size 1. */
const CORNERS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'triangle-up': [
    [0, -1],
    [1, 0.8],
    [-1, 0.8],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
};

export function drawMarks(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  view: TimelineView,
  high: number,
): void {
  const { from, to, now, ink, picked } = view;
  const x = xOf(view);
  for (const { at, kind, machine, request } of scene.marks) {
    if (at < from) continue;
    if (at > to) break;
    const [, shape, colour] = MARKS[kind];
    context.globalAlpha = at > now ? PALE : 1;
    const size = request === picked ? 7 : 4.5;
    symbol(context, shape, [x(at), (scene.laneOf(machine) + (TOP + BOTTOM) / 2) * high], size, ink(colour));
  }
  context.globalAlpha = 1;
}

function symbol(
  context: CanvasRenderingContext2D,
  shape: string,
  [x, y]: readonly [number, number],
  size: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  if (shape === 'cross') {
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
    context.stroke();
    return;
  }
  for (const [dx, dy] of CORNERS[shape] ?? []) context.lineTo(x + dx * size, y + dy * size);
  context.closePath();
  context.fill();
}
