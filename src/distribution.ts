/** Distributions as a scenario file writes them. */
import { z } from 'zod';
import {
  constant,
  exponential,
  lognormal,
  lognormalByMedian,
  uniform,
  type Distribution,
} from './kernel/distributions.ts';
import { gamma } from './kernel/gammaDistribution.ts';
import { quantiles, table } from './kernel/measured.ts';
import { amount } from './options.ts';

/** A distribution as a plain value, with numbers for every quantity. */
export type Spread =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly p95: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'table'; readonly values: readonly number[]; readonly weights?: readonly number[] }
  | { readonly kind: 'quantiles'; readonly at: Readonly<Record<string, number>> };

type Field = z.ZodType<number, number | string>;

const KINDS = ['constant', 'uniform', 'exponential', 'lognormal', 'gamma', 'table', 'quantiles'] as const;
type Kind = (typeof KINDS)[number];

const said = (field: Field, what: string): Field => field.describe(what);
const kind = <Name extends Kind>(name: Name, help: string): z.ZodLiteral<Name> =>
  z.literal(name).describe(help);

/** What each kind takes, its values being read by `field`. The lognormal has two forms. */
function forms(field: Field): Record<Kind | 'lognormalByMedian', z.ZodType<Spread>> {
  const some = field.refine((value) => value > 0, 'above 0');
  return {
    constant: z.strictObject({ kind: kind('constant', 'a constant'), value: said(field, 'the value') }),
    uniform: z
      .strictObject({
        kind: kind('uniform', 'uniform between two bounds'),
        min: said(field, 'the least'),
        max: said(field, 'the most'),
      })
      .refine(({ min, max }) => min <= max, { message: 'must not be below min', path: ['max'] }),
    exponential: z.strictObject({
      kind: kind('exponential', 'memoryless: often short, sometimes long'),
      mean: said(some, 'the mean'),
    }),
    lognormal: z.strictObject({
      kind: kind('lognormal', 'skewed, with a long tail'),
      mean: said(some, 'the mean'),
      cv: said(amount(), 'standard deviation divided by the mean'),
    }),
    lognormalByMedian: z
      .strictObject({
        kind: kind('lognormal', 'skewed, with a long tail'),
        median: said(some, 'half are below'),
        p95: said(some, '95 of 100 are below'),
      })
      .refine(({ median, p95 }) => median <= p95, { message: 'must not be below median', path: ['p95'] }),
    gamma: z.strictObject({
      kind: kind('gamma', 'skewed, with a tail shorter than lognormal'),
      mean: said(some, 'the mean'),
      cv: said(amount(), 'standard deviation divided by the mean'),
    }),
    table: z
      .strictObject({
        kind: kind('table', 'one of the values given'),
        values: z.array(field).min(1, 'must have at least one value').describe('the values'),
        weights: z
          .array(amount())
          .optional()
          .describe('relative probabilities of the values; default: all equal'),
      })
      .refine(({ values, weights }) => !weights || weights.length === values.length, {
        message: 'as many as the values',
        path: ['weights'],
      })
      .refine(({ weights }) => !weights || weights.some((weight) => weight > 0), {
        message: 'must not all be 0',
        path: ['weights'],
      }) as unknown as z.ZodType<Spread>,
    quantiles: z.strictObject({
      kind: kind('quantiles', 'linear between measured quantiles'),
      at: quantileTable(field).describe('values by share, such as { 0.5: 100, 0.95: 300 }'),
    }),
  };
}

/** Shares to values, rising in both. */
function quantileTable(field: Field): z.ZodType<Record<string, number>> {
  return z.record(z.string(), field).superRefine((at, context) => {
    const problem = (message: string, ...path: string[]): void =>
      context.addIssue({ code: 'custom', message, path });
    const wrong = Object.keys(at).filter(
      (key) => !(key.trim() !== '' && Number(key) >= 0 && Number(key) <= 1),
    );
    for (const key of wrong) problem('a share between 0 and 1, for instance 0.95', key);
    if (wrong.length > 0) return;
    const keys = Object.keys(at).sort((a, b) => Number(a) - Number(b));
    if (keys.length === 0) problem('must have at least one share, for instance { 0.5: 100, 0.95: 300 }');
    keys.slice(1).forEach((key, i) => {
      const before = keys[i]!;
      if (Number(key) === Number(before)) problem(`the same share as ${before}`, key);
      else if (at[key]! < at[before]!) problem(`must not be below the value at ${before}`, key);
    });
  });
}

const EXPECTS = `a number or { kind: ${KINDS.join(' | ')}, ... }, for instance { kind: lognormal, mean: 100, cv: 0.6 }`;

/**
 * A distribution in a scenario file: a bare number, which is a constant unless `bare` says that it is the mean of an
 * exponential, or `{ kind, ... }`. `field` says how its values are written, plain numbers from 0 if nothing is said.
 * Mistakes are reported for the kind that was named.
 */
export function distribution(
  field: Field = amount(),
  bare: 'constant' | 'exponential' = 'constant',
): z.ZodType<Spread> {
  const byKind = forms(field);
  return z
    .unknown()
    .transform((input, context): Spread => {
      const result = formOf(input, byKind, field, bare).safeParse(input);
      if (result.success) return result.data;
      for (const issue of result.error.issues) context.issues.push({ ...issue, input } as never);
      return z.NEVER;
    })
    .meta({
      description: 'a distribution',
      expects: EXPECTS,
      // For the JSON Schema alone, and costly: made when it is asked for.
      get anyOf() {
        return z.toJSONSchema(z.union([field, ...Object.values(byKind)]), { io: 'input' }).anyOf;
      },
    });
}

/** The form that the input means to be. */
function formOf(
  input: unknown,
  byKind: ReturnType<typeof forms>,
  field: Field,
  bare: 'constant' | 'exponential',
): z.ZodType<Spread> {
  if (typeof input === 'number' || typeof input === 'string') {
    return field.transform((value): Spread =>
      bare === 'constant' ? { kind: bare, value } : { kind: bare, mean: value },
    );
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return z.never({ error: EXPECTS });
  }
  const kind = 'kind' in input ? input.kind : undefined;
  if (kind === 'lognormal') {
    return 'median' in input || 'p95' in input ? byKind.lognormalByMedian : byKind.lognormal;
  }
  const named = KINDS.find((each) => each === kind);
  if (named) return byKind[named];
  return z.looseObject({ kind: z.enum(KINDS, { error: `one of ${KINDS.join(', ')}` }) }) as never;
}

export function makeDistribution(spread: Spread): Distribution {
  switch (spread.kind) {
    case 'constant':
      return constant(spread.value);
    case 'uniform':
      return uniform(spread.min, spread.max);
    case 'exponential':
      return exponential(spread.mean);
    case 'lognormal':
      return 'median' in spread
        ? lognormalByMedian(spread.median, spread.p95)
        : lognormal(spread.mean, spread.cv);
    case 'gamma':
      return gamma(spread.mean, spread.cv);
    case 'table':
      return table(spread.values, spread.weights);
    case 'quantiles':
      return quantiles(risingPairs(spread.at));
  }
}

function risingPairs(at: Readonly<Record<string, number>>): [share: number, value: number][] {
  const pairs: [share: number, value: number][] = [];
  for (const share of Object.keys(at)) pairs.push([Number(share), at[share]!]);
  return pairs.sort(([a], [b]) => a - b);
}
