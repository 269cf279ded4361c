/** Results for a journey: their time series as one block of numbers, which threads and journals take as it is. */
import type { Replication, Series } from '../results.ts';

/** Where a series stands in the block: its device, its bucket width, and its quantities with how many buckets each has. */
export type Layout = readonly (readonly [
  device: string,
  width: number,
  quantities: readonly (readonly [name: string, count: number])[],
])[];

export interface Packed {
  /** Without its series. */
  readonly result: Replication;
  readonly layout: Layout;
  readonly values: Float32Array<ArrayBuffer>;
}

export function pack(replication: Replication): Packed {
  const { series } = replication;
  const layout = series.map(
    ({ device, width, quantities }) =>
      [
        device,
        width,
        Object.entries(quantities).map(([name, { length }]) => [name, length] as const),
      ] as const,
  );
  const columns = series.flatMap(({ quantities }) => Object.values(quantities));
  const values = new Float32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    values.set(column, at);
    at += column.length;
  }
  return { result: { ...replication, series: [] }, layout, values };
}

/** The same replication: its series are rounded to single precision before they are packed. */
export function unpack({ result, layout, values }: Packed): Replication {
  let at = 0;
  const series = layout.map(([device, width, quantities]): Series => {
    const columns = quantities.map(
      ([name, count]) => [name, [...values.subarray(at, (at += count))]] as const,
    );
    return { device, width, quantities: Object.fromEntries(columns) };
  });
  return { ...result, series };
}
