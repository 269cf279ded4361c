/** The metrics that a study reads, and what has to be measured for them. */

/** Anything not named here is not measured: no other metric, no trend, no time series. */
export interface Only {
  /** Names of metrics. Default: all. */
  readonly figures?: readonly string[];
  /** Figures of each device. */
  readonly devices: readonly string[];
  /** Whether warnings and the reasons for refusals are needed. */
  readonly warnings?: boolean;
}

/** Everything about the run as a whole. */
export const FIGURES_ALONE: Only = { devices: [] };

/** Nothing: for runs with another listener. */
export const NOTHING: Only = { figures: [], devices: [] };

/** Measurements that cost time in a run. Counts and plain sums are always there. */
export interface Gauges {
  /** Distributions of latencies. */
  readonly ttft: boolean;
  readonly tpot: boolean;
  readonly e2e: boolean;
  /** Q and R of the answers. */
  readonly worth: boolean;
  /** Waiting requests and slots in use. */
  readonly seats: boolean;
  /** Working time of devices. */
  readonly busy: boolean;
  /** Their energy, at work and idle. */
  readonly energy: boolean;
  /** How full windows are. */
  readonly fill: boolean;
  /** What each device did. */
  readonly devices: boolean;
  /** Warnings. */
  readonly warnings: boolean;
  /** Time series, and intervals within a run. */
  readonly story: boolean;
}

/** The metrics that need each gauge, of the run and of a device. */
const GAUGES: Readonly<
  Record<Exclude<keyof Gauges, 'devices' | 'warnings' | 'story'>, readonly [RegExp, RegExp?]>
> = {
  ttft: [/\bttft\./],
  tpot: [/\btpot\./],
  e2e: [/\be2e\./],
  worth: [/\b(quality|responsiveness|utility|pcr)$/],
  seats: [/^(queue\.mean|edge\.slotOccupancy)$/, /^slotOccupancy$/],
  busy: [/^edge\.(utilization|utilizationSpread|fairness)$/, /^utilization$/],
  // Costs may include idle energy.
  energy: [/^edge\.idleJoules$|^((edge|total)\.)?(cost|costPerResponse|pcr)$/, /^(idleJoules|power\.mean)$/],
  fill: [/^edge\.windowFill$/, /^windowFill$/],
};

export function gaugesFor(only: Only | undefined): Gauges {
  const needs = (gauge: keyof typeof GAUGES): boolean => {
    const [ofRun, ofDevice] = GAUGES[gauge];
    return (
      (only?.figures?.some((name) => ofRun.test(name)) ?? true) ||
      (ofDevice !== undefined && only!.devices.some((name) => ofDevice.test(name)))
    );
  };
  const warnings = only === undefined || only.warnings === true;
  return {
    ttft: needs('ttft'),
    tpot: needs('tpot'),
    e2e: needs('e2e'),
    worth: needs('worth'),
    seats: needs('seats'),
    busy: needs('busy') || warnings,
    energy: needs('energy'),
    fill: needs('fill'),
    devices: warnings || only.devices.length > 0,
    warnings,
    story: only === undefined,
  };
}
