/** Types of fields in a scenario file, and how a plugin declares its fields. */
import { z } from 'zod';
import { grouped } from './kernel/grouped.ts';
import type { Pace } from './kernel/pace.ts';
import {
  parseBytes,
  parseDollars,
  parseJoules,
  parseRate,
  parseSeconds,
  parseShare,
  parseTariff,
} from './kernel/units.ts';

/** Further facts that a plugin declares, so that no other code has to know it by name. */
export interface Facts<Options> {
  /** For arrivals and workloads: the options that change when demand grows by a factor. */
  readonly grown?: (options: Options, factor: number) => Readonly<Record<string, unknown>>;
  /** For workloads: fields of the scenario beside their own: when requests arrive, and how long users wait. */
  readonly takes?: readonly ('arrivals' | 'patience')[];
  /** For workloads: the file that requests are read from. Its length is known only after reading it. */
  readonly file?: (options: Options) => string;
  /** For workloads that draw blocks of a file: the options that change when each run is a single block. */
  readonly oneBlock?: (options: Options) => Readonly<Record<string, unknown>> | undefined;
  /** For arrivals with bursts at fixed times: they are in the last `for` seconds of each period `every`. */
  readonly bursts?: (options: Options) => { readonly every: number; readonly for: number } | undefined;
  /** For strategies: whether everything goes to the cloud. */
  readonly cloudOnly?: boolean;
  /** For devices: the least seconds of a slot that a request takes, whatever the load. */
  readonly least?: (pace: Pace, slots: number, prompt: number, output: number) => number;
  /** For devices: whether each slot has the full speed of the machine. */
  readonly apart?: boolean;
  /** For devices: other ways in which such a server may work, as options to change; undefined removes one. */
  readonly ways?: readonly { readonly name: string; readonly options: Readonly<Record<string, unknown>> }[];
  /** For workloads: whether requests have priorities. */
  readonly prioritised?: (options: Options) => boolean;
  /** For orders: what they rank requests by; without any of it they are first come, first served. */
  readonly ranks?: readonly ('slo' | 'patience' | 'priorities')[];
  /** Checks that fields cannot express, and that a factory would report too late or with less detail. */
  readonly wrong?: (options: Options) => readonly Wrong[];
}

/** What is wrong with the options of a plugin. */
export interface Wrong {
  readonly message: string;
  /** What is allowed instead. */
  readonly allowed?: string;
  /** The option it is about; absent if it is about all of them together. */
  readonly at?: string;
  /** The option is required and missing. */
  readonly missing?: boolean;
}

/** A factory with the help and the fields that the scenario file, its JSON Schema and the catalogue show. */
export interface Plugin<Options, Context, Made> extends Facts<Options> {
  (options: Options, context: Context): Made;
  readonly help: string;
  readonly fields: z.ZodRawShape;
}

/**
 * Makes a plugin. Its name is the name it is exported under. `fields` are checked before `make` is called;
 * `make` checks what they cannot express, and throws a one-line error: path, rule, value.
 */
export function plugin<Shape extends z.ZodRawShape, Context, Made>(
  help: string,
  fields: Shape,
  make: (options: z.output<z.ZodObject<Shape>>, context: Context) => Made,
  facts: Facts<z.output<z.ZodObject<Shape>>> = {},
): Plugin<z.output<z.ZodObject<Shape>>, Context, Made> {
  return Object.assign(make.bind(undefined), { help, fields, ...facts });
}

function parseBlock(text: string): number | undefined {
  const weeks = /^\s*(\d+)\s*w\s*$/.exec(text);
  return weeks ? Number(weeks[1]) * 7 * 86_400 : parseSeconds(text);
}

/** A bound on a quantity: in words, as a check, and as JSON Schema for plain numbers. */
interface Rule {
  readonly words: string;
  readonly holds: (value: number) => boolean;
  readonly schema: Readonly<Record<string, number>>;
}

/** Sizes that nobody means: beyond them numbers lose their digits, or a run would never end. */
interface Sizes {
  readonly least?: number;
  readonly most: number;
  readonly words: string;
}

/** The issue of a schema for a value that is of another kind altogether: in a union another branch may have been meant. */
export function ofAnotherKind(message: string): z.core.$ZodRawIssue & { readonly code: 'custom' } {
  return { code: 'custom', message, params: { ofAnotherKind: true } } as never;
}

/** A number, or text with a unit that `parse` understands. `expects` describes it in messages and in the catalogue. */
function quantity(
  what: string,
  examples: string,
  parse: (text: string) => number | undefined,
  rule: Rule,
  sizes: Sizes = ANY,
): z.ZodType<number, number | string> {
  const expected = `${what}, for instance ${examples}`;
  return z
    .union([z.number(), z.string()], { error: expected })
    .transform((value, context) => {
      const number = typeof value === 'number' ? value : parse(value);
      if (number === undefined || !Number.isFinite(number)) {
        context.addIssue(ofAnotherKind(expected));
        return z.NEVER;
      }
      if (!rule.holds(number)) {
        context.addIssue({ code: 'custom', message: rule.words });
        return z.NEVER;
      }
      if (number > sizes.most || (number > 0 && number < (sizes.least ?? 0))) {
        context.addIssue({ code: 'custom', message: sizes.words });
        return z.NEVER;
      }
      return number;
    })
    .meta({
      description: `${what} (${examples}), ${rule.words}`,
      expects: `${what} ${rule.words}, for instance ${examples}`,
      examples: examples.split(', '),
      maximum: sizes.most,
      ...rule.schema,
    });
}

const plain = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
const above: Rule = { words: 'above 0', holds: (value) => value > 0, schema: { exclusiveMinimum: 0 } };
const notBelow: Rule = { words: 'from 0', holds: (value) => value >= 0, schema: { minimum: 0 } };
const within: Rule = {
  words: 'between 0 and 1',
  holds: (value) => value >= 0 && value <= 1,
  schema: { minimum: 0, maximum: 1 },
};
const YEAR = 365.25 * 86_400;
const ANY: Sizes = { most: 1e15, words: 'at most 1e15' };
const TIMES: Sizes = { least: 1e-9, most: 1000 * YEAR, words: 'from a nanosecond to 1,000 years' };
/** Seconds for a token may be less than a nanosecond. */
const DELAYS: Sizes = { most: TIMES.most, words: 'at most 1,000 years' };
const RATES: Sizes = { least: 1e-12, most: 1e9, words: 'from 1e-12/s to 1e9/s' };
const NUMBERS: Sizes = { least: 1e-18, most: 1e12, words: 'from 1e-18 to 1e12' };
const AMOUNTS: Sizes = { most: 1e12, words: 'at most 1e12' };
const COUNTS: Sizes = {
  most: Number.MAX_SAFE_INTEGER,
  words: 'a whole number, at most 9,007,199,254,740,991',
};

const wholeFrom = (least: number): Rule => ({
  words: `from ${least}`,
  holds: (value) => (Number.isInteger(value) || value > Number.MAX_SAFE_INTEGER) && value >= least,
  schema: { minimum: least, multipleOf: 1 },
});

/** Replications of a cell that a dry run answers for. */
const MOST_REPLICATIONS = 1_000_000_000;

export const seconds = (): z.ZodType<number, number | string> =>
  quantity('a duration', '60s, 5m, 1.5h', parseSeconds, above, TIMES);
/** A duration that may be weeks. */
export const block = (): z.ZodType<number, number | string> =>
  quantity('a duration', '1w, 1d, 1h', parseBlock, above, TIMES);
export const delay = (): z.ZodType<number, number | string> =>
  quantity('a duration', '0s, 250ms, 10m', parseSeconds, notBelow, DELAYS);
export const rate = (): z.ZodType<number, number | string> =>
  quantity('a rate', '0.45/s, 30/m', parseRate, above, RATES);
export const rateFromZero = (): z.ZodType<number, number | string> =>
  quantity('a rate', '0/s, 0.45/s', parseRate, notBelow, RATES);
export const share = (): z.ZodType<number, number | string> =>
  quantity('a share', '0.8, 80 %', parseShare, within);
export const factor = (): z.ZodType<number, number | string> =>
  quantity('a factor', '0.8, 80 %', parseShare, above, NUMBERS);
export const joules = (): z.ZodType<number, number | string> =>
  quantity('an energy', '250 J, 1.5 kJ', parseJoules, notBelow, AMOUNTS);
export const bytes = (): z.ZodType<number, number | string> =>
  quantity('a size', '7 GB, 5.2 GiB', parseBytes, notBelow);
export const dollars = (): z.ZodType<number, number | string> =>
  quantity('an amount of money', '249 $, 12 cents', parseDollars, notBelow, AMOUNTS);
export const tariff = (): z.ZodType<number, number | string> =>
  quantity('an electricity price', '0.25 $/kWh', parseTariff, notBelow, AMOUNTS);
export const positive = (): z.ZodType<number, number | string> =>
  quantity('a number', '1.5', plain, above, NUMBERS);
export const amount = (): z.ZodType<number, number | string> =>
  quantity('a number', '1.5', plain, notBelow, AMOUNTS);
export const count = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '4', plain, wholeFrom(1), COUNTS);
/** The same up to a limit of memory. */
export const countTo = (most: number): z.ZodType<number, number | string> =>
  quantity('a whole number', '4', plain, wholeFrom(1), {
    most,
    words: `a whole number, at most ${grouped(most)}`,
  });
export const runs = (): z.ZodType<number, number | string> => countTo(MOST_REPLICATIONS);
export const whole = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '0, 4', plain, wholeFrom(0), COUNTS);
