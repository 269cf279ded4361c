/** Lines with confidence bands; dashed lines show the values before the last change. */
import { useInk, useMost, useStore, useWidth } from './context.ts';
import type { ChartPoint } from './protocol.ts';
import { emptierAtLeft, path, roundUp, ticks } from './scale.ts';
import { short } from './numbers.ts';

export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly ci95: readonly [number, number] | null;
  }[];
  readonly ghost: readonly ChartPoint[];
}

interface LineChartProps {
  readonly label: string;
  readonly lines: readonly ChartLine[];
  readonly x: {
    readonly from: number;
    readonly to: number;
    readonly title: string;
    readonly ticks: readonly number[];
    readonly tick?: (value: number) => string;
  };
  readonly y: { readonly title: string; readonly most?: number; readonly tick?: (value: number) => string };
  /** A value of x and a target of y to be marked. */
  readonly at?: { readonly x?: number; readonly y?: number; readonly words: string };
}

const HEIGHT = 236;
const LEFT = 46;
const BOTTOM = 38;
const TOP = 22;
/** Up to this many points have marks. */
const MARKED = 12;

export function LineChart({ label, lines, x, y, at }: LineChartProps) {
  const { dragging } = useStore();
  const [ref, width] = useWidth<HTMLDivElement>(420);
  const most = useMost(y.most ?? roundUp(highest(lines)), dragging.value && y.most === undefined);
  const names = 24 + 7 * Math.max(0, ...lines.map(({ name }) => name.length));
  const right = width - names;
  const px = (value: number): number => LEFT + ((value - x.from) / (x.to - x.from)) * (right - LEFT);
  const py = (value: number): number =>
    HEIGHT - BOTTOM - (Math.min(most, Math.max(0, value)) / most) * (HEIGHT - BOTTOM - TOP);
  const plane: Plane = { px, py, right };
  const labels = apart(
    lines.map(({ points }) => (points.length > 0 ? py(points.at(-1)!.y) : 0)),
    15,
    TOP,
    HEIGHT - BOTTOM,
  );
  return (
    <div ref={ref} class="plot">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={label}>
        <Axes plane={plane} x={x} y={y} most={most} />
        {at && <Mark plane={plane} at={at} />}
        {lines.map((line, i) => (
          <OneLine key={line.name} line={line} plane={plane} label={labels[i]!} />
        ))}
        {at && <MarkWords plane={plane} at={at} lines={lines} />}
      </svg>
    </div>
  );
}

/** Scales of the chart. */
interface Plane {
  readonly px: (value: number) => number;
  readonly py: (value: number) => number;
  readonly right: number;
}

function Axes({
  plane: { px, py, right },
  x,
  y,
  most,
}: Pick<LineChartProps, 'x' | 'y'> & { readonly plane: Plane; readonly most: number }) {
  return (
    <>
      {ticks(most).map((step) => (
        <g key={step}>
          <line class="grid" x1={LEFT} x2={right} y1={py(step)} y2={py(step)} />
          <text class="tick" x={LEFT - 7} y={py(step) + 4} text-anchor="end">
            {(y.tick ?? short)(step)}
          </text>
        </g>
      ))}
      {x.ticks.map((step) => (
        <text key={step} class="tick" x={px(step)} y={HEIGHT - BOTTOM + 17} text-anchor="middle">
          {(x.tick ?? short)(step)}
        </text>
      ))}
      <text class="axis" x={LEFT} y={HEIGHT - 3}>
        {x.title}
      </text>
      <text class="axis" x={0} y={11}>
        {y.title}
      </text>
    </>
  );
}

interface MarkProps {
  readonly plane: Plane;
  readonly at: NonNullable<LineChartProps['at']>;
}

function Mark({ plane: { px, py, right }, at }: MarkProps) {
  return (
    <>
      {at.x !== undefined && (
        <line class="mark" x1={px(at.x)} x2={px(at.x)} y1={TOP - 4} y2={HEIGHT - BOTTOM} />
      )}
      {at.y !== undefined && <line class="mark" x1={LEFT} x2={right} y1={py(at.y)} y2={py(at.y)} />}
    </>
  );
}

/** The label of the mark, above all lines. Next to a value of y it avoids the grid lines, and is at the emptier end. */
function MarkWords({
  plane: { px, py, right },
  at,
  lines,
}: MarkProps & { readonly lines: readonly ChartLine[] }) {
  if (at.y === undefined)
    return (
      <text class="marked" x={Math.min(px(at.x!) + 5, right - 90)} y={TOP - 6}>
        {at.words}
      </text>
    );
  const y = py(at.y) < TOP + 20 ? py(at.y) + 14 : py(at.y) - 5;
  const points = lines.flatMap((line) => line.points.map((one) => [px(one.x), py(one.y)] as const));
  const atLeft = emptierAtLeft(points, { y: y - 4, left: LEFT, right });
  return (
    <text class="marked" x={atLeft ? LEFT + 4 : right} y={y} text-anchor={atLeft ? 'start' : 'end'}>
      {at.words}
    </text>
  );
}

function OneLine({
  line: { name, colour: told, points, ghost },
  plane: { px, py, right },
  label,
}: {
  readonly line: ChartLine;
  readonly plane: Plane;
  /** Vertical position of its label. */
  readonly label: number;
}) {
  const colour = useInk()(told);
  const edge = (of: 0 | 1): ChartPoint[] => points.map((one) => [px(one.x), py(one.ci95![of])]);
  return (
    <g>
      {points.every(({ ci95 }) => ci95) && points.length > 1 && (
        <path class="band" fill={colour} d={`${path([...edge(1), ...edge(0).toReversed()])}Z`} />
      )}
      <path class="ghost" d={path(ghost.map(([a, b]) => [px(a), py(b)]))} />
      <path class="line" stroke={colour} d={path(points.map((one) => [px(one.x), py(one.y)]))} />
      {points.length < MARKED &&
        points.map((one) => <circle key={one.x} r={3} cx={px(one.x)} cy={py(one.y)} fill={colour} />)}
      {points.length > 0 && name !== '' && (
        <>
          <circle r={4} cx={right + 12} cy={label} fill={colour} />
          <text class="end" x={right + 20} y={label + 4}>
            {name}
          </text>
        </>
      )}
    </g>
  );
}

function highest(lines: readonly ChartLine[]): number {
  return Math.max(
    0,
    ...lines.flatMap(({ points, ghost }) => [...points.map((one) => one.y), ...ghost.map(([, one]) => one)]),
  );
}

/** Moves heights apart so that labels do not overlap. */
export function apart(wanted: readonly number[], room: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const made = [...wanted];
  order.forEach((i, k) => {
    const above = order[k - 1];
    if (above !== undefined) made[i] = Math.max(made[i]!, made[above]! + room);
  });
  const over = Math.max(0, (made[order.at(-1) ?? 0] ?? 0) - bottom);
  return made.map((one) => Math.max(top, one - over));
}
