/** The fields of a scenario file with their descriptions: used for checking and for the JSON Schema. */
import { z } from 'zod';
import * as arrivals from '../arrivals/index.ts';
import * as clouds from '../clouds/index.ts';
import * as devices from '../devices/index.ts';
import * as faults from '../faults/index.ts';
import * as limiters from '../limiters/index.ts';
import { distribution } from '../distribution.ts';
import { delay, dollars, positive, runs, seconds, share, tariff, whole, type Facts } from '../options.ts';
import * as orders from '../orders/index.ts';
import * as recourses from '../recourses/index.ts';
import * as strategies from '../strategies/index.ts';
import * as workloads from '../workloads/index.ts';
import { choice, type Folder } from './choice.ts';
import { machine, outages } from './machine.ts';
import { planning } from './planning.ts';
import { cloudProfile } from './profile.ts';
import { expectation } from './expectationFields.ts';

/** Plugins by the folder they are in. */
export const FOLDERS: Readonly<Record<string, Folder>> = {
  arrivals,
  workloads,
  limiters,
  strategies,
  devices,
  orders,
  faults,
  clouds,
};

const fleetEntry = z.strictObject({
  profile: machine.profile,
  quality: machine.quality,
  server: machine.server,
  count: whole().default(1).describe('Machines of this kind. Default 1.'),
  slots: machine.slots,
  queue: machine.queue,
  device: machine.device,
  inFlight: machine.inFlight,
  failures: machine.failures,
  outages: machine.outages,
  price: dollars().nullable().default(null).describe('Dollars for one machine, for hardware in costs.'),
});

const RESPONSIVENESS: Folder = {
  ttft: {
    help: 'scale / (scale + time to first token)',
    fields: { scale: seconds().default(1).describe('Time to first token at which R is 0.5. Default 1s.') },
  },
  reading: {
    help: 'whether answers come as fast as people read: min(1, tokens per second / speed)',
    fields: { speed: positive().default(5).describe('Reading speed in tokens per second. Default 5.') },
  },
  table: { help: "the profile's constant R", fields: {} },
};

const metrics = z.strictObject({
  alpha: share().default(0.5).describe('Weight of quality in U = alpha Q + (1 - alpha) R. Default 0.5.'),
  electricity: tariff().default(0.25).describe('Price of electricity. Default 0.25 $/kWh.'),
  responsiveness: choice(RESPONSIVENESS)
    .prefault('ttft' as never)
    .describe('How R is computed. Default ttft.'),
  includeIdle: z.boolean().default(false).describe('Count idle energy in costs. Default false.'),
  hardware: z
    .strictObject({ lifetime: seconds().describe('How long a machine serves: 1095d is three years.') })
    .nullable()
    .default(null)
    .meta({ examples: [{ lifetime: '1095d' }] })
    .describe('Count the price of machines in costs, spread over their lifetime. Default: not counted.'),
  tenants: whole()
    .nullable()
    .default(null)
    .describe(
      'Number of tenants with figures of their own: those with the most requests. Default: 20 if a log names them, else none.',
    ),
});

const slo = z.strictObject({
  ttft: seconds().nullable().default(null).describe('Longest time to the first token.'),
  e2e: seconds().nullable().default(null).describe('Longest time to the last token.'),
  tpot: seconds().nullable().default(null).describe('Longest mean time per token after the first.'),
  target: share().default(0.95).describe('Share of the requests that should meet it. Default 0.95.'),
});

const retry = z.strictObject({
  elsewhere: whole()
    .default(0)
    .describe(
      'Immediate tries at another device: the least loaded for its capability that would accept the request. Default 0.',
    ),
  later: z
    .strictObject(recourses.later.fields)
    .nullable()
    .default(null)
    .meta({ examples: [{ first: '1s', factor: 2, most: 5 }] })
    .describe('Waits, and then tries again. Default: no.'),
});

export const patience: z.ZodType = z.strictObject({
  firstToken: distribution(seconds())
    .nullable()
    .default(null)
    .meta({ examples: ['20s', { kind: 'exponential', mean: '20s' }] })
    .describe('How long a client waits for the first token. Default: for ever.'),
  answer: distribution(seconds())
    .nullable()
    .default(null)
    .meta({ examples: ['2m', { kind: 'lognormal', mean: '2m', cv: 0.5 }] })
    .describe('How long a client waits for the whole answer. Default: for ever.'),
  cancels: z
    .enum(['atOnce', 'atStep', 'never'])
    .default('atOnce')
    .describe(
      'When the work stops after the client has left: at once, at the end of the step in progress, or never, like a server that does not notice. Default atOnce.',
    ),
});

/** Fields that plugins of a folder have in a scenario besides their own: for all of them, or by name. */
export const COMMON: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  limiters: {
    scope: z
      .enum(['fleet', 'tenant', 'device', 'cloud'])
      .default('device')
      .describe(
        'What it limits: the fleet as a whole, each tenant, each device, or the cloud. Default device.',
      ),
  },
  clouds: {
    profile: z
      .union([z.string().meta({ catalogue: 'clouds' }), cloudProfile])
      .meta({ expects: 'the name of a cloud profile, provider/model, or its fields' })
      .describe('A hosted model: provider/model from the catalogue, or the fields of a profile.'),
    quality: share().optional().describe("Share of its answers that are right. Default: the profile's Q."),
    outages: outages.describe(
      'When the cloud is down: a list of { at, for }, with every for an outage that repeats. Default: never.',
    ),
  },
};

/** What workloads may take. */
const TAKEN: Readonly<Record<'arrivals' | 'patience', z.ZodType>> = {
  arrivals: choice(arrivals).describe('When requests arrive.'),
  patience: patience
    .nullable()
    .default(null)
    .describe('how long users wait before they give up and think again: like `patience` of the scenario'),
};

export const MORE: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = Object.fromEntries(
  Object.entries(workloads as Readonly<Record<string, Facts<never>>>).map(([name, { takes = [] }]) => [
    name,
    Object.fromEntries(takes.map((field) => [field, TAKEN[field]])),
  ]),
);

/** The sections of a cell. */
export const CELL: Readonly<Record<string, z.ZodType>> = {
  duration: seconds()
    .nullable()
    .default(null)
    .describe(
      'How long requests arrive. Required unless the workload is a trace, which has a length of its own.',
    ),
  warmup: delay().default(0).describe('Time at the start that is simulated but not counted. Default 0s.'),
  workload: choice(workloads, {
    usual: 'generated',
    more: MORE,
  }).describe('Where requests come from. Required unless every region has its own.'),
  fleet: z
    .array(fleetEntry)
    .describe('The machines at the edge; [] for cloud only. Required unless plan lists candidates.'),
  limits: z
    .array(choice(limiters, { common: COMMON['limiters']! }))
    .default([])
    .describe('Rate and concurrency limits of the edge and of the cloud. Default: none.'),
  strategy: choice(strategies)
    .prefault('roundRobin' as never)
    .describe('How a device is chosen. Required when there is more than one.'),
  patience: patience
    .nullable()
    .default(null)
    .meta({ examples: [{ firstToken: '20s', answer: '2m' }] })
    .describe(
      'How long clients wait before they give up, from the arrival of their request. Default: for ever.',
    ),
  retry: retry
    .nullable()
    .default(null)
    .meta({ examples: [{ elsewhere: 1 }, { later: { first: '1s', most: 5 } }] })
    .describe(
      'How a refused request is retried before its fallback: elsewhere, then later. Default: not at all.',
    ),
  fallback: z
    .enum(['drop', 'cloud'])
    .default('drop')
    .describe('Where a request goes after the edge has refused it. Default drop.'),
  cloud: choice(clouds, { usual: 'listPrice', common: COMMON['clouds']! })
    .nullable()
    .default(null)
    .describe('The cloud behind the edge. Default: none.'),
  metrics: metrics.prefault({}).describe('How runs are judged.'),
  slo: slo.prefault({}).describe('The latencies an answer should meet; for slo.attainment and goodput.'),
};

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

/** Fields about the run as a whole. */
export const RUN: Readonly<Record<string, z.ZodType>> = {
  name: z
    .string()
    .regex(NAME)
    .meta({ expects: 'letters, digits, dots, dashes and underscores, for instance figure4' })
    .describe('Name of the scenario, and of the folder of its results.'),
  description: z.string().default('').describe('A description, shown in reports.'),
  seed: whole().default(1).describe('The same seed gives the same results, to the byte. Default 1.'),
  replications: runs()
    .default(1)
    .describe('Runs of every cell, each with its own random numbers. Default 1.'),
};

/** `vary` and `expect`, as the JSON Schema shows them. */
export const REST: Readonly<Record<string, z.ZodType>> = {
  vary: z
    .record(z.string(), z.union([z.array(z.unknown()).min(1), z.record(z.string(), z.unknown())]))
    .default({})
    .describe(
      'Parts of the file by path, such as limits.0.window, each with a list of values or a mapping of names to values. Every combination is a cell; the first axis varies slowest.',
    ),
  expect: z
    .array(expectation)
    .default([])
    .describe('Claims checked after the run with its intervals. If one fails, the exit code is 3.'),
};

/** The plan section. */
export const PLANNING: Readonly<Record<string, z.ZodType>> = { plan: planning };

/** All top-level keys; the last two, about regions, are in regionFields.ts. */
export const NAMES: readonly string[] = [
  ...[RUN, CELL, REST, PLANNING].flatMap(Object.keys),
  'regions',
  'overflow',
];
