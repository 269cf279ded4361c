// How often the printed 95 % intervals hold the truth. `node bench/coverage.js` writes docs/coverage.md, in some
// minutes; `node bench/coverage.js 100` makes a hundredth of the trials and only prints.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A small one like Figure 4's: six machines behind windows, bursts, GPT-4 for what they refuse. */
export const SCENARIO = `
name: coverage
duration: 11m
warmup: 1m
workload:
  arrivals: { kind: bursty, rate: 0.45/s, peak: 4, every: 5m, for: 60s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
fleet:
  - { profile: agx-orin-64gb/qwen2.5-3b-q4, count: 2, queue: 4 }
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 4, queue: 4 }
limits:
  - { kind: slidingWindow, scope: device, window: 60s, capacity: 80 % }
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 2s, e2e: 30s }
vary: { strategy: [random, loadAware] }
`;

export const METRICS = [
  'e2e.mean',
  'ttft.p95',
  'edge.rejected',
  'cloud.tokens',
  'edge.utilizationSpread',
  'slo.attainment',
];

/**
 * Runs so many replications of both cells and forms trials of `size` of them. The truth is the mean over all
 * replications of all trials. A row per metric and kind of interval: how many trials printed one, how many held.
 */
export function acrossReplications(
  parts,
  { replications, sizes, metrics = METRICS, seed = 1, text = SCENARIO },
) {
  const { read, simulate, estimate, difference, relative } = parts;
  const [baseline, cell] = read(text, { file: 'coverage' }).cells.map(({ scenario }) =>
    Array.from({ length: replications }, (_, replication) => {
      const { metrics: figures } = simulate(scenario, { seed, replication, source: () => null });
      return metrics.map((name) => figures[name]);
    }),
  );
  const column = (rows, k) => rows.map((row) => row[k]);
  return metrics.flatMap((metric, k) => {
    const values = column(cell, k);
    const others = column(baseline, k);
    const kinds = [
      ['mean', average(values), (v) => estimate(v).ci95],
      [
        'difference',
        average(values) - average(others),
        (v, o) => difference({ values: v, baseline: o }).estimate.ci95,
      ],
      [
        'relative',
        average(values) / average(others) - 1,
        (v, o) => relative({ values: v, baseline: o }).ci95,
      ],
    ];
    return kinds.flatMap(([kind, truth, interval]) =>
      sizes.map((size) => {
        const count = { metric, kind, size, trials: 0, printed: 0, held: 0 };
        for (let from = 0; from + size <= replications; from += size) {
          tally(count, interval(values.slice(from, from + size), others.slice(from, from + size)), truth);
        }
        return count;
      }),
    );
  });
}

/**
 * Batch means within one run, on waits of M/M/1, whose mean is known. Waits come by Lindley's rule from a first one
 * that is as likely as in the long run, so that nothing but correlation is at work. `naive` is how often the interval
 * would hold that takes requests for independent.
 */
export function withinOneRun({ Batches, createStreams }, { trials, load, requests, seed = 1 }) {
  const count = { load, requests, trials: 0, printed: 0, held: 0, naive: 0 };
  const truth = load / (1 - load);
  for (let trial = 0; trial < trials; trial++) {
    const random = createStreams(seed, trial)('waits');
    const batches = new Batches();
    let wait = random.uniform() < load ? random.exponential() / (1 - load) : 0;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < requests; k++) {
      batches.add(wait);
      sum += wait;
      squares += wait * wait;
      wait = Math.max(0, wait + random.exponential() - random.exponential() / load);
    }
    tally(count, batches.interval(), truth);
    const mean = sum / requests;
    const error = Math.sqrt((squares / requests - mean * mean) / requests);
    if (Math.abs(mean - truth) <= 1.96 * error) count.naive++;
  }
  return count;
}

function tally(count, interval, truth) {
  count.trials++;
  if (!interval) return;
  count.printed++;
  if (interval[0] <= truth && truth <= interval[1]) count.held++;
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

/** Markdown with columns as wide as their widest cell. */
function table(head, rows) {
  const widths = head.map((_, k) => Math.max(...[head, ...rows].map((row) => row[k].length)));
  const line = (row) => `| ${row.map((cell, k) => cell.padEnd(widths[k])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

const RUNS = [
  [0.5, 2_000],
  [0.5, 20_000],
  [0.5, 200_000],
  [0.8, 50_000],
  [0.8, 500_000],
  [0.9, 50_000],
  [0.9, 200_000],
  [0.9, 1_000_000],
  [0.95, 1_000_000],
];
const KINDS = { mean: 'mean', difference: 'paired difference', relative: 'paired, in per cent' };

async function main(fraction) {
  const load = async (path) => import(`../dist/src/${path}.js`);
  const parts = Object.assign(
    {},
    ...(await Promise.all(
      [
        'scenario/read',
        'experiment/simulate',
        'experiment/estimate',
        'experiment/paired',
        'kernel/batches',
        'kernel/random',
      ].map(load),
    )),
  );
  const sizes = [5, 10, 20];
  const replications = 40_000 / fraction;
  const rows = acrossReplications(parts, { replications, sizes });
  const across = METRICS.flatMap((metric) =>
    Object.entries(KINDS).map(([kind, words]) => {
      const of = sizes.map((size) =>
        rows.find((r) => r.metric === metric && r.kind === kind && r.size === size),
      );
      const printed = of.reduce((least, r) => Math.min(least, r.printed / r.trials), 1);
      return [metric, words, ...of.map((r) => percent(r.held, r.printed)), percent(printed, 1)];
    }),
  );
  const within = RUNS.map(([work, requests]) => {
    const trials = 2000 / fraction;
    const count = withinOneRun(parts, { trials, load: work, requests });
    return [
      String(work),
      requests.toLocaleString('en'),
      percent(count.held, count.printed),
      percent(count.trials - count.printed, count.trials),
      percent(count.naive, count.trials),
    ];
  });
  const heads = sizes.map((size) => `${size} replications`);
  const text = TEXT.replace('REPLICATIONS', replications.toLocaleString('en'))
    .replace('TRIALS', sizes.map((size) => (replications / size).toLocaleString('en')).join(', '))
    .replace('ACROSS', table(['metric', 'interval', ...heads, 'printed'], across))
    .replace('WITHIN', table(['load', 'requests', 'holds', 'refused', 'naive holds'], within));
  if (fraction === 1) writeFileSync(new URL('../docs/coverage.md', import.meta.url), text);
  else console.log(text);
}

const TEXT = `# How often the intervals hold

A 95 % interval should hold the truth in 95 of 100 runs. Here is how often it does; \`node bench/coverage.js\` makes the numbers again. Over 2,000 trials a share of 95 % is itself known to within one per cent.

## Across replications

REPLICATIONS replications of a small Figure 4 (six machines behind sliding windows, bursts, GPT-4 as the fallback, ten minutes counted), under Random and under Load-Aware on the same requests. They are cut into trials of 5, 10 and 20 replications (TRIALS trials); the truth is the mean of all. \`mean\` is the interval printed for a metric under Load-Aware, the paired ones are those of the comparison with Random. \`printed\` is the least share of trials with an interval at all. A change in per cent has one only where the baseline is known to a third of itself; where only half of the trials get that far, their intervals hold less often.

ACROSS

## Within one run

Batch means over the waits of an M/M/1 queue, whose true mean is known, 2,000 runs each. The interval is refused when its batches are still alike: \`refused\` says how often, \`holds\` how often the others held. \`naive\` is what would be had by taking requests for independent. Runs that are just long enough to pass the test are the calm ones, and their intervals hold less often than they say.

WITHIN
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fraction = Number(process.argv[2] ?? 1);
  if (!(fraction >= 1)) throw new RangeError(`a fraction is a number from 1: ${process.argv[2]}`);
  await main(fraction);
}
