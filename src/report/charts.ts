/** The figures of any run, chosen by what varies in it; along a scale of numbers a line for every kind, its intervals as a band. */
import { capital } from '../kernel/words.ts';
import type { Summary, Estimate } from '../results.ts';
import {
  arrange,
  known,
  metric,
  shown,
  titled,
  type Arrangement,
  type PlacedCell,
  type Scale,
} from './arrangement.ts';
import { cloudChart, outcomeChart } from './loadBars.ts';
import { deviceChart, latencyChart } from './stripChart.ts';
import { figure, type Figure, type Spec } from './figure.ts';
import { PERCENT, text, type AxisScale as Shown } from './format.ts';
import type { SeriesByCell } from './loads.ts';
import { timeChart, type TimeOptions } from './timeChart.ts';
import { nominal, sideBySide, span, quantity } from './layers.ts';
import { dashes, shapes } from './palette.ts';

/** What a run knows that its summary does not say. */
type ChartOptions = TimeOptions;

/**
 * Those that have something to show: what became of requests, tokens to the cloud, latency, utilisation.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { charts, run } from 'edgewise';
 *
 * const text = readFileSync('scenarios/first.yaml', 'utf8');
 * const { summary, findings } = await run(text, { vary: ['workload.arrivals.rate=1/m,2/m,4/m'] });
 * const figures = charts(summary, summary.cells.map((_, cell) => findings.series(cell)));
 * console.log(figures.map(({ name }) => name).includes('latency')); // true
 * ```
 */
export function charts(summary: Summary, series: SeriesByCell, options: ChartOptions = {}): Figure[] {
  const arrangement = arrange(summary, series);
  const made = arrangement.scale
    ? [
        rejectedTrend(arrangement),
        trend(arrangement, 'cloud', 'cloud.tokens'),
        trend(arrangement, 'latency', 'ttft.p95'),
        trend(arrangement, 'utilization', 'edge.utilization'),
        trend(arrangement, 'slo', 'slo.attainment'),
      ]
    : [
        outcomeChart(arrangement),
        cloudChart(arrangement),
        latencyChart(arrangement),
        timeChart(arrangement, options),
        deviceChart(arrangement),
      ];
  return made.filter((one) => one !== null);
}

function trend(arrangement: Arrangement, name: string, of: string): Figure | null {
  if (!known(arrangement, of)) return null;
  const scale = shown(arrangement, of);
  const title = titled(of, scale);
  return figure(
    name,
    title,
    trendChart(arrangement, { estimate: metric(of), shown: scale }),
    key(arrangement, of),
  );
}

/** What bands and bars are, where there are any. */
function key({ places }: Arrangement, of: string): string | undefined {
  const estimates = places.map(metric(of));
  const band = estimates.some((one) => one?.ci95);
  const bar = estimates.some((one) => one?.model95);
  if (!band && !bar) return undefined;
  const words = [...(band ? ['bands: 95 % intervals'] : []), ...(bar ? ['bars: as the profiles vary'] : [])];
  return capital(words.join('; '));
}

/** As a share of the mean number that arrived: the interval is that of the count. */
function rejectedTrend(arrangement: Arrangement): Figure | null {
  if (!known(arrangement, 'edge.rejected')) return null;
  const title = 'Rejected by the edge (% of arrivals)';
  const spec = trendChart(arrangement, {
    estimate: ({ cell }) => {
      const { mean = null, ci95 = null } = cell.metrics['edge.rejected'] ?? {};
      const of = cell.metrics['arrived']?.mean;
      if (mean === null || !of) return undefined;
      return { mean: mean / of, ci95: ci95 && [ci95[0] / of, ci95[1] / of] };
    },
    shown: PERCENT,
  });
  return figure('outcomes', title, spec, key(arrangement, 'edge.rejected'));
}

const MOST_TICKS = 12;

interface TrendPanel {
  readonly estimate: (place: PlacedCell) => Estimate | undefined;
  readonly shown: Shown;
}

function trendChart(arrangement: Arrangement, { estimate, shown }: TrendPanel): Spec {
  const { places, scale, kindTitle, kinds, colours, pictures } = arrangement;
  const values = places.map((place) => ({
    cell: place.number,
    at: place.at,
    kind: place.kind,
    dash: place.kind,
    picture: place.picture,
    ...span(estimate(place), shown.factor),
    says: `${place.name}: ${text(estimate(place), shown)} ${shown.unit}`.trim(),
  }));
  const x = quantity('at', scale!.title, {
    scale: scale!.logarithmic ? { type: 'log', nice: false } : { zero: false, nice: false },
    axis: { grid: false, domain: true, ticks: true, ...ticks(scale!.marks) },
  });
  const legend = kinds.length > 1 ? { title: kindTitle, symbolOpacity: 1 } : null;
  const by = (range: readonly unknown[]): Spec => nominal('kind', kinds, range, legend);
  const color = by(colours);
  const y = { field: 'mean', type: 'quantitative', title: null, scale: { zero: true } };
  const picked = { condition: { param: 'kinds', value: 1 }, value: 0.12 };
  const layer: Spec[] = [
    {
      params: [{ name: 'kinds', select: { type: 'point', fields: ['kind'] }, bind: 'legend' }],
      mark: { type: 'line', strokeWidth: 2, clip: false },
      encoding: {
        x,
        y,
        color,
        strokeDash: { ...by(dashes(kinds.length)), field: 'dash', legend: null },
        opacity: picked,
      },
    },
    {
      mark: { type: 'point', size: 46 },
      encoding: { x, y, color, shape: by(shapes(kinds.length)), opacity: picked, tooltip: { field: 'says' } },
    },
  ];
  if (values.some(({ low }) => low !== null))
    layer.unshift({
      mark: { type: 'area' },
      encoding: {
        x,
        y: { ...y, field: 'low' },
        y2: { field: 'high' },
        color,
        opacity: { condition: { param: 'kinds', value: 0.2 }, value: 0.03 },
      },
    });
  if (values.some(({ modelLow }) => modelLow !== undefined))
    layer.unshift({
      transform: [{ filter: 'isValid(datum.modelLow)' }],
      mark: { type: 'rule', strokeWidth: 6 },
      encoding: {
        x,
        y: { ...y, field: 'modelLow' },
        y2: { field: 'modelHigh' },
        color,
        opacity: { condition: { param: 'kinds', value: 0.35 }, value: 0.05 },
      },
    });
  const view = { height: pictures.length > 1 ? 170 : 250, layer };
  return sideBySide({ values, pictures, widths: [390, 270], view });
}

/** Few values are all written, as the file writes them; of many, those that the axis picks. */
function ticks(marks: Scale['marks']): Spec {
  if (marks.length > MOST_TICKS) return { tickCount: 6 };
  const words = Object.fromEntries(marks.map(({ at, label }) => [String(at), label]));
  return {
    values: marks.map(({ at }) => at),
    labelExpr: `${JSON.stringify(words)}[datum.value]`,
    labelOverlap: 'greedy',
    labelSeparation: 3,
    labelFlush: false,
  };
}
