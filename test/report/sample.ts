/** Results shaped as a run gives them, made by rule, so that figures and tables can be tried without a simulation. */
import { overall } from '../../src/sentences/overall.ts';
import type {
  CellSummary,
  Comparison,
  DeviceSummary,
  Estimate,
  Labels,
  Ranking,
  Series,
  Summary,
} from '../../src/results.ts';

const about = (mean: number, half: number): Estimate => ({ mean, ci95: [mean - half, mean + half] });
const known = (mean: number): Estimate => ({ mean, ci95: null });

/** Numbers in [0, 1) that only look random. */
export function noise(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const DEVICES = ['agx-orin-64gb/qwen2.5-3b-q4', 'orin-nano-8gb/qwen2.5-3b-q4'] as const;
const names = (): string[] => [
  ...[1, 2].map((i) => `${DEVICES[0]}#${i}`),
  ...[3, 4, 5, 6].map((i) => `${DEVICES[1]}#${i}`),
];

const REJECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  steady: { random: 363, weighted: 333, loadAware: 102 },
  bursty: { random: 512, weighted: 490, loadAware: 361 },
};
const SPREAD: Readonly<Record<string, number>> = { random: 0.16, weighted: 0.09, loadAware: 0.03 };

/** How busy device i is under a strategy, over the run. */
function utilization(strategy: string, i: number, rejected: number): number {
  const mean = 0.86 - rejected / 2500;
  const slow = i < 2 ? -1.35 : 0.7;
  return Math.min(0.99, mean + (SPREAD[strategy] ?? 0.05) * slow + 0.004 * i);
}

export function cell(
  vary: Labels,
  rejected: number,
  options: { replications?: number; seed?: number } = {},
): CellSummary {
  const { replications = 20, seed = 1 } = options;
  const strategy = String(vary['strategy'] ?? 'loadAware');
  const random = noise(seed + rejected);
  const near = (mean: number, share: number): Estimate =>
    replications > 1
      ? about(mean * (1 + (random() - 0.5) * share), mean * share * (0.8 + 0.4 * random()))
      : known(mean);
  const arrived = 1612;
  const tokens = rejected * 331;
  const devices = names().map((name, i): DeviceSummary => {
    const busy = utilization(strategy, i, rejected);
    return {
      name,
      utilization: near(busy, 0.012),
      served: near((arrived - rejected) / 6, 0.03),
      rejected: near(rejected / 6, 0.05),
    };
  });
  return {
    vary,
    replications,
    verdict: rejected > 16 ? 'limited' : 'stable',
    offeredLoad: 0.83,
    warnings: [],
    warmup: 240,
    metrics: {
      arrived: near(arrived, 0.008),
      'edge.served': near(arrived - rejected, 0.01),
      'edge.rejected': near(rejected, 0.04),
      'cloud.requests': near(rejected, 0.04),
      'cloud.tokens': near(tokens, 0.04),
      'cloud.cost': near(tokens * 5.1e-5, 0.04),
      dropped: known(0),
      failed: replications > 1 ? { mean: 0, ci95: [0, 3 / replications] } : known(0),
      'ttft.mean': near(0.9 + rejected / 900, 0.05),
      'ttft.p50': near(0.6 + rejected / 1200, 0.05),
      'ttft.p95': near(4 + rejected / 90, 0.08),
      'e2e.p50': near(9 + rejected / 100, 0.03),
      'e2e.p95': near(22 + rejected / 50, 0.03),
      'edge.utilization': near(0.86 - rejected / 2500, 0.01),
      'edge.utilizationSpread': near(SPREAD[strategy] ?? 0.05, 0.08),
      'edge.joules': near((arrived - rejected) * 290, 0.01),
      'edge.cost': near(((arrived - rejected) * 290 * 0.25) / 3.6e6, 0.01),
      'total.cost': near(tokens * 5.1e-5 + 0.02, 0.04),
      costPerResponse: near((tokens * 5.1e-5) / arrived, 0.04),
      utility: near(0.62, 0.01),
      pcr: near(1.1, 0.03),
      'slo.attainment': near(0.9 - rejected / 2000, 0.02),
    },
    reasons: { rateLimit: near(rejected * 0.8, 0.05), queueFull: near(rejected * 0.2, 0.09) },
    devices,
  };
}

/** An hour in buckets of 10 s; bursts fill the last minute of every five. */
export function series(vary: Labels, rejected: number): Series[] {
  const width = 10;
  const buckets = 360;
  const strategy = String(vary['strategy'] ?? 'loadAware');
  const bursty = vary['workload.arrivals'] === 'bursty';
  const random = noise(7 + rejected);
  const lift = (k: number): number => {
    if (!bursty) return 0;
    const at = (k * width) % 300;
    if (at >= 240) return Math.min(1, (at - 240) / 25);
    return k * width < 240 ? 0 : Math.max(0, 1 - at / 90);
  };
  const devices = names().map((device, i): Series => {
    const base = utilization(strategy, i, rejected);
    const line = Array.from({ length: buckets }, (_, k) => {
      const start = Math.min(1, (k + 0.5) / 5);
      const level = bursty ? base * 0.86 + (0.99 - base * 0.86) * lift(k) : base;
      return Math.max(0, Math.min(1, start * level + (random() - 0.5) * 0.1));
    });
    return { device, width, quantities: { utilization: line } };
  });
  const mean = Array.from(
    { length: buckets },
    (_, k) =>
      devices.reduce((sum, { quantities }) => sum + quantities['utilization']![k]!, 0) / devices.length,
  );
  const arrivals = Array.from({ length: buckets }, (_, k) => {
    const rate = bursty ? ((k * width) % 300 >= 240 ? 1.125 : 0.281) : 0.45;
    return rate * (1 + (random() - 0.5) * 0.2);
  });
  return [{ device: 'fleet', width, quantities: { arrivals, utilization: mean } }, ...devices];
}

export interface Sample {
  readonly summary: Summary;
  readonly series: readonly (readonly Series[])[];
}

export function sample(
  cells: readonly { readonly vary: Labels; readonly rejected: number }[],
  replications = 20,
): Sample {
  return {
    summary: {
      schema: 'edgewise.summary/1',
      version: '0.1.0',
      scenario: 'figure4',
      seed: 2505,
      cells: cells.map(({ vary, rejected }) => cell(vary, rejected, { replications })),
      comparisons: comparisons(cells),
      overall: overall(comparisons(cells)),
      rankings: rankings(cells),
      expectations: [
        {
          text: 'under bursts loadAware redirects fewer tokens than random',
          outcome: 'holds',
          details: ['bursty: 29 % fewer (27 to 32)'],
        },
        {
          text: 'under bursts weighted redirects fewer tokens than random',
          outcome: 'undecided',
          details: ['bursty: 4 % fewer (-1 to 9)'],
        },
      ],
    },
    series: cells.map(({ vary, rejected }) => series(vary, rejected)),
  };
}

/** By tokens to the cloud; the last two of each setting share their places. */
function rankings(cells: readonly { readonly vary: Labels; readonly rejected: number }[]): Ranking[] {
  const settings = new Map<string, { where: Labels; of: { label: Labels[string]; mean: number }[] }>();
  for (const { vary, rejected } of cells) {
    const { strategy, ...where } = vary;
    if (strategy === undefined) continue;
    const key = JSON.stringify(where);
    const known = settings.get(key) ?? { where, of: [] };
    settings.set(key, known);
    known.of.push({ label: strategy, mean: rejected * 331 });
  }
  return [...settings.values()].map(({ where, of }) => {
    of.sort((a, b) => a.mean - b.mean);
    const n = of.length;
    const places = of.map((one, i) =>
      i < n - 2 ? { ...one, best: i + 1, worst: i + 1 } : { ...one, best: n - 1, worst: n },
    );
    return { metric: 'cloud.tokens', axis: 'strategy', where, places };
  });
}

function comparisons(cells: readonly { readonly vary: Labels; readonly rejected: number }[]): Comparison[] {
  const first = cells[0]!.vary['strategy'];
  return cells
    .filter(({ vary }) => vary['strategy'] !== undefined && vary['strategy'] !== first)
    .flatMap(({ vary, rejected }) => {
      const baseline = { ...vary, strategy: first! };
      const other = cells.find((one) => JSON.stringify(one.vary) === JSON.stringify(baseline));
      if (!other) return [];
      const difference = (rejected - other.rejected) * 331;
      const share = (rejected - other.rejected) / other.rejected;
      const certain = Math.abs(share) > 0.06;
      const where = Object.entries(vary).filter(([path]) => path !== 'strategy');
      const context =
        where.length > 0
          ? `with ${where.map(([path, label]) => `${path} ${String(label)}`).join(' and ')}, `
          : '';
      const per = (Math.abs(share) * 100).toFixed(0);
      return ['cloud.tokens', 'cloud.cost', 'edge.rejected'].map((metric): Comparison => {
        const words = {
          'cloud.tokens': 'redirects|fewer tokens',
          'cloud.cost': 'pays|less for the cloud',
          'edge.rejected': 'rejects|fewer requests',
        }[metric]!;
        const [verb, noun] = words.split('|');
        return {
          metric,
          axis: 'strategy',
          cell: vary,
          baseline,
          difference: about(difference, 900),
          relative: about(share, 0.05),
          verdict: certain ? 'better' : 'cannot tell yet',
          more: certain ? null : 14,
          text: certain
            ? `${context}${String(vary['strategy'])} ${verb} ${per} % ${noun} than ${String(first)} (95 % interval ${Number(per) - 5} to ${Number(per) + 5})`
            : `${context}cannot tell yet whether ${String(vary['strategy'])} ${verb} ${noun} than ${String(first)}: ${per} % fewer (95 % interval 1 more to 9 fewer); about 14 more replications would tell`,
        };
      });
    });
}

export function figure4Sample(): Sample {
  return sample(
    ['steady', 'bursty'].flatMap((load) =>
      ['random', 'weighted', 'loadAware'].map((strategy) => ({
        vary: { 'workload.arrivals': load, strategy },
        rejected: REJECTED[load]![strategy]!,
      })),
    ),
  );
}

/** One cell, one replication, nothing varied. */
export function plainSample(): Sample {
  return sample([{ vary: {}, rejected: 80 }], 1);
}

/** Fifty cells: ten windows under five strategies. */
export function wideSample(): Sample {
  return sample(
    ['10s', '20s', '30s', '45s', '60s', '90s', '2m', '3m', '5m', '10m'].flatMap((window, i) =>
      ['random', 'weighted', 'loadAware', 'roundRobin', 'leastQueue'].map((strategy, j) => ({
        vary: { 'limits.0.window': window, strategy },
        rejected: 120 + 30 * i + 40 * j - 3 * i * j,
      })),
    ),
  );
}
