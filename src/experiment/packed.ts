/**
 * Encodes results for sending and storing: metrics as text, time series as one block of numbers. Threads pass both on
 * unchanged, and a journal writes them as received.
 */
import type { Replication, Series } from '../results.ts';

/** Layout of the series in the block: device, bucket width, and the number of buckets of each quantity. */
export type Layout = readonly (readonly [
  device: string,
  width: number,
  quantities: readonly (readonly [name: string, count: number])[],
])[];

export interface Packed {
  /** JSON of `{ result, layout }`, the result without its series. */
  readonly text: string;
  readonly block: Float32Array<ArrayBuffer>;
}

export function pack(replication: Replication): Packed {
  const { series } = replication;
  const layout: Layout = series.map(
    ({ device, width, quantities }) =>
      [
        device,
        width,
        Object.entries(quantities).map(([name, { length }]) => [name, length] as const),
      ] as const,
  );
  const columns = series.flatMap(({ quantities }) => Object.values(quantities));
  const block = new Float32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    block.set(column, at);
    at += column.length;
  }
  return { text: JSON.stringify({ result: { ...replication, series: [] }, layout }), block };
}

/** Decodes the same replication: series are rounded to single precision before they are encoded. */
export function unpack({ text, block }: Packed): Replication {
  const { result, layout } = JSON.parse(text) as { result: Replication; layout: Layout };
  return { ...result, series: unpackSeries(layout, block) };
}

export function unpackSeries(layout: Layout, block: Float32Array): Series[] {
  let at = 0;
  return layout.map(([device, width, quantities]) => {
    const columns: Record<string, number[]> = {};
    for (const [name, count] of quantities) {
      const column = new Array<number>(count);
      for (let i = 0; i < count; i++) column[i] = block[at + i]!;
      at += count;
      columns[name] = column;
    }
    return { device, width, quantities: columns };
  });
}
