/** Lying bars with their intervals; a dashed mark where the setting before ended. */
import { useInk, useMost, useStore, useWidth } from './context.ts';
import { roundUp, ticks } from './scale.ts';
import { short } from './words.ts';

export interface Bar {
  readonly value: number;
  readonly ci95: readonly [number, number] | null;
  readonly ghost: number | null;
  /** Written at its end. */
  readonly text: string;
  readonly faint?: boolean;
  /** Begins where the bar before it ends. */
  readonly stacked?: boolean;
}

export interface BarRow {
  readonly name: string;
  readonly colour: string;
  readonly bars: readonly Bar[];
}

export interface BarGroup {
  readonly title: string;
  readonly rows: readonly BarRow[];
}

interface BarChartProps {
  readonly label: string;
  readonly groups: readonly BarGroup[];
  readonly axis: string;
  readonly tick?: (value: number) => string;
}

const BAR = 15;
const GAP = 3;
const BETWEEN = 13;
const TITLE = 22;
const AXIS = 34;

export function BarChart({ label, groups, axis, tick = short }: BarChartProps) {
  const ink = useInk();
  const { dragging } = useStore();
  const [ref, width] = useWidth<HTMLDivElement>(420);
  const rows = groups.flatMap((group) => group.rows);
  const names = Math.min(120, 12 + 7.1 * Math.max(0, ...rows.map(({ name }) => name.length)));
  const writing = 12 + 6.8 * Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ text }) => text.length)));
  const wanted = roundUp(
    Math.max(0, ...rows.flatMap(({ bars }) => [ends(bars), ...bars.map(({ ghost }) => ghost ?? 0)])),
  );
  const most = useMost(wanted, dragging.value);
  const room = Math.max(60, width - names - writing);
  const x = (value: number): number => names + (Math.min(most, Math.max(0, value)) / most) * room;
  let y = 0;
  const drawn = groups.map((group) => {
    const top = y;
    y += group.title === '' ? 0 : TITLE;
    const lines = group.rows.map((row) => {
      const start = y;
      const lanes = row.bars.filter(({ stacked }) => !stacked).length;
      y += lanes * (BAR + GAP) + BETWEEN;
      return { row, start, height: lanes * (BAR + GAP) - GAP };
    });
    return { group, top, lines };
  });
  const height = y + AXIS - BETWEEN;
  const steps = ticks(most, room < 180 ? 2 : 4);
  return (
    <div ref={ref} class="plot">
      <svg width={width} height={height} role="img" aria-label={label}>
        {steps.map((step) => (
          <g key={step}>
            <line class="grid" x1={x(step)} x2={x(step)} y1={0} y2={height - AXIS + 4} />
            <text class="tick" x={x(step)} y={height - AXIS + 18} text-anchor="middle">
              {tick(step)}
            </text>
          </g>
        ))}
        <text class="axis" x={x(0)} y={height - 2}>
          {axis}
        </text>
        {drawn.map(({ group, top, lines }) => (
          <g key={group.title}>
            {group.title !== '' && (
              <text class="group" x={0} y={top + 14}>
                {group.title}
              </text>
            )}
            {lines.map(({ row, start, height: high }) => (
              <g key={row.name}>
                <text class="name" x={names - 10} y={start + high / 2 + 4} text-anchor="end">
                  {row.name}
                </text>
                {lanesOf(row.bars).map(({ bar, from, lane, last }, i) => {
                  const at = start + lane * (BAR + GAP);
                  const colour = ink(row.colour);
                  const end = from + bar.value;
                  return (
                    <g key={i}>
                      <rect
                        class={bar.faint ? 'bar faint' : 'bar'}
                        x={x(from)}
                        y={at}
                        width={Math.max(0.5, x(end) - x(from))}
                        height={BAR}
                        fill={colour}
                        stroke={colour}
                      />
                      {bar.ghost !== null && (
                        <path
                          class="ghost end"
                          d={`M${x(from + bar.ghost).toFixed(1)} ${at - 3}V${at + BAR + 3}`}
                        />
                      )}
                      {bar.ci95 && (
                        <path
                          class="whisker"
                          d={`M${x(from + bar.ci95[0]).toFixed(1)} ${at + BAR / 2}H${x(from + bar.ci95[1]).toFixed(1)}`}
                        />
                      )}
                      {last && (
                        <text
                          class="value"
                          x={
                            Math.max(
                              x(end),
                              bar.ci95 ? x(from + bar.ci95[1]) : 0,
                              x(from + (bar.ghost ?? 0)),
                            ) + 7
                          }
                          y={at + BAR / 2 + 4}
                        >
                          {bar.text}
                        </text>
                      )}
                    </g>
                  );
                })}
              </g>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** The longest of a row's bars, those on top of each other added up. */
function ends(bars: readonly Bar[]): number {
  return Math.max(0, ...lanesOf(bars).map(({ bar, from }) => from + bar.value));
}

function lanesOf(bars: readonly Bar[]): { bar: Bar; from: number; lane: number; last: boolean }[] {
  let lane = -1;
  let from = 0;
  return bars.map((bar, i) => {
    if (!bar.stacked) {
      lane++;
      from = 0;
    }
    const start = from;
    from += bar.value;
    return { bar, from: start, lane, last: bars[i + 1]?.stacked !== true };
  });
}
