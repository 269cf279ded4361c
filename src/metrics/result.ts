/** From counts to the result of one replication: its metrics, and facts about them. */
import { REASONS } from '../model.ts';
import type { Replication } from '../results.ts';
import { basisOf, deviceFigures, deviceMetrics } from './basis.ts';
import { DEFINITIONS } from './definitions.ts';
import { ratio, type Counted } from './definitions/definition.ts';
import type { Metrics } from './metrics.ts';
import type { OverTime } from './overTime.ts';
import type { Sampler } from './sampler.ts';
import { seriesRows } from './seriesRows.ts';
import { trend } from './trend.ts';
import { warnings } from './warnings.ts';

/** What to compute from the counts. Default: everything. */
export interface ResultOptions {
  /** Which time series: they are a large part of the work of a short run. */
  readonly series?: 'devices' | 'fleet' | 'none';
  /** Most devices with a row each; with more devices there are no rows. */
  readonly devices?: number;
  /** Seconds after which the load repeats. Default: the period of the arrivals. */
  readonly period?: number;
}

export function replication(
  metrics: Metrics,
  sampler: Sampler | null,
  { series = 'devices', devices = Infinity, period = metrics.options.period }: ResultOptions = {},
): Replication {
  const { options, gauges, overTime } = metrics;
  const { group, recorded, only } = options;
  const wants = (name: string): boolean => only?.figures?.includes(name) ?? true;
  const run = basisOf(metrics, sampler, wants);
  const offeredLoad = ratio(options.asked ?? metrics.arrivals / run.seconds, options.capability);
  // In a closed loop the number in the system cannot grow without bound, so its trend says nothing.
  const grows = options.asked === null && group.length > 0;
  return {
    metrics: figures(run, wants),
    reasons: gauges.warnings ? reasons(metrics) : {},
    devices: only?.devices.length !== 0 && group.length <= devices ? rows(metrics, sampler) : [],
    offeredLoad,
    trend: overTime && grows ? trend(fleetLoad(overTime), overTime.load.width, period) : null,
    warnings: gauges.warnings ? warnings(metrics, offeredLoad) : [],
    series: overTime && series !== 'none' ? seriesRows(overTime, options, sampler, series === 'devices') : [],
    within: gauges.story ? intervals(run) : {},
    ...(recorded && { recorded }),
  };
}

function figures(run: Counted, wants: (name: string) => boolean): Record<string, number | null> {
  const all: Record<string, number | null> = {};
  for (const { name, of, when } of DEFINITIONS)
    if (wants(name) && (when === undefined || when(run.metrics.options))) all[name] = of(run);
  return all;
}

function reasons(metrics: Metrics): Record<string, number> {
  return Object.fromEntries(
    REASONS.map((reason, k) => [reason, metrics.reasons[k]!] as const).filter(([, count]) => count > 0),
  );
}

function rows(metrics: Metrics, sampler: Sampler | null): Replication['devices'] {
  const read = deviceMetrics(metrics);
  const figures = (i: number): ReturnType<typeof deviceFigures> => deviceFigures(metrics, sampler, i, read);
  return metrics.options.names().map((name, i) => ({ name, metrics: figures(i) }));
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

/** Mean load of the whole fleet in every bucket that lies wholly within the run. */
function fleetLoad({ load, lines, to }: OverTime): number[] {
  const whole = Math.floor(to / load.width + 1e-9);
  const sums = new Array<number>(Math.min(whole, load.buckets)).fill(0);
  for (let line = 0; line < lines; line++) {
    const values = load.line(line);
    for (let k = 0; k < sums.length; k++) sums[k]! += values[k]! / load.width;
  }
  return sums;
}
