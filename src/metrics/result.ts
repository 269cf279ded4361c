/** From what was counted to the named figures of one replication. */
import { meanOf } from '../kernel/spread.ts';
import { Histogram } from '../kernel/histogram.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { REASONS } from '../model.ts';
import type { Replication, Series as SeriesRow } from '../results.ts';
import { DEFINITIONS } from './definitions.ts';
import type { DeviceMetric } from './definitions/devices.ts';
import { ratio, type Answers, type Counted, type Statistic } from './definitions/definition.ts';
import type { Metrics } from './metrics.ts';
import type { Sampler } from './sampler.ts';
import type { Tally } from './tally.ts';
import { trend } from './trend.ts';
import { warnings } from './warnings.ts';

type Figures = Record<string, number | null>;
type DeviceMeans = Readonly<Partial<Record<DeviceMetric, number | null>>>;

/** Without `withSeries` nothing is made of how figures went over time: a large part of the work of a short run. */
export function replication(metrics: Metrics, sampler: Sampler | null, withSeries = true): Replication {
  const { options, clock } = metrics;
  const seconds = clock.to - clock.from;
  const devices = options.devices.map((device, i) => ({
    name: device.name,
    metrics: ofDevice(metrics, sampler, i),
  }));
  const run = basisOf(
    metrics,
    devices.map((device) => device.metrics),
    seconds,
  );
  const capability = options.devices.reduce((sum, device) => sum + device.capability, 0);
  const loads = fleetLoad(metrics);
  const closed = options.asked;
  const offeredLoad = ratio(closed ?? metrics.arrivals / seconds, capability);
  return {
    metrics: figures(run),
    reasons: Object.fromEntries(
      REASONS.map((reason, k) => [reason, metrics.reasons[k]!] as const).filter(([, count]) => count > 0),
    ),
    devices,
    offeredLoad,
    // People who wait do not ask: what is in the system cannot grow without bound, and its trend says nothing.
    trend:
      closed === null && options.devices.length > 0
        ? trend(loads, clock.loadSeries.width, options.period)
        : null,
    warnings: warnings(metrics, offeredLoad),
    series: withSeries ? series(metrics, sampler) : [],
    within: intervals(run),
    ...(options.recorded && { recorded: options.recorded }),
  };
}

/** What the figures are computed from; the figures themselves are in `definitions/`. */
function basisOf(metrics: Metrics, devices: readonly DeviceMeans[], seconds: number): Counted {
  const { options, edge, cloud, arrivals } = metrics;
  const idle = devices.reduce((sum, device) => sum + device.idleJoules!, 0);
  // Also of legs that came to nothing, wherever the request was answered in the end.
  const drawn = edge.joules + cloud.joules + metrics.vainJoules;
  const paid =
    (drawn + (options.includeIdle ? idle : 0)) * (options.electricity / JOULES_PER_KWH) + options.hardware;
  // Also for answers that broke off.
  const billed = cloud.dollars + edge.dollars + metrics.vainDollars;
  const utilizations = devices.map((device) => device.utilization!);
  const mean = meanOf(utilizations);
  const squares = utilizations.reduce((sum, value) => sum + value * value, 0);
  const ofEdge = within(edge);
  const ofCloud = within(cloud);
  const { alpha } = options;
  return {
    metrics,
    seconds,
    paid,
    billed,
    drawn,
    idle,
    utilization: { devices: devices.length, mean, squares },
    average: (name) => average(devices, name),
    parts: {
      '': {
        latency: latencies(edge, cloud),
        // Of all answers there is one where one platform gave them all.
        within: cloud.count === 0 ? ofEdge : edge.count === 0 ? ofCloud : {},
        worth: worth(alpha, paid + billed, edge.count + cloud.count, arrivals, [edge, cloud]),
      },
      edge: {
        latency: latencies(edge),
        within: ofEdge,
        worth: worth(alpha, paid, edge.count, edge.count, [edge]),
      },
      cloud: {
        latency: latencies(cloud),
        within: ofCloud,
        worth: worth(alpha, billed, cloud.count, cloud.count, [cloud]),
      },
    },
  };
}

function figures(run: Counted): Figures {
  const all: Figures = {};
  for (const { name, of, when } of DEFINITIONS)
    if (when === undefined || when(run.metrics.options)) all[name] = of(run);
  return all;
}

/** Intervals by batch means, where this one run is long enough for them. */
function intervals(run: Counted): Record<string, readonly [number, number]> {
  const all: Record<string, readonly [number, number]> = {};
  for (const { name, within: of } of DEFINITIONS) {
    const interval = of?.(run) ?? null;
    if (interval !== null) all[name] = interval;
  }
  return all;
}

const within = (tally: Tally): Answers['within'] => ({
  ttft: tally.ttftBatches.interval(),
  e2e: tally.e2eBatches.interval(),
});

function latencies(...tallies: readonly Tally[]): Answers['latency'] {
  const of = (
    name: 'ttft' | 'tpot' | 'e2e',
    percentiles: readonly (50 | 95 | 99)[],
  ): Answers['latency'][typeof name] => {
    const histogram = merged(tallies.map((tally) => tally[name]));
    if (histogram.count === 0) return {};
    const values = histogram.quantiles(percentiles.map((p) => p / 100));
    const all: Partial<Record<Statistic, number>> = { mean: histogram.mean };
    percentiles.forEach((p, i) => (all[`p${p}`] = values[i]!));
    return all;
  };
  return { ttft: of('ttft', [50, 95, 99]), tpot: of('tpot', [95]), e2e: of('e2e', [50, 95, 99]) };
}

function merged(histograms: readonly Histogram[]): Histogram {
  const filled = histograms.filter(({ count }) => count > 0);
  if (filled.length <= 1) return filled[0] ?? histograms[0]!;
  const sum = new Histogram();
  for (const histogram of filled) sum.merge(histogram);
  return sum;
}

/** Cost per response, Q, R, U and PCR. Q and R are over `of` requests: those without an answer count as 0. */
function worth(
  alpha: number,
  dollars: number,
  responses: number,
  of: number,
  tallies: readonly Tally[],
): Answers['worth'] {
  const sum = (value: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + value(tally), 0);
  const costPerResponse = ratio(dollars, responses);
  const quality = ratio(
    sum((tally) => tally.quality),
    of,
  );
  const responsiveness = ratio(
    sum((tally) => tally.responsiveness),
    of,
  );
  const utility =
    quality === null || responsiveness === null ? null : alpha * quality + (1 - alpha) * responsiveness;
  const pcr = utility === null || costPerResponse === null ? null : ratio(utility, 100 * costPerResponse);
  return { costPerResponse, quality, responsiveness, utility, pcr };
}

function ofDevice(metrics: Metrics, sampler: Sampler | null, i: number): DeviceMeans {
  const { clock, options } = metrics;
  const device = options.devices[i]!;
  const seconds = clock.to - clock.from;
  return {
    served: metrics.served[i]!,
    rejected: metrics.refusals[i]!,
    tokens: metrics.tokens[i]!,
    utilization: clock.busy[i]! / seconds,
    slotOccupancy: clock.occupied[i]! / (seconds * device.slots),
    windowFill: sampler && sampler.samples > 0 ? sampler.fill[i]! / sampler.samples : null,
    'energy.joules': metrics.joules[i]!,
    idleJoules: device.power.idle * (seconds - clock.displaced[i]!),
    'power.mean': device.power.idle + (clock.joules[i]! - device.power.idle * clock.displaced[i]!) / seconds,
    ...(options.down.devices && { availability: 1 - options.down.devices(i) / seconds }),
  };
}

function average(devices: readonly DeviceMeans[], name: DeviceMetric): number | null {
  if (devices.length === 0 || devices[0]![name] === null) return null;
  return devices.reduce((sum, device) => sum + device[name]!, 0) / devices.length;
}

/** Mean load of the whole fleet in every bucket that lies wholly within the run. */
function fleetLoad({ clock }: Metrics): number[] {
  const { loadSeries } = clock;
  const whole = Math.floor(clock.to / loadSeries.width + 1e-9);
  const sums = new Array<number>(Math.min(whole, loadSeries.buckets)).fill(0);
  for (let line = 0; line < clock.lines; line++) {
    const values = loadSeries.line(line);
    for (let k = 0; k < sums.length; k++) sums[k]! += values[k]! / loadSeries.width;
  }
  return sums;
}

/** The fleet's series, and those of its devices when there are not too many. */
function series(metrics: Metrics, sampler: Sampler | null): SeriesRow[] {
  const { clock, options } = metrics;
  const { width, buckets } = clock.arrivals;
  /** Seconds of the run in each bucket: the last may be cut short. */
  const seconds = Array.from({ length: buckets }, (_, k) => Math.min(clock.to, (k + 1) * width) - k * width);
  const members = clock.lines === clock.devices ? 1 : clock.devices;
  const idle = options.devices.map((device) => device.power.idle);
  const whole = idle.reduce((sum, watts) => sum + watts, 0);
  const lines = Array.from({ length: clock.lines }, (_, line) => ({
    utilization: column(clock.busySeries.line(line), seconds, { members }),
    load: column(clock.loadSeries.line(line), seconds),
    power: column(clock.powerSeries.line(line), seconds, { floor: members === 1 ? idle[line]! : whole }),
    ...(sampler && { windowFill: column(sampler.series.line(line), null, { members }) }),
  }));
  const fleet: SeriesRow = {
    device: 'fleet',
    width,
    quantities: {
      arrivals: column(clock.arrivals.line(0), seconds),
      served: column(clock.answers.line(0), seconds),
      rejected: column(clock.refusals.line(0), seconds),
      cloudTokens: column(clock.cloudTokens.line(0), seconds),
      ...(lines.length > 0 && {
        utilization: added(lines, 'utilization', lines.length),
        load: added(lines, 'load', 1),
        power: added(lines, 'power', 1),
        ...(sampler && { windowFill: added(lines, 'windowFill', lines.length) }),
      }),
    },
  };
  if (clock.lines !== clock.devices) return [fleet];
  return [fleet, ...lines.map((quantities, i) => ({ device: options.devices[i]!.name, width, quantities }))];
}

/** What was added to each bucket: a second where `seconds` are given, a member of the fleet where there are several. */
function column(
  amounts: Float64Array,
  seconds: readonly number[] | null,
  { members = 1, floor = 0 }: { readonly members?: number; readonly floor?: number } = {},
): number[] {
  const values = new Array<number>(amounts.length);
  for (let k = 0; k < values.length; k++)
    values[k] = floor + (seconds === null ? amounts[k]! : amounts[k]! / seconds[k]!) / members;
  return values;
}

function added<Name extends string>(
  lines: readonly Partial<Record<Name, readonly number[]>>[],
  name: Name,
  divisor: number,
): number[] {
  const sums = new Array<number>(lines[0]![name]!.length).fill(0);
  for (const line of lines) {
    const values = line[name]!;
    for (let k = 0; k < sums.length; k++) sums[k]! += values[k]!;
  }
  for (let k = 0; k < sums.length; k++) sums[k]! /= divisor;
  return sums;
}
