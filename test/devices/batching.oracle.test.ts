import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate, type Job, type Setting } from '../oracle/batching.ts';
import { difference, jobs, run, settings } from '../oracle/batchingWorld.ts';

const RUNS = 2500;

function agree(setting: Setting, all: readonly Job[], tolerance: number): void {
  expect(difference(simulate(setting, all), run(setting, all).outcomes, tolerance)).toBe('');
}

test('every time, refusal and joule equals that of the step-by-step model', () => {
  fc.assert(
    fc.property(settings(false, true), jobs(false), (setting, all) => {
      agree(setting, all, 1e-9);
    }),
    { numRuns: RUNS },
  );
});

test('times that are exact in binary agree to the bit, also when arrivals coincide with ends of steps', () => {
  fc.assert(
    fc.property(settings(true, true), jobs(true), (setting, all) => {
      agree(setting, all, 0);
    }),
    { numRuns: RUNS },
  );
});
