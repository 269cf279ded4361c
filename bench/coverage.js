// How often the printed 95 % intervals hold the truth. `node bench/coverage.js` writes docs/coverage.md, in some
// minutes; `node bench/coverage.js 100` makes a hundredth of the trials and only prints; `node bench/coverage.js log`
// writes the part about recorded logs alone.
import { readFileSync, writeFileSync } from 'node:fs';
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

/** So many replications of both cells: the values of each metric under Load-Aware, and under Random. */
export function replicate(
  { read, simulate },
  { replications, metrics = METRICS, seed = 1, text = SCENARIO },
) {
  const [baseline, cell] = read(text, { file: 'coverage' }).cells.map(({ scenario }) =>
    Array.from({ length: replications }, (_, replication) => {
      const { metrics: figures } = simulate(scenario, { seed, replication, source: () => null });
      return metrics.map((name) => figures[name]);
    }),
  );
  const column = (rows, k) => rows.map((row) => row[k]);
  return new Map(
    metrics.map((metric, k) => [metric, { values: column(cell, k), others: column(baseline, k) }]),
  );
}

/**
 * Trials of `size` replications each, cut from the pool. The truth is the mean over all of it. A row per metric and
 * kind of interval: how many trials printed one, how many held.
 */
export function acrossReplications({ estimate, difference, relative }, { pool, sizes }) {
  return [...pool].flatMap(([metric, { values, others }]) => {
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
        for (let from = 0; from + size <= values.length; from += size) {
          tally(count, interval(values.slice(from, from + size), others.slice(from, from + size)), truth);
        }
        return count;
      }),
    );
  });
}

/**
 * Replicating until the interval of one metric is as narrow as asked for, as `--precision` does, over and over through
 * the pool: how many trials there were, how often the last interval held, how many replications it took.
 */
export function toPrecision({ estimate, nextReplications, FEWEST }, { pool, target }) {
  return [...pool].map(([metric, { values }]) => {
    const truth = average(values);
    const count = { metric, target, trials: 0, printed: 0, held: 0, replications: 0 };
    for (let from = 0, planned = FEWEST; from + planned <= values.length;) {
      const { mean, ci95 } = estimate(values.slice(from, from + planned));
      const share = ci95 && (ci95[1] - ci95[0]) / 2 / Math.abs(mean);
      const still = share !== null && share <= target ? [] : [{ share }];
      const next = nextReplications(planned, still, { target });
      if (next === null) {
        tally(count, ci95, truth);
        count.replications += planned;
        from += planned;
      }
      planned = next ?? FEWEST;
    }
    return count;
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
    const waits = new Float64Array(requests);
    for (let k = 0; k < requests; k++) {
      waits[k] = wait;
      sum += wait;
      squares += wait * wait;
      wait = Math.max(0, wait + random.exponential() - random.exponential() / load);
    }
    batches.addAll(waits, requests);
    tally(count, batches.interval(), truth);
    const mean = sum / requests;
    const error = Math.sqrt((squares / requests - mean * mean) / requests);
    if (Math.abs(mean - truth) <= 1.96 * error) count.naive++;
  }
  return count;
}

/** One board that answers one question at a time, under a log that is drawn in hours. */
const LOG_SCENARIO = `
name: log
workload: { kind: trace, file: log.csv, resample: { block: 1h } }
fleet: [ { profile: orin-nano-8gb/qwen2.5-3b-q4, queue: 1 } ]
fallback: cloud
cloud: { profile: openai/gpt-4o-mini }
slo: { ttft: 3s }
`;

export const LOG_METRICS = ['arrived', 'edge.served', 'cloud.tokens', 'ttft.p95', 'slo.attainment'];

/**
 * A log of so many hours from a process that is known: each hour has a level of its own, from half the mean to one and
 * a half times it, and requests come at random within it, 90 on average.
 */
export function madeLog({ createStreams }, { hours, seed }) {
  const [levels, times, lengths] = ['levels', 'times', 'lengths'].map(createStreams(seed, 0));
  const rows = ['time,prompt,output'];
  for (let hour = 0; hour < hours; hour++) {
    const gap = 40 / (0.5 + levels.uniform());
    for (let at = gap * times.exponential(); at < 3600; at += gap * times.exponential())
      rows.push(
        `${(hour * 3600 + at).toFixed(3)},${40 + Math.floor(200 * lengths.uniform())},${30 + Math.floor(240 * lengths.uniform())}`,
      );
  }
  return rows.join('\n');
}

function bytesOf(text) {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return {
    read(buffer) {
      const piece = bytes.subarray(at, at + buffer.length);
      buffer.set(piece);
      at += piece.length;
      return piece.length;
    },
    close() {},
  };
}

/**
 * Logs of so many hours, each drawn anew in replications of one hour: how often the interval of each metric holds its
 * mean over `truth` hours of the process. \`alone\` is how often one would that takes replications for samples of demand.
 */
export function overALog(
  { read, simulate, estimate, createStreams, Logs },
  { trials, hours, replications, truth = 4000, metrics = LOG_METRICS },
) {
  const { scenario } = read(LOG_SCENARIO, { file: 'coverage' }).cells[0];
  const valuesOf = (text, count) => {
    const logs = new Logs(() => bytesOf(text));
    const one = { ...scenario, workload: { ...scenario.workload, resample: { block: 3600, blocks: 1 } } };
    return Array.from({ length: count }, (_, replication) =>
      simulate(one, { seed: 1, replication, source: () => bytesOf(text), logs }),
    );
  };
  const means = valuesOf(madeLog({ createStreams }, { hours: truth, seed: 0 }), truth);
  const truths = metrics.map((name) => average(means.map((one) => one.metrics[name] ?? 0)));
  const counts = metrics.map((metric) => ({ metric, hours, trials: 0, printed: 0, held: 0, alone: 0 }));
  for (let trial = 1; trial <= trials; trial++) {
    const runs = valuesOf(madeLog({ createStreams }, { hours, seed: trial }), replications);
    counts.forEach((count, k) => {
      const values = runs.map((one) => one.metrics[metrics[k]] ?? 0);
      tally(count, estimate(values, { drawn: runs[0].recorded.resampled }).ci95, truths[k]);
      const naive = estimate(values).ci95;
      if (naive && naive[0] <= truths[k] && truths[k] <= naive[1]) count.alone++;
    });
  }
  return counts;
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
const HOURS = [4, 8, 24];
const TARGETS = [0.1, 0.05];
const KINDS = { mean: 'mean', difference: 'paired difference', relative: 'paired, in per cent' };

async function load(paths) {
  const parts = await Promise.all(paths.map(async (path) => import(`../dist/src/${path}.js`)));
  return Object.assign({}, ...parts);
}

/** The part about recorded logs. */
async function logPart(fraction) {
  const parts = await load([
    'scenario/read',
    'experiment/simulate',
    'experiment/estimate',
    'kernel/random',
    'logs/logs',
  ]);
  const trials = Math.ceil(500 / fraction);
  const counts = HOURS.map((hours) => overALog(parts, { trials, hours, replications: 20 }));
  const rows = LOG_METRICS.map((metric, k) => [
    metric,
    ...counts.map((each) => percent(each[k].held, each[k].printed)),
    ...counts.map((each) => percent(each[k].alone, each[k].trials)),
  ]);
  const heads = ['metric', ...HOURS.map((hours) => `${hours} hours`)];
  const drawn = table([...heads, ...HOURS.map((hours) => `${hours} hours, taken for samples`)], rows);
  return LOG_TEXT.replace('TRIALS', trials.toLocaleString('en')).replace('LOGS', drawn);
}

async function main(fraction) {
  const parts = await load([
    'scenario/read',
    'experiment/simulate',
    'experiment/estimate',
    'experiment/paired',
    'experiment/precision',
    'kernel/batches',
    'kernel/random',
  ]);
  const sizes = [5, 10, 20];
  const replications = 40_000 / fraction;
  const pool = replicate(parts, { replications });
  const rows = acrossReplications(parts, { pool, sizes });
  const precise = TARGETS.flatMap((target) =>
    toPrecision(parts, { pool, target }).map((count) => [
      count.metric,
      `${target * 100} %`,
      percent(count.held, count.printed),
      Math.round(count.replications / count.trials).toLocaleString('en'),
      count.trials.toLocaleString('en'),
    ]),
  );
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
      percent(count.printed - count.held, count.trials),
      percent(count.naive, count.trials),
    ];
  });
  const heads = sizes.map((size) => `${size} replications`);
  const text = TEXT.replace('REPLICATIONS', replications.toLocaleString('en'))
    .replace('TRIALS', sizes.map((size) => (replications / size).toLocaleString('en')).join(', '))
    .replace('FIRST', String(parts.FEWEST))
    .replace('ACROSS', table(['metric', 'interval', ...heads, 'printed'], across))
    .replace(
      'WITHIN',
      table(['load', 'requests', 'holds', 'refused', 'wrong, of all runs', 'naive holds'], within),
    )
    .replace('PRECISE', table(['metric', 'asked for', 'holds', 'replications, mean', 'trials'], precise))
    .concat(await logPart(fraction));
  if (fraction === 1) writeFileSync(new URL('../docs/coverage.md', import.meta.url), text);
  else console.log(text);
}

const TEXT = `# How often the intervals hold

A 95 % interval should hold the truth in 95 of 100 runs. Here is how often it does; \`node bench/coverage.js\` makes the numbers again. Over 2,000 trials a share of 95 % is itself known to within one per cent.

## Across replications

REPLICATIONS replications of a small Figure 4 (six machines behind sliding windows, bursts, GPT-4 as the fallback, ten minutes counted), under Random and under Load-Aware on the same requests. They are cut into trials of 5, 10 and 20 replications (TRIALS trials); the truth is the mean of all. \`mean\` is the interval printed for a metric under Load-Aware, the paired ones are those of the comparison with Random. \`printed\` is the least share of trials with an interval at all. A change in per cent has one only where the baseline is known to a third of itself; where only half of the trials get that far, their intervals hold less often.

ACROSS

## Replicating until it is narrow enough

\`--precision\` looks at the interval, adds replications, and looks again. A run that happens to be calm stops early, so that the last interval holds a little less often than one of a number of replications that was fixed beforehand. The same replications, taken one after another until the interval of one metric reaches what is asked for; it starts with FIRST.

PRECISE

## Within one run

Batch means over the waits of an M/M/1 queue, whose true mean is known, 2,000 runs each. The interval is refused when its batches are still alike: \`refused\` says how often, \`holds\` how often the others held. \`naive\` is what would be had by taking requests for independent. Runs that are just long enough to pass the test are the calm ones, and their intervals hold less often than they say; but of all runs, \`wrong\` says how many print an interval that does not hold.

WITHIN
`;

const LOG_HEAD = '\n## Over a recorded log\n';

const LOG_TEXT = `${LOG_HEAD}
Logs of 4, 8 and 24 hours from a process that is known (each hour has a level of its own, requests come at random within it), TRIALS of each; 20 replications that each draw one hour of the log (\`resample: { block: 1h, blocks: 1 }\`), on one small board. The truth is the mean over 4,000 hours of the process. That the log has only so many hours is in the interval. \`taken for samples\` is how often an interval would hold that takes the replications for as many samples of demand, as if the log were not one: the shorter the log, the more it promises too much.

LOGS
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = new URL('../docs/coverage.md', import.meta.url);
  if (process.argv[2] === 'log') {
    const [before] = readFileSync(page, 'utf8').split(LOG_HEAD);
    writeFileSync(page, before + (await logPart(1)));
    process.exit();
  }
  const fraction = Number(process.argv[2] ?? 1);
  if (!(fraction >= 1)) throw new RangeError(`a fraction is a number from 1: ${process.argv[2]}`);
  await main(fraction);
}
