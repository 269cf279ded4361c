/** What docs/coverage.md measures over thousands of trials, in small, at a fixed seed. */
import { expect, test } from 'vitest';
import { acrossReplications, overALog, replicate } from '../../bench/coverage.js';
import { SCENARIO, toPrecision, withinOneRun } from '../../bench/coverage.js';
import { estimate } from '../../src/experiment/estimate.ts';
import { difference, relative } from '../../src/experiment/paired.ts';
import { FEWEST, nextReplications } from '../../src/experiment/precision.ts';
import { simulate } from '../../src/experiment/simulate.ts';
import { Batches } from '../../src/kernel/batches.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { Logs } from '../../src/logs/logs.ts';
import { read } from '../../src/scenario/read.ts';

const pool = replicate(
  { read, simulate },
  {
    replications: 800,
    metrics: ['e2e.mean', 'edge.rejected', 'cloud.tokens'],
    text: SCENARIO.replace('duration: 11m', 'duration: 6m'),
  },
);

test('intervals over replications hold the truth about as often as they say, means and paired differences', () => {
  const rows = acrossReplications({ estimate, difference, relative }, { pool, sizes: [4] });
  for (const { metric, kind, trials, printed, held } of rows) {
    // From four replications a change in per cent is often refused: then the baseline is too uncertain to divide by.
    expect(printed / trials, `${metric}, ${kind}`).toBeGreaterThan(kind === 'relative' ? 0.5 : 0.99);
    // 95 % of 200 trials, with three standard errors of that.
    expect(held / printed, `${metric}, ${kind}`).toBeGreaterThan(0.9);
    expect(held / printed, `${metric}, ${kind}`).toBeLessThan(0.995);
  }
});

test('replicating to a precision ends with an interval that is as narrow, and holds the truth about as often as it says', () => {
  const parts = { estimate, nextReplications, FEWEST };
  const counts = toPrecision(parts, { pool, target: 0.2 });
  for (const { metric, trials, printed, replications } of counts) {
    expect(trials, metric).toBeGreaterThan(10);
    expect(printed, metric).toBe(trials);
    expect(replications / trials, metric).toBeGreaterThanOrEqual(FEWEST);
  }
  const [held, trials] = ['held', 'trials'].map((key) =>
    counts.reduce((sum, count) => sum + count[key as 'held'], 0),
  );
  // A run that is calm stops early: a little less than 95 %.
  expect(held! / trials!).toBeGreaterThan(0.87);
});

test('an interval of one run is refused while its batches are alike, and holds the truth when they are not', () => {
  const parts = { Batches, createStreams };
  const long = withinOneRun(parts, { trials: 200, load: 0.5, requests: 100_000 });
  expect(long.printed / long.trials).toBeGreaterThan(0.9);
  expect(long.held / long.printed).toBeGreaterThan(0.9);
  expect(long.naive / long.trials).toBeLessThan(0.6);
  const short = withinOneRun(parts, { trials: 50, load: 0.9, requests: 10_000 });
  expect(short.printed).toBe(0);
});

test('an interval over replications that draw from one log holds as often as it says, and one that forgets the log does not', () => {
  const parts = { read, simulate, estimate, createStreams, Logs };
  const counts = overALog(parts, {
    trials: 60,
    hours: 6,
    replications: 10,
    truth: 400,
    metrics: ['arrived', 'slo.attainment'],
  });
  for (const { metric, trials, printed, held, alone } of counts) {
    expect(printed, metric).toBe(trials);
    expect(held / trials, metric).toBeGreaterThan(0.85);
    expect(alone / trials, metric).toBeLessThan(0.8);
  }
});
