/** The optional metrics of a cell, from its options. */
import type { MetricsOptions } from '../metrics/metrics.ts';
import { patienceOf } from './patience.ts';
import { handsBack, triesAgain } from './recourse.ts';
import type { Scenario } from './scenario.ts';

/** `overflow` for a region that exchanges requests with others. */
export function alsoOf(scenario: Scenario, overflow = false): MetricsOptions['also'] {
  const waits = patienceOf(scenario) !== null;
  return {
    retries: triesAgain(scenario),
    abandoned: waits,
    lost: waits || scenario.fleet.some(handsBack),
    overflow,
  };
}
