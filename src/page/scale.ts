/** Axes of the page's charts. */

/** The next round number at or above: 1, 1.5, 2, 3, 5, 7.5 and 10 of each power. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 5, 7.5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Round ticks from 0 up to `most`. */
export function ticks(most: number, count = 4): number[] {
  const raw = most / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= raw * (1 - 1e-9)) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(12)),
  );
}

/** An SVG path through points; empty for fewer than two. */
export function path(points: readonly (readonly [number, number])[]): string {
  return points.length < 2 ? '' : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}

/** Where an axis of seconds may begin and end: from less than the shortest wait that is counted, or a target that nobody meets, to more than the longest. */
const TIMES = [
  0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5,
  1e6,
];

/** Round times between which all of these lie. */
export function timeMarks(times: readonly number[]): number[] {
  const first = TIMES.findLastIndex((one) => one <= Math.min(...times));
  const end = TIMES.findIndex((one) => one >= Math.max(...times));
  return TIMES.slice(Math.max(0, first), end === -1 ? undefined : end + 1);
}

/** Whether what is written at a height is further from all points at the left end than at the right one. */
export function emptierAtLeft(
  points: readonly (readonly [x: number, y: number])[],
  { y, left, right }: { readonly y: number; readonly left: number; readonly right: number },
): boolean {
  const third = (right - left) / 3;
  const near = (from: number, to: number): number =>
    Math.min(
      ...points.filter(([x]) => x >= from - 1 && x <= to + 1).map(([, height]) => Math.abs(height - y)),
    );
  return near(left, left + third) > near(right - third, right);
}
