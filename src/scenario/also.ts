/** What a cell is measured by besides what all are, from what it says. */
import type { MetricsOptions } from '../metrics/metrics.ts';
import { patienceOf } from './patience.ts';
import { handsBack, triesAgain } from './recourse.ts';
import type { Scenario } from './scenario.ts';

/** `overflow` of a region that has to do with others. */
export function alsoOf(scenario: Scenario, overflow = false): MetricsOptions['also'] {
  const waits = patienceOf(scenario) !== null;
  return {
    retries: triesAgain(scenario),
    abandoned: waits,
    lost: waits || scenario.fleet.some(handsBack),
    overflow,
  };
}
