/** What is known of a figure of the results: its unit, its formula, its words, and where it is shown. */
import { capital } from '../../kernel/words.ts';
import type { MetricsOptions } from '../metrics.ts';
import type { DeviceMetric } from './devices.ts';

/** Answers of all, of the edge, or of the cloud. */
export type AnsweredBy = '' | 'edge' | 'cloud';

/** Sums over the answers of the edge, or of the cloud. */
export interface CountedAnswers {
  readonly count: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly wait: number;
  /** The number of answers that met the slo. */
  readonly met: number;
  readonly within: { readonly wait: { interval(): readonly [number, number] | null } } | null;
}

/** What was counted, in one run or in several together. */
interface CountedRun {
  readonly options: Pick<MetricsOptions, 'also' | 'asked' | 'down'> & {
    readonly group: { readonly length: number };
    /** Null without an slo. */
    readonly objective: object | null;
  };
  readonly edge: CountedAnswers;
  readonly cloud: CountedAnswers;
  readonly occupancy: { readonly waited: number } | null;
  readonly arrivals: number;
  /** Arrivals of which something is asked. */
  readonly judged: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly failed: number;
  readonly abandoned: number;
  readonly retries: number;
  readonly lostJoules: number;
  readonly waited: number;
  readonly sent: number;
  readonly taken: number;
}

/** What the figures of one replication are computed from. */
export interface Counted {
  readonly metrics: CountedRun;
  /** Seconds of the measured interval. */
  readonly seconds: number;
  /** Dollars of the edge, and of the cloud. */
  readonly paid: number;
  readonly billed: number;
  /** Joules of the work at the edge, and of idle devices. */
  readonly drawn: number;
  readonly idle: number;
  /** Of the devices: how many there are, their mean utilisation, and the sum of its squares. */
  readonly utilization: { readonly devices: number; readonly mean: number; readonly squares: number };
  /** Mean of a figure over the devices; null where it is not known. */
  readonly average: (of: DeviceMetric) => number | null;
  readonly parts: Readonly<Record<AnsweredBy, AnswerFigures>>;
}

export type Statistic = 'mean' | 'p50' | 'p95' | 'p99';

/** What was measured of the answers of a part. */
export interface AnswerFigures {
  readonly latency: Readonly<
    Record<'ttft' | 'tpot' | 'e2e', Readonly<Partial<Record<Statistic, number | null>>>>
  >;
  /** 95 % intervals of the means, by batch means; null where the run is too short. */
  readonly within: Readonly<Partial<Record<'ttft' | 'tpot' | 'e2e', readonly [number, number] | null>>>;
  readonly worth: Readonly<Record<Worth, number | null>>;
}

export type Worth = 'costPerResponse' | 'quality' | 'responsiveness' | 'utility' | 'pcr';

/** What was counted of one tenant, or of one priority. */
export interface TenantCounts {
  readonly arrived: number;
  readonly served: number;
  readonly rejected: number;
  readonly clouded: number;
  readonly dropped: number;
  readonly failed: number;
  /** Undefined where no client gives up. */
  readonly abandoned: number | undefined;
  readonly tokens: number;
  readonly dollars: number;
  /** Seconds until it started at the edge; undefined of tenants. */
  readonly waited: number | null | undefined;
  readonly ttft95: number | null;
  readonly attainment: number | null;
}

/** Lists whose figures are in the order of the record. */
export type FigureList =
  /** The table of a page, and of those the ones on a screen. */
  | 'table'
  | 'screen'
  /** What the profiles' uncertainty is shown for. */
  | 'uncertain'
  /** Compared and ranked when nothing else is asked for; of those, compared for every pair of values. */
  | 'compared'
  | 'deciding'
  /** What `--precision` is about when nothing else is asked for. */
  | 'precise'
  /** Panels of Figure 4. */
  | 'figure4'
  /** What a map of the regions of a world shows; of a count its share of what arrived there. */
  | 'map'
  /** What a plan, and what a capacity reads of a run: nothing else is measured. */
  | 'planning'
  | 'capacity';

/** Lists with an order of their own. */
export type OrderedList =
  /** What a reader cares about first: in short, and in the rankings of a page. */
  | 'short'
  | 'ranking'
  /** Comparisons in words. */
  | 'words'
  /** Outputs of a sensitivity study when nothing is asked for. */
  | 'sensitivity'
  /** What each tenant got, or each priority. */
  | 'tenant';

export interface Definition extends Metric {
  readonly of: (run: Counted) => number | null;
  /** The 95 % interval within one long run, by batch means; null where the run is too short. */
  readonly within?: (run: Counted) => readonly [number, number] | null;
  /** The same of one tenant; undefined where a run has no such thing. */
  readonly tenant?: (counts: TenantCounts) => number | null | undefined;
  /** When a cell has it; all cells have those without. */
  readonly when?: (options: Pick<MetricsOptions, 'also' | 'asked' | 'down'>) => boolean;
  /** What of a scenario gives its cells a figure that not all have. */
  readonly switch?: string;
  /** A share is shown in per cent, and changes in points. */
  readonly share: boolean;
  /** No value is above it. */
  readonly most: number;
  /**
   * Of what answers are worth: the figures that say how good they are and how many there are. Where there are some and
   * their quality is not known, neither is this, though it is of other runs.
   */
  readonly judged?: { readonly quality: string; readonly of: string };
  /** Counts requests one at a time, so that what was never seen may still happen. */
  readonly count: boolean;
  /** What has to be there for a count to be anything but 0. */
  readonly needs?: 'cloud' | 'drop';
  /** 1 when more is better, -1 when less is, 0 when neither. */
  readonly better: 1 | -1 | 0;
  /** A difference: one `rejects` `more` or `fewer` `requests` than another. */
  readonly verb: string;
  readonly up: string;
  readonly down: string;
  readonly noun: string;
  /** The subject of a sentence: `the number of requests rejected by the edge`. */
  readonly subject: string;
  /** A word or two, for a column; and what a tenant's column is called where that differs. */
  readonly short: string;
  readonly tenants?: string;
  /** For an axis or a row. */
  readonly long: string;
  readonly lists: readonly FigureList[];
  readonly places: Readonly<Partial<Record<OrderedList, number>>>;
}

/** A share or a mean: null when there is nothing to divide by, or when it is not known. */
export const ratio = (sum: number, count: number): number | null => known(sum / count);

export const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** What has to be said of a figure; the rest follows from it. */
export type Said = Pick<Definition, 'unit' | 'description' | 'of' | 'better'> &
  Partial<
    Pick<
      Definition,
      'within' | 'tenant' | 'when' | 'switch' | 'share' | 'most' | 'judged' | 'count' | 'needs' | 'subject'
    >
  > &
  Partial<Pick<Definition, 'short' | 'tenants' | 'long' | 'lists' | 'places'>> & {
    readonly says: readonly [verb: string, up: string, down: string, noun: string];
  };

/** Of what one has, not does, the noun is the subject as well. */
export function metric(name: string, { says, ...said }: Said): Definition {
  const [verb, up, down, noun] = says;
  const {
    subject = `the ${noun}`,
    share = false,
    count = false,
    most = Infinity,
    short = name,
    lists = [],
    places = {},
  } = said;
  const bare = subject.slice('the '.length);
  const { long = capital(bare) } = said;
  return { ...said, name, verb, up, down, noun, subject, share, most, count, short, long, lists, places };
}

/** A figure of one's own, or of what is older than this version: it goes by its name. */
export const unknown = (name: string): Definition => ({
  ...metric(name, {
    unit: '',
    description: name,
    of: () => null,
    better: 0,
    says: ['has', 'higher', 'lower', name],
    subject: name,
    long: name,
  }),
});

/** A metric of summary.json. */
export interface Metric {
  readonly name: string;
  /** Empty for a share or a plain number. */
  readonly unit: string;
  readonly description: string;
}
