/** What docs/coverage.md measures over thousands of trials, in small, at a fixed seed. */
import { expect, test } from 'vitest';
import { acrossReplications, SCENARIO, withinOneRun } from '../../bench/coverage.js';
import { estimate } from '../../src/experiment/estimate.ts';
import { difference, relative } from '../../src/experiment/paired.ts';
import { simulate } from '../../src/experiment/simulate.ts';
import { Batches } from '../../src/kernel/batches.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { read } from '../../src/scenario/read.ts';

test('intervals over replications hold the truth about as often as they say, means and paired differences', () => {
  const parts = { read, simulate, estimate, difference, relative };
  const metrics = ['e2e.mean', 'edge.rejected', 'cloud.tokens'];
  const text = SCENARIO.replace('duration: 11m', 'duration: 6m');
  const rows = acrossReplications(parts, { replications: 800, sizes: [4], metrics, text });
  for (const { metric, kind, trials, printed, held } of rows) {
    // From four replications a change in per cent is often refused: then the baseline is too uncertain to divide by.
    expect(printed / trials, `${metric}, ${kind}`).toBeGreaterThan(kind === 'relative' ? 0.5 : 0.99);
    // 95 % of 200 trials, with three standard errors of that.
    expect(held / printed, `${metric}, ${kind}`).toBeGreaterThan(0.9);
    expect(held / printed, `${metric}, ${kind}`).toBeLessThan(0.995);
  }
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
