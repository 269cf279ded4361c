/** A run as numbers that may be added to those of other runs: what the figures of several regions together are made of. */
import { coarseNumbers } from '../kernel/coarse.ts';
import type { RegionSums } from '../regional.ts';
import type { Counted } from './definitions/definition.ts';
import type { Metrics } from './metrics.ts';

/** What is added up of the answers of the edge, and the same of the cloud. */
export const ANSWER_SUMS = [
  'count',
  'promptTokens',
  'outputTokens',
  'wait',
  'joules',
  'dollars',
  'quality',
  'responsiveness',
  'met',
] as const;

/** What is added up of the run, shares of time by device so that their mean is over all devices; and how many have something. */
const NOTHING = {
  runs: 0,
  seconds: 0,
  arrivals: 0,
  judged: 0,
  rejected: 0,
  dropped: 0,
  failed: 0,
  abandoned: 0,
  retries: 0,
  lostJoules: 0,
  vainJoules: 0,
  vainDollars: 0,
  guestJoules: 0,
  waited: 0,
  queued: 0,
  devices: 0,
  utilization: 0,
  squares: 0,
  slotOccupancy: 0,
  windowFill: 0,
  filled: 0,
  availability: 0,
  cloudAvailability: 0,
  idle: 0,
  hardware: 0,
  offered: 0,
  capability: 0,
  sent: 0,
  taken: 0,
  // How many of the runs have what a figure is about.
  hasObjective: 0,
  hasRetries: 0,
  hasAbandoned: 0,
  hasLost: 0,
  hasUsers: 0,
  hasDown: 0,
  hasCloudDown: 0,
  hasOverflow: 0,
};

export type RunSum = keyof typeof NOTHING;
const RUN_SUMS = Object.keys(NOTHING) as readonly RunSum[];

/** Every number, in its place. */
export const SUMS: readonly string[] = [
  ...RUN_SUMS,
  ...(['edge', 'cloud'] as const).flatMap((part) => ANSWER_SUMS.map((name) => `${part}.${name}`)),
];

/** How long the run was measured. */
export function secondsOf({ numbers }: RegionSums): number {
  return numbers[RUN_SUMS.indexOf('seconds')]!;
}

/** How the latencies are spread, in this order. */
export const SPREADS = ['ttft', 'tpot', 'e2e'] as const;

export function regionSums(run: Counted, metrics: Metrics): RegionSums {
  const { options, occupancy, edge, cloud } = metrics;
  const { also, down } = options;
  const { devices, mean, squares } = run.utilization;
  const overDevices = (value: number | null): number => (value === null ? 0 : value * devices);
  const fill = run.average('windowFill');
  // Where nothing is asked of answers none of them meets it.
  const asks = options.objective !== null;
  const up = down.devices === null ? 1 : run.average('availability');
  const values: Readonly<Record<RunSum, number>> = {
    runs: 1,
    seconds: run.seconds,
    arrivals: metrics.arrivals,
    judged: asks ? metrics.arrivals : 0,
    rejected: metrics.rejected,
    dropped: metrics.dropped,
    failed: metrics.failed,
    abandoned: metrics.abandoned,
    retries: metrics.retries,
    lostJoules: metrics.lostJoules,
    vainJoules: metrics.vainJoules,
    vainDollars: metrics.vainDollars,
    guestJoules: metrics.guestJoules,
    waited: metrics.waited,
    queued: occupancy?.waited ?? 0,
    devices,
    utilization: devices === 0 ? 0 : mean * devices,
    squares,
    slotOccupancy: overDevices(run.average('slotOccupancy')),
    windowFill: overDevices(fill),
    filled: fill === null ? 0 : devices,
    availability: overDevices(up),
    cloudAvailability: down.cloud === null ? 1 : 1 - down.cloud() / run.seconds,
    idle: run.idle,
    hardware: options.hardware,
    offered: options.asked ?? metrics.arrivals / run.seconds,
    capability: options.capability,
    sent: metrics.sent,
    taken: metrics.taken,
    hasObjective: Number(asks),
    hasRetries: Number(also.retries),
    hasAbandoned: Number(also.abandoned),
    hasLost: Number(also.lost),
    hasUsers: Number(options.asked !== null),
    hasDown: Number(down.devices !== null),
    hasCloudDown: Number(down.cloud !== null),
    hasOverflow: Number(also.overflow === true),
  };
  const numbers = [
    ...RUN_SUMS.map((name) => values[name]),
    ...[edge, cloud].flatMap((part) => ANSWER_SUMS.map((name) => (name === 'met' && !asks ? 0 : part[name]))),
  ];
  return {
    // What is not known is NaN, which JSON does not know.
    numbers: numbers.map((value) => (Number.isFinite(value) ? value : null)),
    spreads: [edge, cloud].flatMap((part) =>
      SPREADS.map((name) => {
        const values = part[name];
        return values === null ? [] : coarseNumbers(values);
      }),
    ),
  };
}
