/** Draws one moment of a stretch on a canvas. */
import { BAND, phasesOf, TOP, BOTTOM } from '../explain/report/lanes.ts';
import { MARKS, STATES } from '../explain/report/timeline.ts';
import { BAD, EDGE, GRID, INK, LINE, PAPER, SOFT } from '../report/palette.ts';
import { firstPast, placeOf, type TimelineScene } from './timelineScene.ts';
import { AXIS, clock, leftOf, xOf, type TimelineView } from './timelineView.ts';

const PALE = 0.28;
const FONT = "11px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

export function drawScene(context: CanvasRenderingContext2D, scene: TimelineScene, view: TimelineView): void {
  const { width, height, ink } = view;
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = 'middle';
  axis(context, view);
  if (scene.dense) dense(context, scene, view);
  else lanes(context, scene, view);
  const x = xOf(view)(view.now);
  context.strokeStyle = ink(INK);
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height - AXIS);
  context.stroke();
}

function axis(context: CanvasRenderingContext2D, view: TimelineView): void {
  const { from, to, width, height, ink } = view;
  const x = xOf(view);
  const wanted = ((to - from) * 70) / (width - leftOf(width));
  const step = STEPS.find((one) => one >= wanted) ?? STEPS.at(-1)!;
  context.textAlign = 'center';
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    if (time < 0) continue;
    context.strokeStyle = ink(GRID);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(time), 0);
    context.lineTo(x(time), height - AXIS);
    context.stroke();
    const at = Math.min(width - 18, Math.max(leftOf(width) + 18, x(time)));
    context.fillStyle = ink(SOFT);
    context.fillText(clock(time), at, height - AXIS / 2);
  }
}

function lanes(context: CanvasRenderingContext2D, scene: TimelineScene, view: TimelineView): void {
  const { width, height, ink } = view;
  const high = (height - AXIS) / scene.names.length;
  const left = leftOf(width);
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, height - AXIS);
  context.clip();
  windows(context, scene, view, high);
  context.strokeStyle = ink(GRID);
  context.lineWidth = 1;
  for (let lane = 1; lane < scene.names.length; lane++) {
    context.beginPath();
    context.moveTo(left, lane * high);
    context.lineTo(width, lane * high);
    context.stroke();
  }
  bars(context, scene, view, high);
  marks(context, scene, view, high);
  context.restore();
  context.textAlign = left > 0 ? 'right' : 'left';
  scene.names.forEach((name, lane) => {
    context.fillStyle = ink(left > 0 ? INK : SOFT);
    if (left > 0) context.fillText(name, left - 8, (lane + 0.5) * high, left - 10);
    else {
      // Over bars, and legible.
      context.strokeStyle = ink(PAPER);
      context.lineWidth = 3;
      context.strokeText(name, 3, lane * high + 7);
      context.fillText(name, 3, lane * high + 7);
    }
  });
}

/** How full the windows are, and who is down. */
function windows(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  view: TimelineView,
  high: number,
): void {
  const { samples } = scene.timeline;
  const { from, to, now, ink } = view;
  const x = xOf(view);
  samples.forEach(({ at, fill, up }, k) => {
    const until = samples[k + 1]?.at ?? at;
    if (until < from || at > to) return;
    const [begin, wide] = [x(at), x(until) - x(at) + 0.5];
    context.globalAlpha = at > now ? PALE : 1;
    for (let lane = 0; lane < up.length; lane++) {
      if (!up[lane]) {
        context.fillStyle = `${ink(BAD)}40`;
        context.fillRect(begin, lane * high, wide, high);
      }
      const share = fill?.[lane] ?? 0;
      context.fillStyle = `${ink(LINE)}88`;
      if (share > 0) context.fillRect(begin, (lane + 0.98 - BAND * share) * high, wide, BAND * share * high);
    }
  });
  context.globalAlpha = 1;
}

function bars(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  view: TimelineView,
  high: number,
): void {
  const { from, to, now, ink, picked } = view;
  const x = xOf(view);
  const colours = new Map(STATES.map(([state, colour]) => [state, ink(colour)]));
  const own: (readonly [left: number, top: number, right: number, bottom: number])[] = [];
  for (let k = firstPast(scene, from); k < scene.bars.length; k++) {
    const one = scene.bars[k]!;
    if (one.bar.from >= to) break;
    if (one.bar.end <= from) continue;
    const [top, tall] = placeOf(one);
    for (const [state, began, ended] of phasesOf(one.bar)) {
      if (ended <= from || began >= to) continue;
      context.fillStyle = colours.get(state)!;
      box(began, Math.min(ended, now), 1);
      box(Math.max(began, now), ended, PALE);
    }
    if (one.bar.request === picked)
      own.push([x(one.bar.from), top * high, x(one.bar.end), (top + tall) * high]);

    function box(began: number, ended: number, alpha: number): void {
      if (ended <= began) return;
      context.globalAlpha = alpha;
      const begin = x(began);
      context.fillRect(begin, top * high, Math.max(0.8, x(ended) - begin - 0.4), Math.max(1, tall * high));
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = ink(INK);
  context.lineWidth = 2;
  own.forEach(([left, top, right, bottom], k) => {
    context.strokeRect(left - 1, top - 1, right - left + 2, bottom - top + 2);
    const before = own[k - 1];
    if (!before) return;
    context.beginPath();
    context.moveTo(before[2], (before[1] + before[3]) / 2);
    context.lineTo(left, (top + bottom) / 2);
    context.stroke();
  });
}

function marks(
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
  const points: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
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
  for (const [dx, dy] of points[shape] ?? []) context.lineTo(x + dx * size, y + dy * size);
  context.closePath();
  context.fill();
}

/** Of many machines: how many requests they held, the darker the more. */
function dense(context: CanvasRenderingContext2D, scene: TimelineScene, view: TimelineView): void {
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

/** The whole stretch: requests held as an area, refusals as ticks. */
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
