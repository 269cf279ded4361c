/** Counts as horizontal bars by strategy, with their intervals: under each picture of a run, and in Figure 4's first two panels. */
import type { CellSummary } from '../results.ts';
import { money, rounded, text, type AxisScale } from './format.ts';
import { nominal, span, whiskers, type Whisker, reach } from './layers.ts';
import { type Spec, figure, type Figure } from './figure.ts';
import { INK, SOFT, QUIET } from './palette.ts';
import { known, shown, titled, type Arrangement } from './arrangement.ts';

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

/** Whose bars they are. */
interface BarsOf {
  readonly cell: CellSummary;
  /** Of the cell in the run. */
  readonly number: number;
  /** A description. */
  readonly name: string;
  readonly strategy: string;
  readonly colour: string;
}

/** A count of requests, labelled by its share of those that arrived. */
export function countBar(
  { cell, number, name, strategy, colour }: BarsOf,
  part: string,
  figure: string,
): LoadBar {
  const estimate = cell.metrics[figure];
  const arrived = cell.metrics['arrived']?.mean ?? 0;
  const label = arrived > 0 ? `${rounded(((estimate?.mean ?? 0) / arrived) * 100, 0)} %` : '';
  const says = `${name}: ${text(estimate)} ${part}, ${label} of those that arrived`;
  return { cell: number, strategy, colour, part, ...span(estimate), label, says };
}

/** Tokens that went to the cloud, labelled by what they cost. */
export function cloudBar(
  { cell, number, name, strategy, colour }: BarsOf,
  { factor, unit }: AxisScale,
): LoadBar {
  const estimate = cell.metrics['cloud.tokens'];
  const label = money(cell.metrics['cloud.cost']);
  const says = `${name}: ${text(estimate, { factor, unit })} ${unit} for ${label}`;
  return { cell: number, strategy, colour, part: 'tokens', ...span(estimate, factor), label, says };
}

interface BarsOptions {
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
  const names = strategies.map(([name]) => name);
  const colours = strategies.map(([, colour]) => colour);
  const byStrategy = nominal('strategy', names, colours);
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
        sort: names,
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
      ...whiskers(bars),
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

export function outcomeChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'edge.served') && !known(arrangement, 'edge.rejected')) return null;
  const spec = bars(arrangement, ['served', 'rejected'], 'Requests per run', (of) => [
    countBar(of, 'served', 'edge.served'),
    countBar(of, 'rejected', 'edge.rejected'),
  ]);
  const key = 'Filled: served; outlined: rejected; shares of the requests that arrived';
  return figure('outcomes', 'Requests served and rejected by the edge', spec, key);
}

export function cloudChart(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'cloud.tokens')) return null;
  const scale = shown(arrangement, 'cloud.tokens');
  const spec = bars(arrangement, ['tokens'], titled('cloud.tokens', scale), (of) => [cloudBar(of, scale)]);
  return figure(
    'cloud',
    'Tokens redirected to the cloud',
    spec,
    'Figures beside the bars: their cost per run',
  );
}

function bars(
  { pictures, places, kinds, colours }: Arrangement,
  parts: readonly string[],
  counts: string,
  of: (whose: BarsOf) => LoadBar[],
): Spec {
  const groups = pictures.map((picture) =>
    places
      .filter((place) => place.picture === picture)
      .flatMap(({ cell, number, name, kind }) =>
        of({ cell, number, name, strategy: kind, colour: colours[kinds.indexOf(kind)] ?? QUIET }),
      ),
  );
  const most = Math.max(...groups.flat().map(reach)) || 1;
  const rows = groups.map((group, i) =>
    loadBars({
      title: pictures[i]!,
      bars: group,
      parts,
      width: 400,
      height: kinds.length * (parts.length > 1 ? 40 : 28),
      most: most * (parts.length > 1 ? 1.12 : 1.3),
      counts: i === groups.length - 1 ? counts : null,
    }),
  );
  return { spacing: 12, vconcat: rows, resolve: { scale: { yOffset: 'independent' } } };
}
