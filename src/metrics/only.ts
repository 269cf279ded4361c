/** What a study reads of a run, and what has to be measured for it. */

/** What is not named here is not measured: no other figure, no trend, nothing over time. */
export interface Only {
  /** Names of figures; all of them when nothing is said. */
  readonly figures?: readonly string[];
  /** Figures of each device. */
  readonly devices: readonly string[];
  /** Whether what there is to warn of is read, and why requests were refused. */
  readonly warnings?: boolean;
}

/** All that there is of the run as a whole. */
export const FIGURES_ALONE: Only = { devices: [] };

/** Of a run that somebody else listens to. */
export const NOTHING: Only = { figures: [], devices: [] };

/** What costs something in a run. What is not among it, counts and plain sums, is there always. */
export interface Gauges {
  /** How latencies are spread. */
  readonly ttft: boolean;
  readonly tpot: boolean;
  readonly e2e: boolean;
  /** Q and R of the answers. */
  readonly worth: boolean;
  /** Who waits and who is on a slot. */
  readonly seats: boolean;
  /** When devices work. */
  readonly busy: boolean;
  /** What they draw, at work and idle. */
  readonly energy: boolean;
  /** How full windows are. */
  readonly fill: boolean;
  /** What each device did. */
  readonly devices: boolean;
  /** What there is to warn of. */
  readonly warnings: boolean;
  /** How things went over time, and the intervals within a run. */
  readonly story: boolean;
}

/** The figures that each gauge is for, of the run and of a device. */
const GAUGES: Readonly<
  Record<Exclude<keyof Gauges, 'devices' | 'warnings' | 'story'>, readonly [RegExp, RegExp?]>
> = {
  ttft: [/\bttft\./],
  tpot: [/\btpot\./],
  e2e: [/\be2e\./],
  worth: [/\b(quality|responsiveness|utility|pcr)$/],
  seats: [/^(queue\.mean|edge\.slotOccupancy)$/, /^slotOccupancy$/],
  busy: [/^edge\.(utilization|utilizationSpread|fairness)$/, /^utilization$/],
  // Bills may count idling.
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
