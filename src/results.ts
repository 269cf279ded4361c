/** What comes out of a run: the shapes of summary.json and of the rows behind it. */

/** A mean over replications; `ci95` is null where no interval can be had. */
export interface Estimate {
  readonly mean: number | null;
  readonly ci95: readonly [number, number] | null;
  /** Where the mean lies, 95 %, as the profiles' coefficients vary within their uncertainty. Only with model error asked for. */
  readonly model95?: readonly [number, number] | null;
  /** The variance of the mean, by where it comes from: too few replications, and uncertain profiles. */
  readonly variance?: { readonly sampling: number | null; readonly model: number | null };
}

/** Demand that comes from a log: one sample, however often it is replayed. */
export interface Recorded {
  /** How much there is of it: `one recorded week, 19,132 requests`. */
  readonly words: string;
  /** When that was, `2 to 8 March 2026`; null where the log has no dates. */
  readonly when: string | null;
  readonly requests: number;
  readonly seconds: number;
  /** Seconds of a run with it. */
  readonly duration: number;
  /** How the log was read, and what became of it, a sentence each; and what is hardly meant. */
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
  /** How replications draw from it; null where each replays it as it is. */
  readonly resampled: Resampled | null;
}

/** Blocks of a log that replications draw with replacement. */
export interface Resampled {
  /** Seconds of a block, how many the log has, and how many a replication draws. */
  readonly block: number;
  readonly blocks: number;
  readonly drawn: number;
  /** Degrees of freedom: the blocks, less one for each place of the pattern that is kept. */
  readonly freedom: number;
  /**
   * What the log adds to the variance of a mean over replications, in variances of one replication: it is a sample as
   * well, and all of them draw from it.
   */
  readonly share: number;
}

/** How a cell copes: at most 1 % refused and no growing backlog; more refused; a backlog that grows; or no run that ended. */
export type Verdict = 'stable' | 'limited' | 'backlogged' | 'failed';

/** The varied values of a cell, by path: a name where the scenario names them, else the value as text or number. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** One device or tenant: its name, and its figures. */
export interface DeviceSummary {
  readonly name: string;
  readonly [metric: string]: Estimate | string;
}

/** One cell over all its replications. */
export interface CellSummary {
  readonly vary: Labels;
  readonly replications: number;
  readonly verdict: Verdict;
  readonly offeredLoad: number | null;
  readonly warnings: readonly string[];
  /** Seconds until the start no longer shows, by MSER-5 on the fleet's series; null when that cannot be said. */
  readonly warmup?: number | null;
  /** Of demand that comes from a log: without `resampled`, every interval is of routing and cloud alone. */
  readonly recorded?: Recorded;
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly reasons: Readonly<Record<string, Estimate>>;
  readonly devices: readonly DeviceSummary[];
  /** What those who ask most got, and all others as the last; where tenants have names, or it was asked for. */
  readonly tenants?: readonly DeviceSummary[];
}

/**
 * What a comparison comes to: `higher` and `lower` where neither is better; `same` when the two never differed in
 * any replication.
 */
export type Decision = 'better' | 'worse' | 'higher' | 'lower' | 'same' | 'cannot tell yet';

/** Two cells that differ in one axis, replication by replication. */
export interface Comparison {
  readonly metric: string;
  readonly axis: string;
  readonly cell: Labels;
  readonly baseline: Labels;
  /** Cell less baseline. */
  readonly difference: Estimate;
  /** The same as a share of the baseline's mean: -0.41 is 41 % less. */
  readonly relative: Estimate;
  readonly verdict: Decision;
  /** About how many more replications it would take to tell; null when it is told, or when none would do. */
  readonly more: number | null;
  /** The same in words. */
  readonly text: string;
  /** Among how many at once the interval of the difference holds with 95 %, by Bonferroni's correction; 1 when not said. */
  readonly among?: number;
}

/** A value of an axis against its first, over all settings of the other axes. */
export interface Overall {
  readonly metric: string;
  readonly axis: string;
  readonly label: Labels[string];
  readonly baseline: Labels[string];
  /** In how many settings each verdict was given. */
  readonly verdicts: Readonly<Partial<Record<Decision, number>>>;
  /** The same in words. */
  readonly text: string;
}

/** The values of an axis in order of one metric, the better first, as far as the intervals carry it. */
export interface Ranking {
  readonly metric: string;
  readonly axis: string;
  /** The labels of the other axes. */
  readonly where: Labels;
  /** Best and worst place that each may hold, from 1. */
  readonly places: readonly {
    readonly label: Labels[string];
    readonly mean: number;
    readonly best: number;
    readonly worst: number;
  }[];
}

/** How far `--precision` came. */
export interface PrecisionSummary {
  /** Half-width of the interval as a share of the mean. */
  readonly target: number;
  readonly metrics: readonly string[];
  /** What the cap on replications cut off; `share` is null where there is no interval. */
  readonly missed: readonly {
    readonly vary: Labels;
    readonly metric: string;
    readonly share: number | null;
  }[];
}

/** By the interval: it holds, it fails, or the replications do not tell. */
export type Outcome = 'holds' | 'fails' | 'undecided';

/** What a run was expected to show, and whether it does. */
export interface Expectation {
  readonly text: string;
  readonly outcome: Outcome;
  /** One line per pair of cells compared, with its interval. */
  readonly details: readonly string[];
}

/** An expectation that a run cannot be held to. */
export interface LeftOut {
  readonly text: string;
  /** Values that are not compared, by path. */
  readonly missing: Readonly<Record<string, readonly Labels[string][]>>;
}

/** What `summary.json` holds. */
export interface Summary {
  readonly schema: 'edgewise.summary/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly cells: readonly CellSummary[];
  readonly comparisons: readonly Comparison[];
  /** What the comparisons come to over the settings of the other axes. */
  readonly overall?: readonly Overall[];
  /** Every value of an axis against every other, with intervals that hold for all pairs of a setting at once. */
  readonly pairwise?: readonly Comparison[];
  /** By Holm's correction. */
  readonly rankings?: readonly Ranking[];
  readonly expectations: readonly Expectation[];
  /** Expectations that name values which this run does not compare, since options vary others. */
  readonly leftOut?: readonly LeftOut[];
  /** What options made of the nodes that the file varies, in words. */
  readonly changes?: readonly string[];
  readonly precision?: PrecisionSummary;
  /** How profiles were drawn, when model error was asked for. */
  readonly modelError?: { readonly draws: number; readonly replications: number };
}

/** Time series of one device, or of the `fleet`, mean per bucket. */
export interface Series {
  readonly device: string;
  /** Seconds per bucket. */
  readonly width: number;
  readonly quantities: Readonly<Record<string, readonly number[]>>;
}

/** One replication of one cell: plain numbers, so that it can travel between threads and machines. */
export interface Replication {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly devices: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
  readonly tenants?: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
  readonly offeredLoad: number | null;
  /** Slope of the requests in the system over the second half, per second, with the half-width of its 95 % interval. */
  readonly trend: { readonly slope: number; readonly halfWidth: number; readonly mean: number } | null;
  readonly warnings: readonly string[];
  readonly series: readonly Series[];
  /** 95 % interval within this one run by batch means, where its test allows. */
  readonly within: Readonly<Record<string, readonly [number, number]>>;
  /** Of demand that comes from a log. */
  readonly recorded?: Recorded;
}

/** A figure of summary.json. */
export interface Metric {
  readonly name: string;
  /** Empty for a share or a pure number. */
  readonly unit: string;
  readonly description: string;
}

const metric = (name: string, unit: string, description: string): Metric => ({ name, unit, description });

/** All requests, those the edge answered, those the cloud answered. */
const PARTS = [
  ['', 'all answers'],
  ['edge.', 'answers of the edge'],
  ['cloud.', 'answers of the cloud'],
] as const;

const ranked = (name: string, kinds: readonly string[], of: string): readonly Metric[] =>
  PARTS.flatMap(([part, who]) =>
    kinds.map((kind) =>
      metric(
        `${part}${name}.${kind}`,
        's',
        `${of}: ${kind === 'mean' ? 'mean' : `${kind.slice(1)}th percentile`} over ${who}`,
      ),
    ),
  );

const worth = (name: string, unit: string, of: string): readonly Metric[] =>
  PARTS.map(([part, who]) => metric(`${part}${name}`, unit, `${of}, ${who}`));

/** Every figure that all cells have, in the order of the tables. */
export const METRICS: readonly Metric[] = [
  metric('arrived', 'requests', 'requests that arrived after warm-up'),
  metric('edge.served', 'requests', 'answered by the edge'),
  metric('edge.rejected', 'requests', 'refused by the edge'),
  metric('edge.tokens', 'tokens', 'prompt and output of what the edge answered'),
  metric('cloud.requests', 'requests', 'answered by the cloud'),
  metric('cloud.promptTokens', 'tokens', 'prompts of what the cloud answered'),
  metric('cloud.outputTokens', 'tokens', 'answers of the cloud'),
  metric('cloud.tokens', 'tokens', 'prompt and output of what the cloud answered'),
  metric('cloud.cost', '$', 'bill of the cloud'),
  metric('dropped', 'requests', 'refused by the edge and asked nowhere else'),
  metric('failed', 'requests', 'refused by the cloud'),
  ...ranked('ttft', ['mean', 'p50', 'p95', 'p99'], 'arrival to first token'),
  ...ranked('tpot', ['mean', 'p95'], 'seconds for each token after the first'),
  ...ranked('e2e', ['mean', 'p50', 'p95', 'p99'], 'arrival to last token'),
  metric('wait.mean', 's', 'time in the queue of a device, mean over what the edge answered'),
  metric('queue.mean', 'requests', 'waiting at all devices, mean over time'),
  metric('edge.utilization', '', 'share of time with work on a device, mean over devices'),
  metric('edge.utilizationSpread', '', 'standard deviation of utilisation over devices'),
  metric('edge.fairness', '', "Jain's index of utilisation over devices: 1 when all are equally busy"),
  metric('edge.slotOccupancy', '', 'share of slots in use, mean over time and devices'),
  metric('edge.windowFill', '', "share of the devices' windows in use, mean over time and devices"),
  metric('edge.joules', 'J', 'energy of the work on what the edge answered'),
  metric('edge.idleJoules', 'J', 'energy of the devices while they had no work'),
  metric(
    'edge.cost',
    '$',
    'energy at the edge at the price of electricity; idling and hardware when asked for',
  ),
  metric('total.cost', '$', 'edge and cloud together'),
  ...worth('costPerResponse', '$', 'dollars for a response'),
  ...worth('quality', '', 'Q: share of answers that are right; no answer counts as wrong'),
  ...worth('responsiveness', '', 'R: from the time to first token, 1 at best; no answer counts as 0'),
  ...worth('utility', '', 'U = alpha Q + (1 - alpha) R'),
  ...worth('pcr', '', 'U for a cent: utility over cost per response in cents'),
  metric('slo.attainment', '', 'share of the requests that arrived which met the slo'),
  metric('goodput', 'requests/s', 'requests that met the slo, per second'),
];

/** Figures that a cell has where something can come of them: retries, patience, machines that fail, people who wait. They come last. */
export const OPTIONAL: readonly Metric[] = [
  metric('retries', 'requests', 'tries at the edge after the first one, of all requests'),
  metric('attempts.mean', '', 'tries at the edge, mean over the requests that arrived'),
  metric('abandoned', 'requests', 'given up by their clients before they were answered'),
  metric('edge.lostJoules', 'J', 'energy of work at the edge that nobody got an answer from'),
  metric('edge.availability', '', 'share of time that a machine is up, mean over devices'),
  metric('cloud.availability', '', 'share of time that the cloud is up'),
  metric('users.active', 'people', 'people who wait for their answers, mean over time'),
];

/** Every figure there may be. */
export const ALL_METRICS: readonly Metric[] = [...METRICS, ...OPTIONAL];
