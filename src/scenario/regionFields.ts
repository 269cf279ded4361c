/** The fields of regions, with what each of them means. */
import { z } from 'zod';
import { count, delay } from '../options.ts';
import { CELL } from './fields.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

const overflow = z
  .strictObject({
    to: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Regions that are asked in this order: a name, as south-2, or that of a kind. Of a kind with as many regions it is the one of the same number; of its own kind the next one, round in a circle.',
      ),
    delay: delay().describe(
      'How long the way to another region takes, and the way back. Above 0: what is asked at the same instant would have to be known beforehand.',
    ),
    asks: z
      .boolean()
      .default(true)
      .describe('Whether they are asked: varied, it shows what regions are to each other. Default true.'),
  })
  .nullable()
  .default(null)
  .meta({ examples: [{ to: ['south'], delay: '40ms' }] });

/** What a region does with requests that it turns away; also at the top, for all regions. */
export const OVERFLOW: Readonly<Record<string, z.ZodType>> = {
  overflow: overflow.describe(
    'Which other regions are asked for what a region turns away, before its fallback. Default: none.',
  ),
};

/** What a region may say for itself; all else is the same in all of them. */
export const OF_REGION = [
  'workload',
  'fleet',
  'limits',
  'strategy',
  'patience',
  'retry',
  'fallback',
  'cloud',
  'slo',
  'overflow',
] as const;

/** What an entry says of the regions themselves. */
const ENTRY: Readonly<Record<string, z.ZodType>> = {
  name: z
    .string()
    .regex(NAME)
    .meta({ expects: 'letters, digits, dots, dashes and underscores, for instance north' })
    .describe('Name of the region; of several that are alike, name-1, name-2 and so on.'),
  count: count()
    .default(1)
    .describe('So many that are alike, each with random numbers of its own. Default 1.'),
  at: z
    .tuple([z.number(), z.number()])
    .nullable()
    .default(null)
    .meta({ examples: [[2, 1]] })
    .describe('Where it lies on the map of the report, as [x, y], y upwards. Default: the map is a grid.'),
};

/** An entry as it is checked: its sections are checked by themselves, as those of a file are. */
export const REGION: z.ZodObject = z.strictObject(ENTRY);

/** Every key of an entry. */
export const REGION_NAMES: readonly string[] = [...Object.keys(ENTRY), ...OF_REGION];

/** As the JSON Schema shows it. */
export const WORLD: Readonly<Record<string, z.ZodType>> = {
  regions: z
    .array(
      z.strictObject({
        ...ENTRY,
        ...Object.fromEntries(
          OF_REGION.filter((name) => name !== 'overflow').map((name) => [name, CELL[name]!.optional()]),
        ),
        ...OVERFLOW,
      }),
    )
    .optional()
    .describe(
      'A world: regions that each have demand, machines, limits and a router of their own. What an entry does not say is what the file says at its top. Default: none, one fleet.',
    ),
  ...OVERFLOW,
};
