/** Scenarios for the two questions, which the command line can run too. */
import type { Plain } from '../scenario/scenario.ts';

interface BoxAsked {
  readonly machine: string;
  readonly count: number;
  readonly people: number;
  /** Minutes. */
  readonly pause: number;
  readonly first: number;
  readonly whole: number;
}

/** Run it: edgewise capacity my-box.yaml */
export function boxText({ machine, count, people, pause, first, whole }: BoxAsked): string {
  return `# How many people can share ${count === 1 ? 'this machine' : 'these machines'}? Run it: edgewise capacity my-box.yaml
name: my-box
duration: 150m
warmup: 30m
replications: 8

workload:
  kind: users
  count: ${people}
  think: { kind: exponential, mean: ${pause}m } # from an answer to the next question
  prompt: { kind: lognormal, mean: 220, cv: 0.8 }
  output: { kind: lognormal, mean: 180, cv: 0.6 }

fleet:
  - { profile: ${machine}, count: ${count} }

strategy: loadAware
slo: { ttft: ${first}s, e2e: ${whole}s, target: 90 % }
`;
}

/** The demand of a scenario, for a question about it. */
export interface DemandAsked {
  readonly words: string;
  readonly workload: Plain;
  /** Seconds; null for a log. */
  readonly duration: number | null;
  readonly warmup: number;
}

interface BuyAsked {
  /** Null to use the given number of users instead. */
  readonly demand: DemandAsked | null;
  readonly candidates: readonly { readonly name: string; readonly price: number; readonly source: string }[];
  /** Most machines of each kind. */
  readonly most: number;
  readonly people: number;
  readonly asks: number;
  /** Per cent. */
  readonly cloud: number;
}

/** Run it: edgewise plan what-to-buy.yaml */
export function buyText({ demand, candidates, most, people, asks, cloud }: BuyAsked): string {
  const kinds = candidates.map(
    ({ name, price, source }) =>
      `    - { profile: ${name}, price: ${price} $, priceSource: ${JSON.stringify(source)}, count: 0..${most}, queue: 1 }`,
  );
  const asked = demand
    ? `${demand.duration === null ? '' : `duration: ${demand.duration}s\n`}warmup: ${demand.warmup}s
replications: 4

workload: ${JSON.stringify(said(demand.workload))}`
    : `duration: 130m
warmup: 10m
replications: 4

workload:
  arrivals: { kind: bursty, rate: ${people * asks}/h, peak: 4, every: 30m, for: 5m }
  prompt: { kind: lognormal, mean: 220, cv: 0.8 }
  output: { kind: lognormal, mean: 180, cv: 0.6 }`;
  const whom = demand ? demand.words.replaceAll(/\s+/g, ' ') : `${people} people`;
  return `# The cheapest fleet for ${whom}. Run it: edgewise plan what-to-buy.yaml
name: what-to-buy
${asked}

fleet: []
strategy: loadAware
fallback: cloud
cloud: { profile: openai/gpt-4o }
slo: { ttft: 3s, e2e: 30s, target: 95 % }

plan:
  candidates:
${kinds.join('\n')}
  lifetime: 1095d # three years
  busy: 176h # of a month: 22 days of 8 hours
  cloudShare: ${cloud} %
`;
}

/** Without unset values. */
function said(value: Plain): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(said);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined)
      .map(([key, one]) => [key, said(one)]),
  );
}
