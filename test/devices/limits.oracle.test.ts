/** Limits of a device that batches, beside the step-by-step model with a log of all charges. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../oracle/batching.ts';
import { difference, jobs, optionsOf, serve, settings } from '../oracle/batchingWorld.ts';
import { logOf } from '../oracle/limits.ts';
import type { Written } from '../world/plugins.ts';

const CHARGES: readonly Written[] = [
  {},
  { charge: { estimate: 12 } },
  { charge: 'max', maxOutput: 60 },
  { charge: 'after' },
];
const charged = (limit: Written): Written[] => CHARGES.map((charge) => ({ ...limit, ...charge }));
const LIMITS: readonly Written[] = [
  { kind: 'slidingWindow', window: 4, requests: 3 },
  ...charged({ kind: 'slidingWindow', window: 4, tokens: 150 }),
  ...charged({ kind: 'fixedWindow', window: 4, tokens: 150 }),
  ...charged({ kind: 'fixedWindow', window: 2, tokens: 100, from: 'first' }),
  { kind: 'tokenBucket', rate: 0.5, burst: 2 },
  ...charged({ kind: 'tokenBucket', rate: 32, burst: 100, in: 'tokens' }),
  { kind: 'concurrency', requests: 2 },
  ...charged({ kind: 'concurrency', tokens: 150 }).slice(0, 3),
];

test('continuous and static batches behind limits of every kind have the times and refusals of the model', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      settings(true),
      jobs(true),
      fc.array(fc.constantFrom(...LIMITS), { minLength: 1, maxLength: 2 }),
      (setting, all, limits) => {
        const logs = limits.map((limit) => logOf(limit, setting.slots, () => NaN));
        const expected = simulate(setting, all, logs);
        const { outcomes } = serve('batching', optionsOf(setting), setting, all, undefined, limits);
        expect(difference(expected, outcomes, 0)).toBe('');
        for (const { refused } of expected) seen.add(`${setting.batch} ${refused}`);
      },
    ),
    { numRuns: 600 },
  );
  for (const batch of ['continuous', 'static'])
    for (const refused of ['rateLimit', 'queueFull', null]) expect(seen).toContain(`${batch} ${refused}`);
});
