/** Fields of a scenario file, and how a plugin says which it takes. */
import { z } from 'zod';
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

/** What a plugin says of itself besides, so that nobody has to know it by name. */
export interface Facts<Options> {
  /** Of arrivals and workloads: what differs with so many times the demand. */
  readonly grown?: (options: Options, factor: number) => Readonly<Record<string, unknown>>;
  /** Of workloads: the file that requests are read from. It says how long it is; nothing is known of it before. */
  readonly file?: (options: Options) => string;
  /** Of workloads read from a file that draw blocks of it: what differs where each run is a single block. */
  readonly oneBlock?: (options: Options) => Readonly<Record<string, unknown>> | undefined;
  /** Of arrivals: when bursts are, where they are at fixed times: in the last `for` seconds of every `every`. */
  readonly bursts?: (options: Options) => { readonly every: number; readonly for: number } | undefined;
  /** Of strategies: everything goes to the cloud. */
  readonly cloudOnly?: boolean;
  /** Of devices: seconds of a slot that a request takes at least, whatever else is there. */
  readonly least?: (pace: Pace, slots: number, prompt: number, output: number) => number;
  /** Of devices: a slot does not share the machine's speed with the others. */
  readonly apart?: boolean;
  /** Of devices: how else such a server may work, as options that differ; undefined takes one away. */
  readonly ways?: readonly { readonly name: string; readonly options: Readonly<Record<string, unknown>> }[];
  /** Of workloads: whether requests have priorities. */
  readonly prioritised?: (options: Options) => boolean;
  /** Of orders: what gives requests a rank; without any of them it is first come, first served. */
  readonly ranks?: readonly ('slo' | 'patience' | 'priorities')[];
  /** What fields cannot say, and a factory would say too late or in fewer words. */
  readonly wrong?: (options: Options) => readonly Wrong[];
}

/** What is wrong with the options of a plugin. */
export interface Wrong {
  readonly message: string;
  /** What is allowed instead. */
  readonly allowed?: string;
  /** The option it is about; all of them together if not said. */
  readonly at?: string;
  /** That option has to be there and is not. */
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
 * what they cannot say, `make` checks and throws as one line: path, rule, value.
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

/** What holds for a quantity: in words, as a check, and for numbers in a JSON Schema. */
interface Rule {
  readonly words: string;
  readonly holds: (value: number) => boolean;
  readonly schema: Readonly<Record<string, number>>;
}

/** A number, or text with a unit that `parse` understands. `expects` is what messages and the catalogue say of it. */
function quantity(
  what: string,
  examples: string,
  parse: (text: string) => number | undefined,
  rule: Rule,
): z.ZodType<number, number | string> {
  const expected = `${what}, for instance ${examples}`;
  return z
    .union([z.number(), z.string()], { error: `expected ${expected}` })
    .transform((value, context) => {
      const number = typeof value === 'number' ? value : parse(value);
      if (number === undefined || !Number.isFinite(number)) {
        context.addIssue({ code: 'custom', message: `expected ${expected}` });
        return z.NEVER;
      }
      if (!rule.holds(number)) {
        context.addIssue({ code: 'custom', message: `must be ${rule.words}` });
        return z.NEVER;
      }
      return number;
    })
    .meta({
      description: `${what} (${examples}), ${rule.words}`,
      expects: `${what} ${rule.words}, for instance ${examples}`,
      examples: examples.split(', '),
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
const wholeFrom = (least: number): Rule => ({
  words: `from ${least}`,
  holds: (value) => Number.isSafeInteger(value) && value >= least,
  schema: { minimum: least, multipleOf: 1 },
});

export const seconds = (): z.ZodType<number, number | string> =>
  quantity('a duration', '60s, 5m, 1.5h', parseSeconds, above);
/** A duration that may be weeks. */
export const block = (): z.ZodType<number, number | string> =>
  quantity('a duration', '1w, 1d, 1h', parseBlock, above);
export const delay = (): z.ZodType<number, number | string> =>
  quantity('a duration', '0s, 250ms, 10m', parseSeconds, notBelow);
export const rate = (): z.ZodType<number, number | string> =>
  quantity('a rate', '0.45/s, 30/m', parseRate, above);
export const rateFromZero = (): z.ZodType<number, number | string> =>
  quantity('a rate', '0/s, 0.45/s', parseRate, notBelow);
export const share = (): z.ZodType<number, number | string> =>
  quantity('a share', '0.8, 80 %', parseShare, within);
export const factor = (): z.ZodType<number, number | string> =>
  quantity('a factor', '0.8, 80 %', parseShare, above);
export const joules = (): z.ZodType<number, number | string> =>
  quantity('an energy', '250 J, 1.5 kJ', parseJoules, notBelow);
export const bytes = (): z.ZodType<number, number | string> =>
  quantity('a size', '7 GB, 5.2 GiB', parseBytes, notBelow);
export const dollars = (): z.ZodType<number, number | string> =>
  quantity('an amount of money', '249 $, 12 cents', parseDollars, notBelow);
export const tariff = (): z.ZodType<number, number | string> =>
  quantity('an electricity price', '0.25 $/kWh', parseTariff, notBelow);
export const positive = (): z.ZodType<number, number | string> => quantity('a number', '1.5', plain, above);
export const amount = (): z.ZodType<number, number | string> => quantity('a number', '1.5', plain, notBelow);
export const count = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '4', plain, wholeFrom(1));
export const whole = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '0, 4', plain, wholeFrom(0));
