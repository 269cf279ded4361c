/** One view, or the same view as small pictures side by side. */
import type { Spec } from './spec.ts';

interface SideBySideOptions {
  readonly values: readonly object[];
  /** Names of the pictures, in the field `picture` of the values. */
  readonly pictures: readonly string[];
  /** Width of the view alone, and of each of several. */
  readonly widths: readonly [number, number];
  readonly view: Spec;
}

export function sideBySide({ values, pictures, widths, view }: SideBySideOptions): Spec {
  const n = pictures.length;
  if (n === 1) return { data: { values }, width: widths[0], ...view };
  const columns = columnsOf(n);
  const width = pictureWidth(n, widths);
  return {
    data: { values },
    facet: { field: 'picture', type: 'nominal', sort: pictures, title: null },
    columns,
    spec: { width, ...view },
    // A place left over in the last row would be given the axes of its column.
    ...(n % columns !== 0 && { resolve: { axis: { x: 'independent', y: 'independent' } } }),
  };
}

/** Pixels that each of n pictures is wide. */
export function pictureWidth(n: number, [alone, each]: readonly [number, number]): number {
  if (n === 1) return alone;
  return columnsOf(n) === 3 ? Math.round(each * 0.75) : each;
}

function columnsOf(n: number): number {
  return n <= 3 ? n : n % 3 === 0 ? 3 : 2;
}
