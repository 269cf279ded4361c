/** The fields of regions. */
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
        'Regions that are asked, in this order: the name of a region, such as south-2, or of a kind. A kind with as many regions means the one with the same number; its own kind means the next one, and the first after the last.',
      ),
    delay: delay().describe(
      'Delay to another region, and the same back. Above 0, since regions are simulated side by side.',
    ),
    asks: z
      .boolean()
      .default(true)
      .describe('Whether other regions are asked at all; vary it to see what overflow gains. Default true.'),
  })
  .nullable()
  .default(null)
  .meta({ examples: [{ to: ['south'], delay: '40ms' }] });

/** What a region does with requests that it refuses; at the top level for all regions. */
export const OVERFLOW: Readonly<Record<string, z.ZodType>> = {
  overflow: overflow.describe(
    'Other regions that are asked to take requests this one refuses, before its fallback. Default: none.',
  ),
};

/** Sections that a region may have of its own; all others are shared. */
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

/** Fields of a region itself. */
const ENTRY: Readonly<Record<string, z.ZodType>> = {
  name: z
    .string()
    .regex(NAME)
    .meta({ expects: 'letters, digits, dots, dashes and underscores, for instance north' })
    .describe('Name of the region; with a count above 1, they are name-1, name-2 and so on.'),
  count: count()
    .default(1)
    .describe('Number of identical regions, each with its own random numbers. Default 1.'),
  at: z
    .tuple([z.number(), z.number()])
    .nullable()
    .default(null)
    .meta({ examples: [[2, 1]] })
    .describe('Its place on the map of the report, as [x, y], with y upwards. Default: the map is a grid.'),
};

/** An entry as it is checked: its sections are checked separately, like those of a file. */
export const REGION: z.ZodObject = z.strictObject(ENTRY);
export const REGION_NAMES: readonly string[] = [...Object.keys(ENTRY), ...OF_REGION];

/** For the JSON Schema. */
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
      'A world of regions, each with its own demand, machines, limits and router. Fields missing in an entry are those at the top of the file. Default: none, one fleet.',
    ),
  ...OVERFLOW,
};
