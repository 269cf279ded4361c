/** Draws many machines as rows, darker where they hold more, and the overview strip. */
import { BAD, EDGE, INK } from '../report/palette.ts';
import type { TimelineScene } from './timelineScene.ts';
import { AXIS, leftOf, PALE, xOf, type TimelineView } from './timelineView.ts';

/** Requests held by many machines, darker for more. */
export function drawDense(context: CanvasRenderingContext2D, scene: TimelineScene, view: TimelineView): void {
  const { from, to, now, width, height, ink } = view;
  const { rows, columns, wide, means, refusals, each } = scene.dense!;
  const x = xOf(view);
  const left = leftOf(width);
  const high = (height - AXIS) / rows;
  const begin = scene.timeline.from;
  const first = Math.max(0, Math.floor((from - begin) / wide));
  const last = Math.min(columns - 1, Math.ceil((to - begin) / wide));
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, height - AXIS);
  context.clip();
  for (let k = first; k <= last; k++) {
    const [at, until] = [x(begin + k * wide), x(begin + (k + 1) * wide)];
    const pale = begin + k * wide > now ? PALE : 1;
    context.fillStyle = ink(EDGE);
    for (let row = 0; row < rows; row++) {
      context.globalAlpha = (pale * means[row * columns + k]!) / (scene.most || 1);
      context.fillRect(at, row * high, until - at + 0.5, high - 0.5);
    }
    context.globalAlpha = pale;
    context.fillStyle = ink(BAD);
    const refused = Math.min(16, refusals[k]!);
    if (refused > 0) context.fillRect(at, 0, Math.max(1, until - at), 2 + refused);
  }
  context.restore();
  context.globalAlpha = 1;
  if (left === 0) return;
  context.textAlign = 'right';
  context.fillStyle = ink(INK);
  for (let row = 0; row < rows; row += 10)
    context.fillText(
      each === 1 ? `machine ${row + 1}` : `from ${row * each + 1}`,
      left - 8,
      (row + 0.5) * high,
    );
}

/** The overview of the whole stretch: requests held as an area, refusals as ticks. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  { strip }: TimelineScene,
  { width, height, ink }: Pick<TimelineView, 'width' | 'height' | 'ink'>,
): void {
  const { columns, means, refusals } = strip;
  const most = means.reduce((a, b) => Math.max(a, b), 0) || 1;
  const refused = refusals.reduce((a, b) => Math.max(a, b), 0) || 1;
  context.clearRect(0, 0, width, height);
  for (let k = 0; k < columns; k++) {
    const at = (k / columns) * width;
    context.fillStyle = `${ink(EDGE)}77`;
    const tall = (means[k]! / most) * (height - 2);
    context.fillRect(at, height - tall, width / columns + 0.5, tall);
    context.fillStyle = ink(BAD);
    if (refusals[k]! > 0) context.fillRect(at, 0, width / columns, 3 + (refusals[k]! / refused) * 9);
  }
}
