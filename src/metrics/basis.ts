/** The quantities that the metrics of one replication are computed from; the metrics are in `definitions/`. */
import { meanOf } from '../kernel/spread.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { ACROSS, BUSY, DISPLACED, DRAWN, JOULES, OCCUPIED, SERVED, TOKENS } from './deviceRows.ts';
import { DEVICE_METRICS, type DeviceMetric } from './definitions/devices.ts';
import { ratio, type AnswerFigures, type Counted } from './definitions/definition.ts';
import { latencies } from './latencies.ts';
import type { Metrics } from './metrics.ts';
import type { Sampler } from './sampler.ts';
import type { Tally } from './tally.ts';

/** `wants` selects the metrics: costly quantities that none of them needs are not computed. */
export function basisOf(
  metrics: Metrics,
  sampler: Sampler | null,
  wants: (name: string) => boolean,
): Counted {
  const { options, edge, cloud, arrivals, gauges, interval } = metrics;
  const devices = options.group.length;
  const each = (of: DeviceMetric): number[] => {
    const all: number[] = [];
    for (let i = 0; i < devices; i++) all.push(ofDevice(metrics, sampler, of, i)!);
    return all;
  };
  const idle = gauges.energy ? each('idleJoules').reduce((sum, joules) => sum + joules, 0) : NaN;
  // Includes legs without an answer, wherever the request was answered in the end.
  const drawn = edge.joules + cloud.joules + metrics.vainJoules + metrics.guestJoules;
  const paid =
    (drawn + (options.includeIdle ? idle : 0)) * (options.electricity / JOULES_PER_KWH) + options.hardware;
  // Includes answers that broke off.
  const billed = cloud.dollars + edge.dollars + metrics.vainDollars;
  const utilizations = gauges.busy ? each('utilization') : [];
  const squares = utilizations.reduce((sum, value) => sum + value * value, 0);
  const ofEdge = within(edge);
  const ofCloud = within(cloud);
  const { alpha } = options;
  const latency = latencies(edge, cloud, wants);
  return {
    metrics,
    seconds: interval.seconds,
    paid,
    billed,
    drawn,
    idle,
    utilization: { devices, mean: meanOf(utilizations), squares },
    average: (of) =>
      devices === 0 || ofDevice(metrics, sampler, of, 0) === null
        ? null
        : each(of).reduce((sum, value) => sum + value, 0) / devices,
    parts: {
      '': {
        latency: latency[''],
        // Of all answers there is one where one platform gave them all.
        within: cloud.count === 0 ? ofEdge : edge.count === 0 ? ofCloud : {},
        worth: worth(alpha, paid + billed, edge.count + cloud.count, arrivals, [edge, cloud]),
      },
      edge: {
        latency: latency.edge,
        within: ofEdge,
        worth: worth(alpha, paid, edge.count, edge.count, [edge]),
      },
      cloud: {
        latency: latency.cloud,
        within: ofCloud,
        worth: worth(alpha, billed, cloud.count, cloud.count, [cloud]),
      },
    },
  };
}

/** What is read of each device. */
export function deviceMetrics({ options: { only, down } }: Metrics): readonly DeviceMetric[] {
  return (Object.keys(DEVICE_METRICS) as DeviceMetric[]).filter(
    (name) =>
      (name !== 'availability' || down.devices !== null) &&
      (only === undefined || only.devices.includes(name)),
  );
}

export function deviceFigures(
  metrics: Metrics,
  sampler: Sampler | null,
  i: number,
  names: readonly DeviceMetric[],
): Record<string, number | null> {
  const figures: Record<string, number | null> = {};
  for (const name of names) figures[name] = ofDevice(metrics, sampler, name, i);
  return figures;
}

function ofDevice(counts: Metrics, sampler: Sampler | null, name: DeviceMetric, i: number): number | null {
  const { options, devices } = counts;
  const { seconds } = counts.interval;
  const row = (place: number): number => devices[i * ACROSS + place]!;
  const { power, slots } = options.kinds[options.group[i]!]!;
  switch (name) {
    case 'served':
      return row(SERVED);
    case 'rejected':
      return counts.refusals[i]!;
    case 'tokens':
      return row(TOKENS);
    case 'utilization':
      return row(BUSY) / seconds;
    case 'slotOccupancy':
      return row(OCCUPIED) / (seconds * slots);
    case 'windowFill':
      return sampler && sampler.samples > 0 ? sampler.fill[i]! / sampler.samples : null;
    case 'energy.joules':
      return row(JOULES);
    case 'idleJoules':
      return power.idle * (seconds - row(DISPLACED));
    case 'power.mean':
      return power.idle + (row(DRAWN) - power.idle * row(DISPLACED)) / seconds;
    case 'availability':
      return 1 - options.down.devices!(i) / seconds;
  }
}

function within({ within: batches }: Tally): AnswerFigures['within'] {
  return batches === null ? {} : { ttft: batches.ttft.interval(), e2e: batches.e2e.interval() };
}

/** Cost per response, Q, R, U and PCR. Q and R are over `of` requests: those without an answer count as 0. */
export function worth(
  alpha: number,
  dollars: number,
  responses: number,
  of: number,
  tallies: readonly Pick<Tally, 'quality' | 'responsiveness'>[],
): AnswerFigures['worth'] {
  const sum = (value: (tally: Pick<Tally, 'quality' | 'responsiveness'>) => number): number =>
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
