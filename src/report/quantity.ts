/** How each figure of the results is called, and in what it is shown. */
import { ALL_METRICS, type CellSummary, type Estimate } from '../results.ts';
import { isShare } from '../shares.ts';
import { PERCENT, scaleFor, type Scale } from './format.ts';

export interface Quantity {
  readonly metric: string;
  /** A word or two, for a column. */
  readonly short: string;
  /** For an axis or a row. */
  readonly long: string;
}

const quantity = (metric: string, short: string, long: string): Quantity => ({ metric, short, long });

/** What a run is read for, in this order. */
export const HEADLINES: readonly Quantity[] = [
  quantity('arrived', 'arrived', 'Requests arrived'),
  quantity('edge.served', 'served', 'Served by the edge'),
  quantity('edge.rejected', 'rejected', 'Rejected by the edge'),
  quantity('dropped', 'dropped', 'Dropped'),
  quantity('failed', 'failed', 'Failed in the cloud'),
  quantity('abandoned', 'given up', 'Given up by their clients'),
  quantity('users.active', 'waiting', 'People who wait for their answers'),
  quantity('retries', 'retries', 'Retries'),
  quantity('cloud.tokens', 'to the cloud', 'Tokens redirected to the cloud'),
  quantity('cloud.cost', 'cloud bill', 'Cost of the cloud'),
  quantity('ttft.p50', 'ttft p50', 'Time to first token, median'),
  quantity('ttft.p95', 'ttft p95', 'Time to first token, 95th percentile'),
  quantity('e2e.p95', 'e2e p95', 'Time to the whole answer, 95th percentile'),
  quantity('edge.utilization', 'busy', 'Utilisation of the devices'),
  quantity('edge.utilizationSpread', 'spread', 'Standard deviation of utilisation over devices'),
  quantity('edge.availability', 'up', 'Share of time that a machine is up'),
  quantity('edge.joules', 'energy', 'Energy of the work at the edge'),
  quantity('total.cost', 'total cost', 'Cost of edge and cloud'),
  quantity('costPerResponse', 'per response', 'Cost per response'),
  quantity('pcr', 'PCR', 'Utility per cent of cost (PCR)'),
  quantity('slo.attainment', 'slo met', 'Requests that met the slo'),
];

/** The name of a figure without one of its own is the figure's. */
export function quantityOf(metric: string): Quantity {
  return HEADLINES.find((one) => one.metric === metric) ?? quantity(metric, metric, metric);
}

export function description(metric: string): string {
  return ALL_METRICS.find(({ name }) => name === metric)?.description ?? metric;
}

/** One scale for a figure in all cells. Requests need no unit, shares are in per cent. */
export function scaleOf(metric: string, estimates: readonly (Estimate | undefined)[]): Scale {
  if (isShare(metric)) return PERCENT;
  const unit = ALL_METRICS.find(({ name }) => name === metric)?.unit ?? UNITS[metric] ?? '';
  if (unit === 'requests') return { factor: 1, unit: '' };
  return scaleFor(
    unit,
    estimates.map((estimate) => estimate?.mean ?? 0),
  );
}

/** Of what devices are measured by. */
const UNITS: Readonly<Record<string, string>> = {
  tokens: 'tokens',
  'energy.joules': 'J',
  idleJoules: 'J',
  'power.mean': 'W',
};

/** Those that some cell knows and that are not 0 throughout. */
export function present(cells: readonly CellSummary[], quantities: readonly Quantity[]): Quantity[] {
  return quantities.filter(({ metric }) =>
    cells.some(({ metrics }) => {
      const estimate = metrics[metric];
      return (
        estimate?.mean != null &&
        (estimate.mean !== 0 || (metric === 'edge.rejected' && metrics['edge.served']?.mean))
      );
    }),
  );
}
