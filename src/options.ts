/** Fields of a scenario file, and how a plugin says which it takes. */
import { z } from 'zod';
import {
  parseBytes,
  parseDollars,
  parseJoules,
  parseRate,
  parseSeconds,
  parseShare,
  parseTariff,
} from './kernel/units.ts';

/** A factory with the help and the fields that the scenario file, its JSON Schema and the catalogue show. */
export interface Plugin<Options, Context, Made> {
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
): Plugin<z.output<z.ZodObject<Shape>>, Context, Made> {
  return Object.assign(make.bind(undefined), { help, fields });
}

/** A number, or text with a unit that `parse` understands. */
function quantity(
  what: string,
  examples: string,
  parse: (text: string) => number | undefined,
  rule: string,
  holds: (value: number) => boolean,
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
      if (!holds(number)) {
        context.addIssue({ code: 'custom', message: `must be ${rule}` });
        return z.NEVER;
      }
      return number;
    })
    .meta({ description: `${what} (${examples}), ${rule}` });
}

const plain = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
const above = (value: number): boolean => value > 0;
const notBelow = (value: number): boolean => value >= 0;

export const seconds = (): z.ZodType<number, number | string> =>
  quantity('a duration', '60s, 5m, 1.5h', parseSeconds, 'above 0', above);
export const delay = (): z.ZodType<number, number | string> =>
  quantity('a duration', '0s, 250ms, 10m', parseSeconds, '0 or more', notBelow);
export const rate = (): z.ZodType<number, number | string> =>
  quantity('a rate', '0.45/s, 30/m', parseRate, 'above 0', above);
export const share = (): z.ZodType<number, number | string> =>
  quantity('a share', '0.8, 80 %', parseShare, 'between 0 and 1', (value) => value >= 0 && value <= 1);
export const factor = (): z.ZodType<number, number | string> =>
  quantity('a factor', '0.8, 80 %', parseShare, 'above 0', above);
export const joules = (): z.ZodType<number, number | string> =>
  quantity('an energy', '250 J, 1.5 kJ', parseJoules, '0 or more', notBelow);
export const bytes = (): z.ZodType<number, number | string> =>
  quantity('a size', '7 GB, 5.2 GiB', parseBytes, '0 or more', notBelow);
export const dollars = (): z.ZodType<number, number | string> =>
  quantity('an amount of money', '249 $, 12 cents', parseDollars, '0 or more', notBelow);
export const tariff = (): z.ZodType<number, number | string> =>
  quantity('an electricity price', '0.25 $/kWh', parseTariff, '0 or more', notBelow);
export const positive = (): z.ZodType<number, number | string> =>
  quantity('a number', '1.5', plain, 'above 0', above);
export const amount = (): z.ZodType<number, number | string> =>
  quantity('a number', '1.5', plain, '0 or more', notBelow);
export const count = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '4', plain, 'a whole number from 1', (value) => Number.isInteger(value) && value >= 1);
export const whole = (): z.ZodType<number, number | string> =>
  quantity('a whole number', '0, 4', plain, 'a whole number from 0', (value) => Number.isInteger(value) && value >= 0);
