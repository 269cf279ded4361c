import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate, type Job, type Outcome, type Setting } from '../oracle/batching.ts';
import { jobs, optionsOf, serve, settings, type Heard } from '../oracle/batchingWorld.ts';

const RUNS = 2500;

/** Nothing, or the first difference beyond rounding. */
function difference(expected: readonly Outcome[], heard: readonly Outcome[], tolerance: number): string {
  for (const [k, one] of expected.entries()) {
    const other = heard[k]!;
    if (one.refused !== other.refused) return `request ${k} refused: ${one.refused}, ${other.refused}`;
    for (const field of ['started', 'first', 'completed'] as const) {
      const [a, b] = [one[field], other[field]];
      const same = Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.abs(a);
      if (!same) return `request ${k} ${field}: ${a}, ${b}`;
    }
    if (Math.abs(one.joules - other.joules) > 1e-8 * one.joules) {
      return `request ${k} joules: ${one.joules}, ${other.joules}`;
    }
  }
  return '';
}

function agree(setting: Setting, all: readonly Job[], tolerance: number): Heard {
  const heard = serve('batching', optionsOf(setting), setting, all);
  expect(difference(simulate(setting, all), heard.outcomes, tolerance)).toBe('');
  return heard;
}

test('every time, every refusal and every joule is that of the step-by-step model', () => {
  fc.assert(
    fc.property(settings(false), jobs(false), (setting, all) => {
      agree(setting, all, 1e-9);
    }),
    { numRuns: RUNS },
  );
});

test('where times are exact in binary they agree to the bit, also when arrivals meet the ends of steps', () => {
  fc.assert(
    fc.property(settings(true), jobs(true), (setting, all) => {
      agree(setting, all, 0);
    }),
    { numRuns: RUNS },
  );
});
