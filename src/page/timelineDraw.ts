/** Draws one moment of a stretch on a canvas. */
import { BAND, phasesOf } from '../explain/report/lanes.ts';
import { STATES } from '../explain/report/timeline.ts';
import { BAD, GRID, INK, LINE, PAPER, SOFT } from '../report/palette.ts';
import { drawDense } from './timelineDense.ts';
import { drawMarks } from './timelineMarks.ts';
import { firstPast, placeOf, type TimelineScene } from './timelineScene.ts';
import { AXIS, clock, leftOf, PALE, xOf, type TimelineView } from './timelineView.ts';

const FONT = "11px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

export function drawScene(context: CanvasRenderingContext2D, scene: TimelineScene, view: TimelineView): void {
  const { width, height, ink } = view;
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = 'middle';
  axis(context, view);
  if (scene.dense) drawDense(context, scene, view);
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
  drawMarks(context, scene, view, high);
  context.restore();
  context.textAlign = left > 0 ? 'right' : 'left';
  scene.names.forEach((name, lane) => {
    context.fillStyle = ink(INK);
    if (left > 0) context.fillText(name, left - 8, (lane + 0.5) * high, left - 10);
    else {
      // Over bars, and legible.
      context.strokeStyle = ink(PAPER);
      context.lineWidth = 4;
      context.lineJoin = 'round';
      context.strokeText(name, 3, lane * high + 7);
      context.fillText(name, 3, lane * high + 7);
    }
  });
}

/** The fill of windows, and machines that are down. */
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
