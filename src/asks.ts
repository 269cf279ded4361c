/** What a plan may ask of a fleet, each once: its words, and what its bound is an amount of. */

/** `days`: the share of days on which all the others are met. */
export type Ask =
  | 'attainment'
  | 'ttft.p95'
  | 'e2e.p95'
  | 'tpot.p95'
  | 'cloud.requests'
  | 'cloud.tokens'
  | 'quality'
  | 'budget'
  | 'days';

interface Asked {
  /** The subject of a sentence. */
  readonly subject: string;
  /** Over a column. */
  readonly heading: string;
  readonly amount: 'share' | 'seconds' | 'dollars';
  /** A share of requests that are counted: what was never seen among few may still happen. */
  readonly counted?: true;
}

export const ASKS: Readonly<Record<Ask, Asked>> = {
  attainment: {
    subject: 'the share of requests answered in time',
    heading: 'in time',
    amount: 'share',
    counted: true,
  },
  days: { subject: 'the share of days that meet the slo', heading: 'days in time', amount: 'share' },
  'ttft.p95': {
    subject: 'the 95th percentile of the time to first token',
    heading: 'p95 first token',
    amount: 'seconds',
  },
  'e2e.p95': {
    subject: 'the 95th percentile of the time to the whole answer',
    heading: 'p95 answer',
    amount: 'seconds',
  },
  'tpot.p95': {
    subject: 'the 95th percentile of the time per token',
    heading: 'p95 per token',
    amount: 'seconds',
  },
  'cloud.requests': {
    subject: "the cloud's share of the requests",
    heading: 'to the cloud',
    amount: 'share',
    counted: true,
  },
  'cloud.tokens': {
    subject: "the cloud's share of the tokens",
    heading: 'tokens to cloud',
    amount: 'share',
    counted: true,
  },
  quality: { subject: 'the share of answers that are right', heading: 'right', amount: 'share' },
  budget: { subject: 'the cost of a month', heading: 'a month', amount: 'dollars' },
};
