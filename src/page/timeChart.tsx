/** Utilization of the devices over time: thin lines, a pale range, and the mean. */
import { useInk, useWidth } from './context.ts';
import type { StrategyRow, Picture, ChartPoint } from './protocol.ts';
import { path, ticks } from './scale.ts';
import { within } from './numbers.ts';

interface TimeChartProps {
  readonly entries: readonly StrategyRow[];
  readonly time: Picture['time'];
  /** The mean of the previous setting, by key of the cell. */
  readonly ghosts: ReadonlyMap<string, readonly ChartPoint[]>;
}

const HEIGHT = 108;
const LEFT = 40;
const TITLE = 20;
/** Width in pixels below which short labels are used. */
const NARROW = 380;

export function TimeChart({ entries, time, ghosts }: TimeChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>(420);
  return (
    <div ref={ref} class="plot">
      {entries.map((entry, i) => (
        <One
          key={entry.key}
          entry={entry}
          time={time}
          ghost={ghosts.get(entry.key) ?? []}
          width={width}
          last={i === entries.length - 1}
        />
      ))}
    </div>
  );
}

interface OneProps {
  readonly entry: StrategyRow;
  readonly time: Picture['time'];
  readonly ghost: readonly ChartPoint[];
  readonly width: number;
  readonly last: boolean;
}

function One({ entry, time, ghost, width, last }: OneProps) {
  const ink = useInk();
  const colour = ink(entry.colour);
  const high = HEIGHT - TITLE - 6;
  const span = time.to - time.from || 1;
  const x = (value: number): number => LEFT + ((value - time.from) / span) * (width - LEFT - 4);
  const y = (value: number): number => TITLE + (1 - value) * high;
  const at = ([a, b]: ChartPoint): ChartPoint => [x(a), y(b)];
  const range = rangeOf(entry);
  const whole = HEIGHT + (last ? 30 : 4);
  const steps = ticks(span)
    .map((step) => step + Math.ceil(time.from))
    .filter((step) => step <= time.to);
  return (
    <svg
      viewBox={`0 0 ${width} ${whole}`}
      width={width}
      height={whole}
      role="img"
      aria-label={`Utilisation over time, ${entry.name}: mean ${within(entry.figures['edge.utilization'], (value) => `${Math.round(value * 100)} %`)}`}
    >
      <text class="name" x={LEFT} y={13}>
        {entry.name}
        {entry.devices.length !== 1 && (
          <tspan class="quiet" dx={8}>
            {spreadOf(entry, width < NARROW)}
          </tspan>
        )}
      </text>
      {time.bursts.map(([from, to]) => (
        <rect key={from} class="burst" x={x(from)} width={x(to) - x(from)} y={TITLE} height={high} />
      ))}
      {[0, 0.5, 1].map((step) => (
        <g key={step}>
          <line class="grid" x1={LEFT} x2={width - 4} y1={y(step)} y2={y(step)} />
          <text class="tick" x={LEFT - 6} y={y(step) + 4} text-anchor="end">
            {step * 100}
          </text>
        </g>
      ))}
      {range.length > 1 && (
        <path
          class="band"
          fill={colour}
          d={`${path([...range.map(([a, , c]) => at([a, c])), ...range.toReversed().map(([a, b]) => at([a, b]))])}Z`}
        />
      )}
      {entry.devices.map(({ name, points }) => (
        <path key={name} class="thin" stroke={colour} d={path(points.map(at))} />
      ))}
      <path class="ghost" d={path(ghost.map(at))} />
      <path class="line" stroke={colour} d={path(entry.fleet.map(at))} />
      {last && (
        <g>
          {steps.map((step) => (
            <text
              key={step}
              class="tick"
              x={Math.min(x(step), width - 9)}
              y={HEIGHT + 12}
              text-anchor="middle"
            >
              {Number(step.toFixed(2))}
            </text>
          ))}
          <text class="axis" x={LEFT} y={HEIGHT + 28}>
            {time.folds === null
              ? `Time (${time.unit})`
              : `Minutes from the start of a burst${width < NARROW ? '' : `, ${time.folds} bursts overlaid`}`}
          </text>
        </g>
      )}
    </svg>
  );
}

/** By how much the devices differ. */
function spreadOf({ figures }: StrategyRow, isNarrow: boolean): string {
  const spread = within(
    figures['edge.utilizationSpread'],
    (value) => String(Math.round(value * 1000) / 10),
    1,
  );
  return isNarrow ? `± ${spread.replace(/ ±.*/, '')} points` : `devices differ by ${spread} points`;
}

/** The least and the most busy device at each time. */
function rangeOf({ devices }: StrategyRow): (readonly [x: number, low: number, high: number])[] {
  const [first] = devices;
  if (!first || devices.length < 2) return [];
  return first.points.map(([at], i) => {
    const all = devices.map(({ points }) => points[i]?.[1] ?? 0);
    return [at, Math.min(...all), Math.max(...all)];
  });
}
