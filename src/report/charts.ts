/** The figures of any run, chosen by what varies in it. */
import { capital } from '../kernel/words.ts';
import type { Summary } from '../results.ts';
import { arrange, known, metric, shown, titled, type Arrangement } from './arrangement.ts';
import { cloudChart, outcomeChart } from './barChart.ts';
import { deviceChart } from './deviceChart.ts';
import { figure, type Figure } from './figure.ts';
import { PERCENT } from './format.ts';
import { latencyChart } from './latencyChart.ts';
import type { SeriesByCell } from './loads.ts';
import { timeChart, type TimeOptions } from './timeChart.ts';
import { trendChart } from './trendChart.ts';

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
