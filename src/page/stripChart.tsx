/** Latency on a strip: the median, the 95th and the 99th percentile, and the target. */
import { useInk, useMost, useStore, useWidth } from './context.ts';
import type { StrategyRow } from './protocol.ts';
import { roundUp, ticks } from './scale.ts';
import { number, seconds } from './numbers.ts';

interface StripChartProps {
  readonly label: string;
  readonly of: 'ttft' | 'e2e';
  readonly title: string;
  readonly entries: readonly StrategyRow[];
  readonly ghosts: ReadonlyMap<string, StrategyRow>;
  readonly slo: number | null;
}

const ROW = 30;
const TOP = 22;
const AXIS = 34;

const value = (entry: StrategyRow | undefined, name: string): number | null =>
  entry?.figures[name]?.mean ?? null;

export function StripChart({ label, of, title, entries, ghosts, slo }: StripChartProps) {
  const ink = useInk();
  const { dragging } = useStore();
  const [ref, width] = useWidth<HTMLDivElement>(420);
  const names = Math.min(120, 12 + 7.1 * Math.max(0, ...entries.map(({ name }) => name.length)));
  const all = entries.flatMap((entry) => [value(entry, `${of}.p99`) ?? value(entry, `${of}.p95`) ?? 0]);
  const most = useMost(roundUp(Math.max(slo ?? 0, ...all) * 1.02), dragging.value);
  const x = (at: number): number => names + (Math.min(at, most) / most) * (width - names - 24);
  const height = TOP + ROW * entries.length + AXIS;
  return (
    <div ref={ref} class="plot">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {ticks(most).map((step) => (
          <g key={step}>
            <line class="grid" x1={x(step)} x2={x(step)} y1={TOP - 6} y2={height - AXIS} />
            <text class="tick" x={x(step)} y={height - AXIS + 16} text-anchor="middle">
              {number(step)}
            </text>
          </g>
        ))}
        <text class="axis" x={x(0)} y={height - 2}>
          {title}
        </text>
        {slo !== null && (
          <g>
            <line class="mark" x1={x(slo)} x2={x(slo)} y1={TOP - 8} y2={height - AXIS} />
            <text
              class="marked"
              x={x(slo) > width - 90 ? x(slo) - 4 : x(slo) + 4}
              y={11}
              text-anchor={x(slo) > width - 90 ? 'end' : 'start'}
            >
              target {seconds(slo)}
            </text>
          </g>
        )}
        {entries.map((entry, i) => {
          const y = TOP + ROW * i + ROW / 2;
          const [mid, high, top] = ['p50', 'p95', 'p99'].map((stat) => value(entry, `${of}.${stat}`));
          const before = value(ghosts.get(entry.key), `${of}.p95`);
          const colour = ink(entry.colour);
          if (mid == null || high == null) return null;
          return (
            <g key={entry.key}>
              <text class="name" x={names - 10} y={y + 4} text-anchor="end">
                {entry.name}
              </text>
              {top != null && <line class="far" x1={x(high)} x2={x(top)} y1={y} y2={y} stroke={colour} />}
              <line class="span" x1={x(mid)} x2={x(high)} y1={y} y2={y} stroke={colour} />
              {before !== null && <circle class="ghost" cx={x(before)} cy={y} r={7} />}
              <circle cx={x(mid)} cy={y} r={5.5} class="middle" stroke={colour} />
              <circle cx={x(high)} cy={y} r={5.5} fill={colour} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
