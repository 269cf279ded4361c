/** Fields of a kind of machine, in the fleet and among the candidates of a plan. */
import { z } from 'zod';
import { SERVER_NAMES, SERVERS } from '../catalog/servers.ts';
import * as devices from '../devices/index.ts';
import * as faults from '../faults/index.ts';
import { countTo, share, whole } from '../options.ts';
import * as orders from '../orders/index.ts';
import { RULES } from '../recourses/inFlight.ts';
import { choice } from './choice.ts';
import { profile } from './profile.ts';

export const outages: z.ZodType = z
  .array(z.strictObject(faults.outages.fields))
  .min(1, 'must have at least one outage, for instance { at: 10m, for: 5m }')
  .nullable()
  .optional()
  .meta({ examples: [[{ at: '10m', for: '5m' }], [{ at: '1h', for: '10m', every: '1d' }]] });

const bound = z
  .union([whole(), z.literal('unbounded')])
  .transform((queue) => (queue === 'unbounded' ? null : queue));

/** A limit of memory: each has a place in a batch. */
const MOST_SLOTS = 1_000_000;

type Field =
  'profile' | 'quality' | 'server' | 'slots' | 'queue' | 'device' | 'failures' | 'outages' | 'inFlight';

export const machine: Readonly<Record<Field, z.ZodType>> = {
  profile: z
    .union([z.string().meta({ catalogue: 'profiles' }), profile])
    .meta({
      expects: 'the name of a profile, board/model-quantisation, a file as ./desk.json, or its fields',
    })
    .describe(
      'A model on a board: board/model-quantisation[-engine][-mode] from the catalogue; ./desk.json, a file written by calibrate, relative to the scenario; or the fields of a profile.',
    ),
  quality: share()
    .optional()
    .describe(
      "Share of its answers that are right, best measured with your own questions. Default: the profile's Q, often unknown.",
    ),
  server: z
    .enum(SERVER_NAMES)
    .meta({ enumDescriptions: SERVER_NAMES.map((name) => SERVERS[name].help) })
    .optional()
    .describe(
      'The server it runs in: its defaults for device, slots and queue are used unless given here (`edgewise catalog NAME` shows them and their sources). Default: none.',
    ),
  slots: countTo(MOST_SLOTS).default(1).describe('Requests a machine works on at a time. Default 1.'),
  queue: z
    .union([
      bound,
      z.strictObject({
        bound: bound.nullable().default(null).describe('Requests that may wait. Default unbounded.'),
        order: choice(orders)
          .prefault('fifo' as never)
          .describe('Which waiting request goes first. Default fifo.'),
      }),
    ])
    .nullable()
    .default(null)
    .meta({ examples: [4, 'unbounded', { bound: 4, order: 'priority' }] })
    .describe(
      'Requests that may wait at a machine: a whole number or unbounded; or { bound, order }. Default unbounded, first come, first served.',
    ),
  device: choice(devices)
    .prefault('serial' as never)
    .describe('How a machine works. Default serial.'),
  inFlight: z
    .enum(RULES)
    .optional()
    .describe(
      'Where the running and waiting requests of a machine go when it goes down: lost, elsewhere (another machine that accepts them), or cloud. Default lost.',
    ),
  failures: z
    .strictObject(faults.failures.fields)
    .nullable()
    .optional()
    .meta({ examples: [{ every: '30d', repair: '2h' }] })
    .describe(
      'How each machine fails at random and is repaired: { every: 30d, repair: 2h }. Default: never.',
    ),
  outages: outages.describe(
    'When all machines of the entry are down: a list of { at, for }, with every for an outage that repeats. Default: never.',
  ),
};
