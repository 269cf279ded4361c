/** Random scenarios in which everything may happen at once, as they are written in a file. */
import fc from 'fast-check';
import type { Written } from './plugins.ts';

const maybe = (arbitrary: fc.Arbitrary<Written>): fc.Arbitrary<Written> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<Written>({}) }, { weight: 3, arbitrary });
const doubles = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1e6 }).map((n) => min + ((max - min) * Math.sqrt(n)) / 1e3);
/** Some times exact in binary, so that things fall on one instant; others that never do. */
const time = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 1, max: 4 * most }).map((n) => n / 4),
    doubles(0.01, most),
  );
const exponential = (mean: number): Written => ({ kind: 'exponential', mean });
const spread = (most: number): fc.Arbitrary<unknown> => fc.oneof(time(most), time(most).map(exponential));

const pace = fc
  .record({
    perToken: fc.constantFrom(0, 1 / 256, 0.003),
    fixed: fc.constantFrom(1 / 16, 0.03),
    perSequence: fc.constantFrom(0, 1 / 64, 0.007),
    perCachedToken: fc.constantFrom(0, 1 / 4096, 0.0003),
    perStep: fc.constantFrom(0, 0, 1 / 8),
    outside: fc.constantFrom(0, 0, 1 / 4),
    overlap: fc.constantFrom(undefined, undefined, 0.5),
  })
  .map(({ perToken, perStep, outside, overlap, fixed, perSequence, perCachedToken }) => ({
    prefill: { perToken, ...(perStep && { perStep }), ...(outside && { outside }) },
    step: { fixed, perSequence, perCachedToken },
    ...(overlap && { overlap }),
  }));

const profile = fc
  .record({
    board: fc.constantFrom('desk', 'shelf'),
    model: fc.constant('some'),
    quantisation: fc.constant('q4'),
    pace,
    power: fc.constant({ idle: 5, prefill: 30, decode: 20, decodePerSequence: 2 }),
    memory: fc.constantFrom<Written>(
      {},
      { kvPerToken: 1e6, usable: 1.5e8 },
      { kvPerToken: 1e6, usable: 5e7 },
    ),
    context: fc.constantFrom(1000, 70),
    serving: fc.constantFrom(undefined, undefined, { budget: 24, late: false }, { budget: 24, late: true }),
  })
  .map(({ serving, ...rest }) => ({ ...rest, ...(serving && { serving }) }));

const DEVICES: readonly Written[] = [
  { kind: 'serial' },
  { kind: 'batching' },
  { kind: 'batching', batch: 'static' },
  { kind: 'batching', prefill: 'chunked', chunk: 8 },
  { kind: 'batching', prefill: 'chunked', chunk: 32, memory: 'preempt' },
  { kind: 'batching', memory: 'preempt' },
];
const order = (preempts: boolean): fc.Arbitrary<unknown> =>
  fc.constantFrom('fifo', 'shortest', 'deadline', 'priority', {
    kind: 'priority',
    ...(preempts && { preempt: true }),
  });

const outages = fc.array(
  fc
    .record({ at: time(60), for: time(10), again: fc.option(time(20)) })
    .map(({ at, for: lasts, again }) => ({ at, for: lasts, ...(again && { every: lasts + again }) })),
  { minLength: 1, maxLength: 2 },
);

const entry = fc
  .record({
    profile,
    count: fc.integer({ min: 1, max: 3 }),
    slots: fc.constantFrom(1, 2, 4),
    device: fc.constantFrom(...DEVICES),
    failures: maybe(fc.record({ every: spread(30), repair: spread(8) }).map((failures) => ({ failures }))),
    outages: maybe(outages.map((some) => ({ outages: some }))),
    inFlight: fc.constantFrom(undefined, 'lost', 'elsewhere', 'cloud'),
    bound: fc.constantFrom(null, 0, 2, 6),
  })
  .chain(({ device, bound, failures, outages: out, inFlight, ...rest }) =>
    order(device['kind'] === 'batching' && device['batch'] !== 'static').map((by) => ({
      ...rest,
      device,
      queue: { bound, order: by },
      ...failures,
      ...out,
      ...(inFlight && { inFlight }),
    })),
  );

const charge = fc.constantFrom<Written>(
  {},
  { charge: { estimate: 12 } },
  { charge: 'max', maxOutput: 40 },
  { charge: 'after' },
);
const scope = fc.constantFrom('fleet', 'tenant', 'device', 'cloud');
const amount = fc.constantFrom<Written>({ requests: 3 }, { requests: 10 }, { tokens: 60 }, { tokens: 900 });
const limit = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('slidingWindow', 'fixedWindow'), amount, charge, time(20))
      .map(([kind, much, more, window]): Written => ({ kind, ...much, ...more, window })),
    charge.map((more): Written => ({ kind: 'slidingWindow', window: 10, capacity: 0.7, ...more })),
    fc.constantFrom<Written>(
      { kind: 'tokenBucket', rate: 0.5, burst: 4 },
      { kind: 'concurrency', requests: 3 },
      { kind: 'concurrency', tokens: 200 },
    ),
    charge.map((more): Written => ({ kind: 'tokenBucket', rate: 30, burst: 300, in: 'tokens', ...more })),
  )
  .chain((one) =>
    (one['capacity'] ? fc.constant('device') : scope).map((of): Written => ({ ...one, scope: of })),
  );

const priorities = fc.constantFrom<Written>(
  {},
  {
    priorities: [
      { share: 0.3, priority: 1 },
      { share: 0.2, priority: 2 },
    ],
  },
);
const prompt = fc.constantFrom<unknown>(8, { kind: 'uniform', min: 1, max: 40 });
const output = fc.constantFrom<unknown>(1, 16, { kind: 'uniform', min: 1, max: 40 });
const tenants = fc.constantFrom<Written>({}, { tenants: 3 });
const arrivals = fc.constantFrom<Written>(
  { kind: 'poisson', rate: 1 },
  { kind: 'poisson', rate: 4 },
  { kind: 'deterministic', rate: 2 },
  { kind: 'bursty', rate: 1, peak: 8, every: 20, for: 4 },
  { kind: 'gamma', rate: 1.5, cv: 2 },
  {
    kind: 'mmpp',
    states: [
      { rate: 0.1, mean: 10 },
      { rate: 6, mean: 5 },
    ],
  },
);
const generated = fc
  .record({ arrivals, prompt, output, priorities, tenants })
  .map(({ priorities: marked, tenants: many, ...rest }): Written => ({ ...rest, ...marked, ...many }));
const users = fc
  .record({
    count: fc.integer({ min: 1, max: 25 }),
    think: spread(6),
    prompt,
    output,
    priorities,
    tenants,
  })
  .map(({ priorities: marked, tenants: many, ...rest }): Written => ({
    kind: 'users',
    ...rest,
    ...marked,
    ...many,
  }));
const trace = fc
  .record({ priorities, rateScale: fc.constantFrom(1, 2.5, 0.5) })
  .map(({ priorities: marked, rateScale }): Written => ({
    kind: 'trace',
    file: 'log.csv',
    rateScale,
    ...marked,
  }));

const retry = fc
  .record({
    elsewhere: fc.nat(2),
    later: fc.option(
      fc.record({
        first: time(2),
        factor: fc.constantFrom(1, 2),
        jitter: fc.constantFrom(0, 0.5),
        most: fc.integer({ min: 1, max: 4 }),
        upTo: fc.constant(8),
      }),
    ),
  })
  .map((some): Written => ({ retry: some }));
const patience = fc
  .record({
    firstToken: fc.option(spread(4)),
    answer: spread(10),
    cancels: fc.constantFrom('atOnce', 'atStep', 'never'),
  })
  .map((some): Written => ({ patience: some }));

const cloud = fc
  .record({ outages: maybe(outages.map((some) => ({ outages: some }))), context: fc.constantFrom(1000, 50) })
  .map(({ outages: out, context }) => ({
    profile: {
      name: 'far/away',
      price: { input: 30, output: 60 },
      roundTrip: exponential(0.1),
      ttft: 0.5,
      decodeSpeed: 32,
      context,
    },
    ...out,
  }));

/** A scenario without its name. There is a log for those that read one. */
export const everything: fc.Arbitrary<Written> = fc
  .record({
    workload: fc.oneof(generated, generated, users, users, trace),
    fleet: fc.array(entry, { minLength: 1, maxLength: 3 }),
    limits: fc.array(limit, { maxLength: 3 }),
    strategy: fc.constantFrom<unknown>(
      'random',
      'roundRobin',
      'weighted',
      'leastQueue',
      'loadAware',
      { kind: 'loadAware', score: 'work' },
      { kind: 'powerOf', d: 2 },
      'shortestCompletion',
      'deadline',
    ),
    retry: maybe(retry),
    patience: maybe(patience),
    cloud,
    fallback: fc.constantFrom('cloud', 'drop'),
    duration: fc.constantFrom(30, 80),
    warmup: fc.constantFrom(0, 10),
  })
  .map(({ retry: again, patience: waits, ...rest }) => ({
    ...rest,
    slo: { ttft: 2, e2e: 6 },
    ...again,
    ...waits,
  }));

/** Two hundred rows of a log, some of which come together. */
export const LOG: string = [
  'time,prompt,output,tenant',
  ...Array.from({ length: 200 }, (_, k) => {
    const at = Math.floor(k / 3) * 0.75 + (k % 3 === 2 ? 0.1 : 0);
    return `${at},${1 + ((k * 7) % 30)},${1 + ((k * 11) % 35)},${['anna', 'ben', 'cleo'][k % 3]}`;
  }),
].join('\n');
