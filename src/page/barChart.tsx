/** Horizontal bars with intervals; a dashed mark shows the value before the last change. */
import { BAR, laid, LANE, reachOf, type BarGroup, type LaidBar } from './barLayout.ts';
import { useInk, useMost, useStore, useWidth } from './context.ts';
import { roundUp, ticks } from './scale.ts';
import { short } from './numbers.ts';

interface BarChartProps {
  readonly label: string;
  readonly groups: readonly BarGroup[];
  readonly axis: string;
  readonly tick?: (value: number) => string;
}

/** Space below the lowest bar. */
const AXIS = 34;
/** Width in pixels below which the axis has only two ticks. */
const TIGHT = 180;

export function BarChart({ label, groups, axis, tick = short }: BarChartProps) {
  const ink = useInk();
  const { dragging } = useStore();
  const [ref, width] = useWidth<HTMLDivElement>(420);
  const rows = groups.flatMap((group) => group.rows);
  const names = Math.min(120, 12 + 7.1 * Math.max(0, ...rows.map(({ name }) => name.length)));
  const writing = 12 + 6.8 * Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ text }) => text.length)));
  const most = useMost(roundUp(reachOf(rows)), dragging.value);
  const room = Math.max(60, width - names - writing);
  const x = (value: number): number => names + (Math.min(most, Math.max(0, value)) / most) * room;
  const { groups: drawn, height } = laid(groups);
  return (
    <div ref={ref} class="plot">
      <svg
        viewBox={`0 0 ${width} ${height + AXIS}`}
        width={width}
        height={height + AXIS}
        role="img"
        aria-label={label}
      >
        {ticks(most, room < TIGHT ? 2 : 4).map((step) => (
          <g key={step}>
            <line class="grid" x1={x(step)} x2={x(step)} y1={0} y2={height + 4} />
            <text class="tick" x={x(step)} y={height + 18} text-anchor="middle">
              {tick(step)}
            </text>
          </g>
        ))}
        <text class="axis" x={names} y={height + AXIS - 2}>
          {axis}
        </text>
        {drawn.map(({ title, top, rows: inside }) => (
          <g key={title}>
            {title !== '' && (
              <text class="group" x={0} y={top + 14}>
                {title}
              </text>
            )}
            {inside.map(({ row, bars, top: start, height: high }) => (
              <g key={row.name}>
                <text class="name" x={names - 10} y={start + high / 2 + 4} text-anchor="end">
                  {row.name}
                </text>
                {bars.map((one, i) => (
                  <OneBar
                    key={i}
                    laidBar={one}
                    top={start + one.lane * LANE}
                    colour={ink(row.colour)}
                    x={x}
                  />
                ))}
              </g>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

interface OneBarProps {
  readonly laidBar: LaidBar;
  readonly top: number;
  readonly colour: string;
  readonly x: (value: number) => number;
}

function OneBar({ laidBar: { bar, from, isLast }, top, colour, x }: OneBarProps) {
  const middle = top + BAR / 2;
  const [begin, end] = [x(from), x(from + bar.value)];
  const before = bar.ghost === null ? null : x(from + bar.ghost);
  const [low, high] = bar.ci95 ? [x(from + bar.ci95[0]), x(from + bar.ci95[1])] : [null, 0];
  return (
    <g>
      <rect
        class={bar.faint ? 'bar faint' : 'bar'}
        x={begin}
        y={top}
        width={Math.max(0.5, end - begin)}
        height={BAR}
        fill={colour}
        stroke={colour}
      />
      {before !== null && <path class="ghost end" d={`M${before.toFixed(1)} ${top - 3}V${top + BAR + 3}`} />}
      {low !== null && <path class="whisker" d={`M${low.toFixed(1)} ${middle}H${high.toFixed(1)}`} />}
      {isLast && (
        <text class="value" x={Math.max(end, high, before ?? 0) + 7} y={middle + 4}>
          {bar.text}
        </text>
      )}
    </g>
  );
}
