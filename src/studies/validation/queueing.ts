/**
 * Results of queueing theory, and the same queues as scenarios. Times are in units of the mean service time, one second.
 */

/** Erlang B: share of requests refused by c servers without a queue, with an offered load of `load` servers. */
export function erlangB(c: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Mean wait at c servers with an unbounded queue, by Erlang C. */
export function waitOfMMc(c: number, load: number): number {
  const blocked = erlangB(c, load);
  const waiting = blocked / (1 - (load / c) * (1 - blocked));
  return waiting / (c - load);
}

/** Pollaczek and Khinchine: mean wait at one server with a coefficient of variation of the service. */
export const waitOfMG1 = (load: number, cv: number): number => (load * (1 + cv * cv)) / 2 / (1 - load);

/** The supermarket model: mean sojourn time with very many servers when each arrival joins the shorter of two queues. */
export function stayOfTwoChoices(load: number): number {
  let sum = 0;
  for (let k = 1; k < 60; k++) sum += load ** (2 ** k - 1);
  return sum / load;
}

/** A queue with a known theoretical result, as a scenario. */
export interface QueueCheck {
  readonly name: string;
  readonly load: number;
  /** A description. */
  readonly figure: string;
  readonly theory: number;
  /** The largest error allowed. */
  readonly margin: number;
  readonly text: string;
  /** Computes the figure from the metrics of a run. */
  readonly of: (metrics: Readonly<Record<string, number | null>>) => number | null;
}

/** A mean service has a million tokens, so that rounding to whole tokens does not matter. */
const TOKENS = 1e6;

interface Shape {
  readonly load: number;
  /** Requests in all replications. */
  readonly requests: number;
  readonly output?: string;
  readonly slots?: number;
  readonly queue?: number;
  readonly count?: number;
  readonly strategy?: string;
  /** Warm-up in mean services; a tenth of the measured ones by default. */
  readonly warm?: number;
}

export const REPLICATIONS = 10;

function scenario({ load, requests, output, slots = 1, queue, count = 1, strategy, warm }: Shape): string {
  const rate = load * slots * count;
  const counted = requests / REPLICATIONS / rate;
  const warmup = warm ?? counted / 10;
  return `
name: station
replications: ${REPLICATIONS}
duration: ${counted + warmup}
warmup: ${warmup}
workload:
  arrivals: { kind: poisson, rate: ${rate} }
  prompt: 1
  output: ${output ?? `{ kind: exponential, mean: ${TOKENS} }`}
fleet:
  - count: ${count}
    slots: ${slots}
    ${queue === undefined ? '' : `queue: ${queue}`}
    profile:
      name: station
      pace: { prefill: { perToken: 0 }, step: { fixed: ${1 / TOKENS} } }
      power: { idle: 0, prefill: 0, decode: 0 }
      context: 1000000000
${strategy === undefined ? '' : `strategy: ${strategy}`}
`;
}

const wait: QueueCheck['of'] = (metrics) => metrics['wait.mean'] ?? null;
const stay: QueueCheck['of'] = (metrics) => metrics['e2e.mean'] ?? null;
const refused: QueueCheck['of'] = (metrics) => (metrics['edge.rejected'] ?? 0) / (metrics['arrived'] ?? 0);

type Entry = Omit<QueueCheck, 'margin' | 'text' | 'load'> & {
  readonly shape: Shape;
  readonly margin?: number;
};

const ENTRIES: readonly Entry[] = [
  {
    name: 'M/M/1',
    figure: 'mean wait',
    theory: waitOfMG1(0.5, 1),
    shape: { load: 0.5, requests: 4e6 },
    of: wait,
  },
  {
    name: 'M/M/1',
    figure: 'mean wait',
    theory: waitOfMG1(0.8, 1),
    shape: { load: 0.8, requests: 8e6 },
    of: wait,
  },
  {
    name: 'M/M/1',
    figure: 'mean wait',
    theory: waitOfMG1(0.95, 1),
    margin: 0.02,
    shape: { load: 0.95, requests: 2e7 },
    of: wait,
  },
  {
    name: 'M/M/8 (Erlang C)',
    figure: 'mean wait',
    theory: waitOfMMc(8, 6.4),
    shape: { load: 0.8, slots: 8, requests: 1.2e7 },
    of: wait,
  },
  {
    name: 'M/M/10/10 (Erlang B)',
    figure: 'share refused',
    theory: erlangB(10, 7),
    shape: { load: 0.7, slots: 10, queue: 0, requests: 2e6 },
    of: refused,
  },
  {
    name: 'M/D/1',
    figure: 'mean wait',
    theory: waitOfMG1(0.8, 0),
    shape: { load: 0.8, requests: 3e6, output: String(TOKENS) },
    of: wait,
  },
  {
    name: 'M/G/1, lognormal services',
    figure: 'mean wait',
    theory: waitOfMG1(0.6, 1),
    shape: { load: 0.6, requests: 4e6, output: `{ kind: lognormal, mean: ${TOKENS}, cv: 1 }` },
    of: wait,
  },
  {
    name: '2,000 servers, two choices',
    figure: 'mean stay',
    theory: stayOfTwoChoices(0.9),
    shape: { load: 0.9, count: 2000, requests: 6e6, strategy: 'powerOf', warm: 60 },
    of: stay,
  },
];

/** Queues with a known theoretical answer, each with the margin allowed for the simulator. */
export const STATIONS: readonly QueueCheck[] = ENTRIES.map(({ shape, margin = 0.01, ...rest }) => ({
  ...rest,
  margin,
  load: shape.load,
  text: scenario(shape),
}));
