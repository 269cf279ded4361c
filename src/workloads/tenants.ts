/** The tenants of a workload and their shares of the requests. */
import { z } from 'zod';
import { Alias } from '../kernel/alias.ts';
import { pow } from '../kernel/math.ts';
import { amount, count, type Wrong } from '../options.ts';

/** How many tenants, and their shares: equal, or for the k-th as 1 / k^zipf. */
export interface TenantShares {
  readonly count: number;
  readonly shares: 'equal' | { readonly zipf: number };
}

const shares = z.union([
  z.literal('equal'),
  z.strictObject({ zipf: amount().describe('exponent: 0 is equal, 1 is Zipf') }),
]);

export const tenants = (): z.ZodType<TenantShares> =>
  z
    .union([
      count(),
      z.strictObject({
        count: count().describe('how many'),
        shares: shares.default('equal').describe('equal, or proportional to 1 / k^zipf for the k-th'),
      }),
    ])
    .transform((given): TenantShares =>
      typeof given === 'number' ? { count: given, shares: 'equal' } : given,
    )
    .default({ count: 1, shares: 'equal' })
    .meta({
      expects: 'a whole number from 1, for instance 4, or { count: 40, shares: { zipf: 1.1 } }',
      examples: [40, { count: 40, shares: { zipf: 1.1 } }],
    })
    .describe('number of tenants, with equal or Zipf shares');

/** Draws a tenant by its share. */
export function chances({ count, shares }: TenantShares): Alias {
  const zipf = shares === 'equal' ? 0 : shares.zipf;
  const weights: number[] = [];
  for (let k = 1; k <= count; k++) weights.push(1 / pow(k, zipf));
  return new Alias(weights);
}

/** A memory limit. */
const MOST = 1_000_000;

/** Checks that the fields cannot express. */
export function tooMany({ count }: TenantShares): Wrong[] {
  return count > MOST ? [{ at: 'tenants', message: 'are too many', allowed: `${MOST} at most` }] : [];
}
