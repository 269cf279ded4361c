/** Bars by strategy under one load, horizontal, with their intervals: the rows of Figure 4's first two panels. */
import type { Spec } from './spec.ts';
import { INK, SOFT } from './palette.ts';
import { whiskers, type Whisker } from './whisker.ts';

export interface LoadBar extends Whisker {
  /** Number of the cell in the run. */
  readonly cell: number;
  readonly strategy: string;
  readonly colour: string;
  /** Which of several bars of a strategy; one of `parts`. */
  readonly part: string;
  /** Printed at the bar's end. */
  readonly label: string;
  /** The whole figure in words. */
  readonly says: string;
}

export interface BarsOptions {
  readonly title: string;
  readonly bars: readonly LoadBar[];
  readonly parts: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Where the scale ends. */
  readonly most: number;
  /** What the scale counts, or null when another row says it. */
  readonly counts: string | null;
}

export function loadBars(options: BarsOptions): Spec {
  const { title, bars, parts, width, height, most, counts } = options;
  const strategies = [...new Map(bars.map(({ strategy, colour }) => [strategy, colour]))];
  const x = {
    type: 'quantitative',
    scale: { domain: [0, most], nice: false },
    axis: { title: counts, labels: counts !== null, tickCount: 5, labelFlush: false },
  };
  const byStrategy = {
    field: 'strategy',
    type: 'nominal',
    scale: {
      domain: strategies.map(([name]) => name),
      range: strategies.map(([, colour]) => colour),
    },
    legend: null,
  };
  const several = parts.length > 1;
  const { step, inner, outer } = rowsOf(strategies.length, height, several);
  return {
    title: { text: title, fontWeight: 'normal', color: SOFT, offset: 10, fontSize: 13 },
    width,
    // By the row, so that bars are as thick when some of them are switched off.
    height: { step, for: 'position' },
    data: { values: bars },
    encoding: {
      y: {
        field: 'strategy',
        type: 'nominal',
        sort: strategies.map(([name]) => name),
        scale: { paddingInner: inner, paddingOuter: outer },
        axis: { title: null, labelFontSize: 13, labelPadding: 6 },
      },
      ...(several && {
        yOffset: { field: 'part', type: 'nominal', sort: parts, scale: { paddingInner: 0.12 } },
      }),
    },
    layer: [
      {
        mark: { type: 'bar', strokeWidth: 1.4 },
        encoding: {
          x: { field: 'mean', ...x },
          color: byStrategy,
          stroke: byStrategy,
          fillOpacity: several
            ? {
                field: 'part',
                type: 'ordinal',
                sort: parts,
                scale: { domain: parts, range: [1, 0.18] },
                legend: null,
              }
            : { value: 1 },
          tooltip: { field: 'says', type: 'nominal' },
        },
      },
      ...whiskers('x', bars),
      {
        transform: [{ calculate: 'max(datum.high || 0, datum.mean, datum.modelHigh || 0)', as: 'end' }],
        mark: { type: 'text', align: 'left', dx: 6, color: INK, fontSize: 12 },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}

/** Bars no thicker than this, however few there are. */
const THICKEST = 27;

/** How rows share a height. */
function rowsOf(
  rows: number,
  height: number,
  several: boolean,
): { step: number; inner: number; outer: number } {
  const inner = several ? 0.28 : 0.42;
  const step = (several ? 2 * THICKEST : THICKEST) / (1 - inner);
  const least = several ? 0.12 : 0.2;
  const outer = Math.max(least, (height / step - rows + inner) / 2);
  return { step: height / (rows - inner + 2 * outer), inner, outer };
}
