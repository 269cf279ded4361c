/** Figures by name, horizontal: a row for every kind, a dot for every figure, its interval as a whisker. */
import type { Spec } from './spec.ts';
import { nominal } from './nominal.ts';
import { LINE, PAPER, shapes, SOFT } from './palette.ts';
import { sideBySide } from './sideBySide.ts';
import { whiskers, type Whisker } from './whisker.ts';

export interface Dot extends Whisker {
  /** Number of the cell in the run, where it is of one. */
  readonly cell?: number;
  readonly row: string;
  readonly picture: string;
  /** What is told apart by shape: median and 95th percentile. */
  readonly part: string;
  readonly says: string;
}

interface StripOptions {
  readonly dots: readonly Dot[];
  readonly parts: readonly string[];
  readonly rows: readonly string[];
  readonly colours: readonly string[];
  readonly pictures: readonly string[];
  readonly title: string;
}

const ROW = 26;
const LEGEND = { title: null, orient: 'top', symbolFillColor: SOFT, symbolStrokeColor: SOFT };

export function stripChart({ dots, parts, rows, colours, pictures, title }: StripOptions): Spec {
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows,
    title: null,
    scale: { type: 'band' },
    axis: { grid: true, labelPadding: 8 },
  };
  const x = { field: 'mean', type: 'quantitative', title, scale: { zero: true } };
  const layer = [
    {
      mark: { type: 'line', strokeWidth: 1, opacity: 0.5 },
      encoding: { x, y, detail: { field: 'row', type: 'nominal' }, color: { value: LINE } },
    },
    ...whiskers(dots).map((one) => ({ ...one, encoding: { y, ...(one['encoding'] as Spec) } })),
    {
      mark: { type: 'point', size: 64, stroke: PAPER, strokeWidth: 0.8 },
      encoding: {
        x,
        y,
        color: nominal('row', rows, colours),
        shape: nominal('part', parts, shapes(parts.length), parts.length > 1 ? LEGEND : null),
        tooltip: { field: 'says' },
      },
    },
  ];
  const view = { height: { step: ROW }, layer };
  return sideBySide({ values: dots, pictures, widths: [400, 330], view });
}
