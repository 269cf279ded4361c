/** From what was counted to the named figures of one replication. */
import { Histogram } from '../kernel/histogram.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { REASONS } from '../model.ts';
import type { Replication, Series as SeriesRow } from '../results.ts';
import type { Metrics } from './metrics.ts';
import type { Sampler } from './sampler.ts';
import type { Tally } from './tally.ts';
import { trend } from './trend.ts';
import { warnings } from './warnings.ts';

type Figures = Record<string, number | null>;

/** A share or a mean: null when there is nothing to divide by, or when it is not known. */
function ratio(sum: number, count: number): number | null {
  const value = sum / count;
  return Number.isFinite(value) ? value : null;
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Without `withSeries` nothing is made of how figures went over time: a large part of the work of a short run. */
export function replication(metrics: Metrics, sampler: Sampler | null, withSeries = true): Replication {
  const { options, clock } = metrics;
  const seconds = clock.to - clock.from;
  const devices = options.devices.map((device, i) => ({
    name: device.name,
    metrics: ofDevice(metrics, sampler, i),
  }));
  const capability = options.devices.reduce((sum, device) => sum + device.capability, 0);
  const loads = fleetLoad(metrics);
  const closed = options.asked;
  const offeredLoad = ratio(closed ?? metrics.arrivals / seconds, capability);
  return {
    metrics: figures(
      metrics,
      devices.map((device) => device.metrics),
    ),
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
    within: within(metrics),
    ...(options.recorded && { recorded: options.recorded }),
  };
}

function figures(metrics: Metrics, devices: readonly Figures[]): Figures {
  const { options, clock, edge, cloud } = metrics;
  const { alpha } = options;
  const seconds = clock.to - clock.from;
  const all: Figures = {};
  const responses = edge.count + cloud.count;
  const answered = edge.promptTokens + edge.outputTokens;
  const redirected = cloud.promptTokens + cloud.outputTokens;
  const idle = devices.reduce((sum, device) => sum + (device['idleJoules'] ?? 0), 0);
  // Also of legs that came to nothing, wherever the request was answered in the end.
  const drawn = edge.joules + cloud.joules + metrics.vainJoules;
  const paid =
    (drawn + (options.includeIdle ? idle : 0)) * (options.electricity / JOULES_PER_KWH) + options.hardware;
  // Also for answers that broke off.
  const billed = cloud.dollars + edge.dollars + metrics.vainDollars;
  const utilizations = devices.map((device) => device['utilization']!);
  const mean = utilizations.reduce((sum, value) => sum + value, 0) / utilizations.length;
  const squares = utilizations.reduce((sum, value) => sum + value * value, 0);

  all['arrived'] = metrics.arrivals;
  all['edge.served'] = edge.count;
  all['edge.rejected'] = metrics.rejected;
  all['edge.tokens'] = answered;
  all['cloud.requests'] = cloud.count;
  all['cloud.promptTokens'] = cloud.promptTokens;
  all['cloud.outputTokens'] = cloud.outputTokens;
  all['cloud.tokens'] = redirected;
  all['cloud.cost'] = billed;
  all['dropped'] = metrics.dropped;
  all['failed'] = metrics.failed;
  latencies(all, '', edge, cloud);
  latencies(all, 'edge.', edge);
  latencies(all, 'cloud.', cloud);
  all['wait.mean'] = ratio(edge.wait, edge.count);
  all['queue.mean'] = devices.length > 0 ? clock.waiting / seconds : null;
  all['edge.utilization'] = known(mean);
  all['edge.utilizationSpread'] = known(Math.sqrt(Math.max(0, squares / utilizations.length - mean * mean)));
  all['edge.fairness'] = ratio(mean * mean * utilizations.length, squares);
  all['edge.slotOccupancy'] = average(devices, 'slotOccupancy');
  all['edge.windowFill'] = average(devices, 'windowFill');
  all['edge.joules'] = drawn;
  all['edge.idleJoules'] = idle;
  all['edge.cost'] = paid;
  all['total.cost'] = paid + billed;
  worth(all, '', alpha, paid + billed, responses, metrics.arrivals, [edge, cloud]);
  worth(all, 'edge.', alpha, paid, edge.count, edge.count, [edge]);
  worth(all, 'cloud.', alpha, billed, cloud.count, cloud.count, [cloud]);
  const met = edge.met + cloud.met;
  all['slo.attainment'] = options.objective ? ratio(met, metrics.arrivals) : null;
  all['goodput'] = options.objective ? met / seconds : null;
  if (options.also.retries) {
    all['retries'] = metrics.retries;
    all['attempts.mean'] = ratio(metrics.arrivals + metrics.retries, metrics.arrivals);
  }
  if (options.also.abandoned) all['abandoned'] = metrics.abandoned;
  if (options.also.lost) all['edge.lostJoules'] = metrics.lostJoules;
  if (options.down.devices !== null) all['edge.availability'] = average(devices, 'availability');
  if (options.down.cloud !== null) all['cloud.availability'] = 1 - options.down.cloud() / seconds;
  if (options.asked !== null) all['users.active'] = metrics.waited / seconds;
  return all;
}

/** Intervals by batch means, where this one run is long enough for them. */
function within({ edge, cloud }: Metrics): Record<string, readonly [number, number]> {
  const [edgeFirst, edgeEnd] = [edge.ttftBatches.interval(), edge.e2eBatches.interval()];
  const [cloudFirst, cloudEnd] = [cloud.ttftBatches.interval(), cloud.e2eBatches.interval()];
  // Of all answers there is one where one platform gave them all.
  const only = <Interval>(ofEdge: Interval, ofCloud: Interval): Interval | null =>
    cloud.count === 0 ? ofEdge : edge.count === 0 ? ofCloud : null;
  const found = [
    ['wait.mean', edge.waitBatches.interval()],
    ['edge.ttft.mean', edgeFirst],
    ['edge.e2e.mean', edgeEnd],
    ['cloud.ttft.mean', cloudFirst],
    ['cloud.e2e.mean', cloudEnd],
    ['ttft.mean', only(edgeFirst, cloudFirst)],
    ['e2e.mean', only(edgeEnd, cloudEnd)],
  ] as const;
  return Object.fromEntries(found.filter((entry) => entry[1] !== null)) as Record<
    string,
    readonly [number, number]
  >;
}

function latencies(all: Figures, prefix: string, ...tallies: readonly Tally[]): void {
  const merged = (of: (tally: Tally) => Histogram): Histogram => {
    const filled = tallies.map(of).filter(({ count }) => count > 0);
    if (filled.length <= 1) return filled[0] ?? of(tallies[0]!);
    const sum = new Histogram();
    for (const histogram of filled) sum.merge(histogram);
    return sum;
  };
  const put = (name: string, histogram: Histogram, percentiles: readonly number[]): void => {
    const some = histogram.count > 0;
    all[`${prefix}${name}.mean`] = some ? histogram.mean : null;
    const values = some ? histogram.quantiles(percentiles.map((p) => p / 100)) : [];
    percentiles.forEach((p, i) => (all[`${prefix}${name}.p${p}`] = values[i] ?? null));
  };
  put(
    'ttft',
    merged((tally) => tally.ttft),
    [50, 95, 99],
  );
  put(
    'tpot',
    merged((tally) => tally.tpot),
    [95],
  );
  put(
    'e2e',
    merged((tally) => tally.e2e),
    [50, 95, 99],
  );
}

/** Cost per response, Q, R, U and PCR. Q and R are over `of` requests: those without an answer count as 0. */
function worth(
  all: Figures,
  prefix: string,
  alpha: number,
  dollars: number,
  responses: number,
  of: number,
  tallies: readonly Tally[],
): void {
  const sum = (value: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + value(tally), 0);
  const cost = ratio(dollars, responses);
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
  all[`${prefix}costPerResponse`] = cost;
  all[`${prefix}quality`] = quality;
  all[`${prefix}responsiveness`] = responsiveness;
  all[`${prefix}utility`] = utility;
  all[`${prefix}pcr`] = utility === null || cost === null ? null : ratio(utility, 100 * cost);
}

function ofDevice(metrics: Metrics, sampler: Sampler | null, i: number): Figures {
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

function average(devices: readonly Figures[], name: string): number | null {
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
