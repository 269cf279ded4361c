/** Time series of one replication, for its pictures. */
import type { BucketSeries as Sums } from '../kernel/series.ts';
import type { Series } from '../results.ts';
import type { MetricsOptions } from './metrics.ts';
import { FLOW, type OverTime } from './overTime.ts';
import type { Sampler } from './sampler.ts';

/** What becomes of the sums in the buckets of a line: so much a second, or a member of the fleet, over a floor. */
interface Scale {
  readonly seconds: Float64Array | null;
  readonly members?: number;
  readonly floor?: (line: number) => number;
}

/** The fleet's series and, if `each`, those of its devices when there are not too many. */
export function seriesRows(
  overTime: OverTime,
  { kinds, group, names }: MetricsOptions,
  sampler: Sampler | null,
  each: boolean,
): Series[] {
  const { width, buckets } = overTime.flow;
  /** Seconds of the run in each bucket: the last may be cut short. */
  const seconds = new Float64Array(buckets);
  for (let k = 0; k < buckets; k++) seconds[k] = Math.min(overTime.to, (k + 1) * width) - k * width;
  const { lines, devices } = overTime;
  const members = lines === devices ? 1 : devices;
  const idle = Array.from(group, (kind) => kinds[kind]!.power.idle);
  const whole = idle.reduce((sum, watts) => sum + watts, 0);
  const floor = (line: number): number => (members === 1 ? idle[line]! : whole);
  const quantities: readonly (readonly [name: string, sums: Sums, scale: Scale, divisor: number])[] = [
    ['utilization', overTime.busy, { seconds, members }, lines],
    ['load', overTime.load, { seconds }, 1],
    ['power', overTime.power, { seconds, floor }, 1],
    ...(sampler ? ([['windowFill', sampler.series!, { seconds: null, members }, lines]] as const) : []),
  ];
  const fleet: Series = {
    device: 'fleet',
    width,
    quantities: {
      ...Object.fromEntries(
        FLOW.map((name, line) => [name, column(overTime.flow, line, { seconds })] as const),
      ),
      ...Object.fromEntries(
        lines === 0
          ? []
          : quantities.map(([name, sums, scale, divisor]) => [name, added(sums, scale, divisor)] as const),
      ),
    },
  };
  if (!each || lines !== devices) return [fleet];
  const named = names();
  return [
    fleet,
    ...Array.from({ length: lines }, (_, line) => ({
      device: named[line]!,
      width,
      quantities: Object.fromEntries(
        quantities.map(([name, sums, scale]) => [name, column(sums, line, scale)] as const),
      ),
    })),
  ];
}

function column(sums: Sums, line: number, scale: Scale): number[] {
  return together(sums, line, line + 1, scale, 1);
}

/** All lines together. */
function added(sums: Sums, scale: Scale, divisor: number): number[] {
  return together(sums, 0, sums.lines, scale, divisor);
}

/** Plain loops, bucket by bucket, and nothing kept between: of a short run this is a good part of what it costs to tell of it. */
function together(
  sums: Sums,
  first: number,
  end: number,
  { seconds, members = 1, floor }: Scale,
  divisor: number,
): number[] {
  const { buckets, values } = sums;
  const least = new Float64Array(end);
  if (floor) for (let line = first; line < end; line++) least[line] = floor(line);
  const list = new Array<number>(buckets);
  for (let k = 0; k < buckets; k++) {
    let sum = 0;
    const time = seconds === null ? 1 : seconds[k]!;
    if (members === 1)
      for (let line = first; line < end; line++) sum += least[line]! + values[line * buckets + k]! / time;
    else
      for (let line = first; line < end; line++)
        sum += least[line]! + values[line * buckets + k]! / time / members;
    list[k] = sum / divisor;
  }
  return list;
}
