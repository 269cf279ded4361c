import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../src/kernel/pace.ts';
import { all } from '../../src/limiters/compose.ts';
import { Windows } from '../../src/limiters/windows.ts';
import { RATE_LIMIT, TOO_LARGE, type Limiter, type Run } from '../../src/model.ts';
import { logOf } from '../oracle/limits.ts';
import type { LimitLog } from '../oracle/windowLog.ts';
import { makeContext, makeRun } from '../world/context.ts';
import { build, casesOf, type Written } from '../world/plugins.ts';
import { brokenVisits, rowOf, visit, visits, type Asked } from '../world/traffic.ts';

const SLOTS = 2;
const pace: Pace = {
  prefill: { fixed: 1 / 32, perToken: 1 / 64, perTokenSquared: 0, padTo: 1 },
  step: { fixed: 1 / 32, perSequence: 0, perCachedToken: 0 },
};
/** A sixty-fourth of a second for a token of the prompt, twice that for one of the answer. */
const cost = (prompt: number, output: number): number => prompt / 64 + output / 32;

interface More {
  readonly size?: number;
  readonly touch?: (i: number) => void;
}

const make = (name: string, options: Written, run: Run, { size = 3, touch }: More = {}): Limiter =>
  build('limiters', name, options, {
    ...makeContext({ run }),
    size,
    limited: () => ({ slots: SLOTS, pace }),
    ...(touch && { touch }),
  });

describe.each(casesOf('limiters'))('$text', ({ name, options }) => {
  it('is not changed by being asked or looked at', () => {
    fc.assert(
      fc.property(brokenVisits, fc.integer({ min: 1, max: 3 }), (traffic, times) => {
        const run = makeRun();
        const asked = make(name, options, run);
        const left = make(name, options, run);
        visit(traffic, run, [left, asked], (id) => {
          for (let k = 0; k < times; k++) {
            asked.refusal(1, id);
            asked.look(0);
            asked.refusal(0, id);
          }
          expect(asked.refusal(0, id)).toBe(left.refusal(0, id));
          left.look(0);
          expect(asked.fill[0]).toBe(left.fill[0]);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('limits each of those it limits by itself, however many come', () => {
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const together = make(name, options, run, { size: Infinity });
        const apart = [0, 1, 2].map(() => make(name, options, run, { size: 1 }));
        const one: Asked = {
          refusal: (i, id) => apart[i]!.refusal(0, id),
          charge: (i, id) => apart[i]!.charge(0, id),
          settle: (i, id) => apart[i]!.settle?.(0, id),
        };
        const whom = ({ tenant }: { tenant: number }): number => tenant;
        visit(
          traffic,
          run,
          [one, together],
          (id, { tenant }) => {
            expect(together.refusal(tenant, id)).toBe(apart[tenant]!.refusal(0, id));
          },
          whom,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is full to a share between 0 and 1, unless what is charged is more than was known at admission', () => {
    const exact = (options['charge'] ?? 'actual') === 'actual';
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const limiter = make(name, options, run);
        visit(traffic, run, [limiter], () => {
          limiter.look(0);
          expect(limiter.fill[0]).toBeGreaterThanOrEqual(0);
          expect(limiter.fill[0]).toBeLessThanOrEqual(exact ? 1 : Infinity);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('has every fill as of now after a refresh, and says of which it fell by itself', () => {
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const touched = new Set<number>();
        const limiter = make(name, options, run, { touch: (i) => touched.add(i) });
        const looked = make(name, options, run);
        const whom = ({ tenant }: { tenant: number }): number => tenant;
        visit(
          traffic,
          run,
          [limiter, looked],
          () => {
            const before = [...limiter.fill];
            limiter.refresh();
            for (const i of [0, 1, 2]) {
              looked.look(i);
              expect(limiter.fill[i]).toBe(looked.fill[i]);
              if (limiter.fill[i] !== before[i]) expect(touched).toContain(i);
            }
            touched.clear();
          },
          whom,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('if something stands for its fills, that orders them, and only changes of those that are charged or touched', () => {
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const touched = new Set<number>();
        const limiter = make(name, options, run, { touch: (i) => touched.add(i) });
        const { standing } = limiter;
        expect(limiter.rank === undefined).toBe(standing === undefined);
        if (standing === undefined) return;
        let before = [...standing];
        let charged = -1;
        visit(
          traffic,
          run,
          [limiter],
          (_, { tenant }) => {
            limiter.refresh();
            limiter.rank!();
            for (const i of [0, 1, 2]) {
              if (i !== charged && standing[i] !== before[i]) expect(touched).toContain(i);
              expect(standing[i]! > 0).toBe(limiter.fill[i]! > 0);
              for (const j of [0, 1, 2])
                if (limiter.fill[i]! < limiter.fill[j]!) expect(standing[i]).toBeLessThan(standing[j]!);
            }
            before = [...standing];
            charged = tenant;
            touched.clear();
          },
          ({ tenant }) => tenant,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('if it calls itself ordered, less fill admits all that more fill admits', () => {
    fc.assert(
      fc.property(visits(), visits(), visits({ most: 20 }), (one, other, asking) => {
        const run = makeRun();
        const limiter = make(name, options, run);
        [one, other].forEach((traffic, i) =>
          visit(
            traffic,
            run,
            [limiter],
            () => undefined,
            () => i,
          ),
        );
        const later = Math.max(one.at(-1)?.at ?? 0, other.at(-1)?.at ?? 0);
        asking.forEach((visitor) => {
          const id = rowOf({ ...visitor, at: later + visitor.at }, run);
          limiter.look(0);
          limiter.look(1);
          const [empty, full] = limiter.fill[0]! <= limiter.fill[1]! ? ([0, 1] as const) : ([1, 0] as const);
          if (!limiter.ordered || limiter.refusal(full, id) !== 0) return;
          expect(limiter.refusal(empty, id)).toBe(0);
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** Amounts that can be charged in each way. */
const CHARGES: readonly Written[] = [
  {},
  { charge: { estimate: 12 } },
  { charge: 'max', maxOutput: 50 },
  { charge: 'after' },
];
const charged = (amount: Written): Written[] => CHARGES.map((charge) => ({ ...amount, ...charge }));
const AMOUNTS: readonly Written[] = [
  ...charged({ requests: 3 }),
  ...charged({ tokens: 60 }),
  { tokens: 44.5 },
  ...charged({ capacity: 0.1 }),
];
const LIMITS: readonly Written[] = [
  ...AMOUNTS.map((amount) => ({ kind: 'slidingWindow', window: 10, ...amount })),
  ...AMOUNTS.map((amount) => ({ kind: 'fixedWindow', window: 10, ...amount })),
  ...AMOUNTS.map((amount) => ({ kind: 'fixedWindow', window: 9.5, from: 'first', ...amount })),
  ...charged({ kind: 'tokenBucket', rate: 0.25, burst: 2.5 }),
  ...charged({ kind: 'tokenBucket', rate: 4, burst: 60, in: 'tokens' }),
  { kind: 'concurrency', requests: 3 },
  ...charged({ kind: 'concurrency', tokens: 60 }).slice(0, 3),
];

const makeLimit = ({ kind, ...options }: Written, run: Run, more?: More): Limiter =>
  make(kind as string, options, run, more);

/** A log of all charges, as a limiter. */
function naive(log: LimitLog, { requests, clock }: Run): Asked {
  return {
    refusal: (_, id) => log.refusal(id, requests, clock[0]!),
    charge: (_, id) => log.charge(id, requests, clock[0]!),
    settle(_, id) {
      const { admitted, prompt, made } = requests;
      log.settle(id, admitted[id]!, prompt[id]!, made[id]!, clock[0]!);
    },
  };
}

describe.each(LIMITS)('%o', (limit) => {
  it('says what a log of all charges says, at every moment', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const limiter = makeLimit(limit, run);
        const log = logOf(limit, SLOTS, cost);
        visit(traffic, run, [naive(log, run), limiter], (id, { at }) => {
          const reason = log.refusal(id, run.requests, at);
          expect(limiter.refusal(0, id)).toBe(reason);
          limiter.look(0);
          expect(limiter.fill[0]).toBeCloseTo(log.fill(at), 12);
          seen.add(reason);
        });
      }),
      { numRuns: 60 },
    );
    expect(seen).toContain(0);
    expect(seen).toContain(RATE_LIMIT);
  });

  it('admits at the moment that it names, and at none before, if nobody else comes', () => {
    const waits: number[] = [];
    fc.assert(
      fc.property(brokenVisits, visits({ most: 1 }), (traffic, asking) => {
        const run = makeRun();
        const limiter = makeLimit(limit, run);
        visit(traffic, run, [limiter], () => undefined);
        const last = asking[0];
        if (limiter.again === undefined || last === undefined) return;
        const now = run.clock[0]!;
        const id = rowOf({ ...last, at: now }, run);
        const reason = limiter.refusal(0, id);
        limiter.again(0, id);
        const again = run.requests.again[id]!;
        if (reason !== RATE_LIMIT) {
          expect(again).toBe(reason === TOO_LARGE ? Infinity : 0);
          return;
        }
        expect(again).toBeGreaterThan(now);
        for (const share of [0.25, 0.5, 0.75, 0.999]) {
          run.clock[0] = now + share * (again - now);
          expect(limiter.refusal(0, id)).toBe(RATE_LIMIT);
        }
        run.clock[0] = again;
        expect(limiter.refusal(0, id)).toBe(0);
        waits.push(again - now);
      }),
      { numRuns: 100 },
    );
    if (limit['kind'] !== 'concurrency') expect(waits.length).toBeGreaterThan(5);
  });
});

/** How much may be admitted between two moments, the first included, by what is charged at admission. */
const BOUNDS: readonly (readonly [Written, (from: number, to: number) => number])[] = [
  [{ kind: 'slidingWindow', window: 10, tokens: 60 }, (from, to) => (to - from < 10 ? 60 : Infinity)],
  [{ kind: 'slidingWindow', window: 10, capacity: 0.1 }, (from, to) => (to - from < 10 ? 2 : Infinity)],
  [
    { kind: 'fixedWindow', window: 10, tokens: 60 },
    (from, to) => 60 * (Math.floor(to / 10) - Math.floor(from / 10) + 1),
  ],
  [
    { kind: 'fixedWindow', window: 10, from: 'first', tokens: 60 },
    (from, to) => 60 * (Math.floor((to - from) / 10) + 2),
  ],
  [{ kind: 'tokenBucket', rate: 4, burst: 60, in: 'tokens' }, (from, to) => 60 + 4 * (to - from)],
];

describe.each(BOUNDS)('%o', (limit, bound) => {
  it('never lets more in between any two moments than it says', () => {
    const take = limit['capacity'] === undefined ? (prompt: number, output: number) => prompt + output : cost;
    let closest = Infinity;
    fc.assert(
      fc.property(visits(), (traffic) => {
        const run = makeRun();
        const limiter = makeLimit(limit, run);
        const admitted: { at: number; taken: number }[] = [];
        const noting: Asked = {
          refusal: (i, id) => limiter.refusal(i, id),
          charge(i, id) {
            limiter.charge(i, id);
            const { prompt, output } = run.requests;
            const now = run.clock[0]!;
            admitted.push({ at: now, taken: take(prompt[id]!, output[id]!) });
            admitted.forEach(({ at: from }) => {
              const sum = admitted.reduce((total, { at, taken }) => (at >= from ? total + taken : total), 0);
              expect(sum).toBeLessThanOrEqual(bound(from, now));
              closest = Math.min(closest, 1 - sum / bound(from, now));
            });
          },
        };
        visit(traffic, run, [noting], () => undefined);
      }),
      { numRuns: 60 },
    );
    expect(closest).toBeLessThan(0.1);
  });
});

it.each([
  [{ requests: 3 }, (): number => 1, 3],
  [{ tokens: 60 }, (prompt: number, output: number): number => prompt + output, 60],
])('concurrency %o never has more than that in flight', (limit, take, most) => {
  let peak = 0;
  fc.assert(
    fc.property(visits(), (traffic) => {
      const run = makeRun();
      const limiter = make('concurrency', limit, run);
      let inside = 0;
      const noting: Asked = {
        refusal: (i, id) => limiter.refusal(i, id),
        charge(i, id) {
          limiter.charge(i, id);
          inside += take(run.requests.prompt[id]!, run.requests.output[id]!);
          peak = Math.max(peak, inside);
        },
        settle(i, id) {
          limiter.settle!(i, id);
          inside -= take(run.requests.prompt[id]!, run.requests.output[id]!);
        },
      };
      visit(traffic, run, [noting], () => expect(inside).toBeLessThanOrEqual(most));
    }),
  );
  expect(peak).toBeGreaterThan(0.9 * most);
});

describe('slidingWindow', () => {
  const visitor = { at: 0, tenant: 0, prompt: 40, output: 30, stay: 1, draw: 0 };

  it('calls tooLarge what would not fit into an empty window', () => {
    const run = makeRun();
    const id = rowOf(visitor, run);
    expect(make('slidingWindow', { window: 10, tokens: 69 }, run).refusal(0, id)).toBe(TOO_LARGE);
    expect(make('slidingWindow', { window: 10, tokens: 70 }, run).refusal(0, id)).toBe(0);
  });

  it('counts an admission until a window after it, and not at that moment', () => {
    const run = makeRun();
    const limiter = make('slidingWindow', { window: 10, requests: 1 }, run);
    limiter.charge(0, rowOf(visitor, run));
    expect(limiter.refusal(0, rowOf({ ...visitor, at: 9.875 }, run))).toBe(RATE_LIMIT);
    expect(limiter.refusal(0, rowOf({ ...visitor, at: 10 }, run))).toBe(0);
  });

  it('gives back at completion what was charged too much', () => {
    const run = makeRun();
    const options = { window: 10, tokens: 100, charge: 'max', maxOutput: 60 };
    const limiter = make('slidingWindow', options, run);
    const id = rowOf(visitor, run);
    limiter.charge(0, id);
    expect(limiter.fill[0]).toBe(1);
    run.clock[0] = 2;
    run.requests.made[id] = 30;
    limiter.settle!(0, id);
    expect(limiter.fill[0]).toBe(0.7);
  });

  it.each([
    [{ window: 10 }, 'slidingWindow takes exactly one amount: got 0'],
    [{ window: 10, requests: 1, tokens: 2 }, 'slidingWindow takes exactly one amount: got 2'],
    [{ window: 10, tokens: 1, charge: 'max' }, 'slidingWindow.charge: max needs maxOutput'],
  ])('says in one line what is wrong with %o', (options, message) => {
    expect(() => make('slidingWindow', options, makeRun())).toThrow(message);
  });
});

it('a fixed window whose only charge was handed back without a token is empty, and a refresh comes to an end', () => {
  const run = makeRun();
  const limiter = make('fixedWindow', { window: 10, tokens: 100 }, run);
  limiter.refresh();
  const id = rowOf({ at: 0, tenant: 0, prompt: 40, output: 30, stay: 1, draw: 0 }, run);
  limiter.charge(0, id);
  expect(limiter.fill[0]).toBe(0.7);
  run.clock[0] = 2;
  limiter.settle!(0, id);
  expect(limiter.fill[0]).toBe(0);
  run.clock[0] = 20;
  limiter.refresh();
  expect(limiter.fill[0]).toBe(0);
});

describe('tokenBucket', () => {
  it('lets all that it holds go at one moment, however its rate is rounded', () => {
    const odd = fc.integer({ min: 1, max: 1e6 }).map((n) => Math.sqrt(n) / 10);
    fc.assert(
      fc.property(odd, fc.integer({ min: 1, max: 50 }), odd, (rate, burst, at) => {
        const run = makeRun();
        const limiter = make('tokenBucket', { rate, burst }, run);
        const come = (): number => rowOf({ at, tenant: 0, prompt: 1, output: 1, stay: 1, draw: 0 }, run);
        for (let k = 0; k < burst; k++) {
          const id = come();
          expect(limiter.refusal(0, id)).toBe(0);
          limiter.charge(0, id);
        }
        expect(limiter.refusal(0, come())).toBe(RATE_LIMIT);
      }),
    );
  });
});

describe('limiters together', () => {
  const rules: readonly Written[] = [
    { kind: 'slidingWindow', window: 10, requests: 3 },
    { kind: 'fixedWindow', window: 10, tokens: 60, charge: 'after' },
    { kind: 'tokenBucket', rate: 4, burst: 60, in: 'tokens', charge: { estimate: 12 } },
    { kind: 'concurrency', requests: 5 },
  ];

  it('admit what each of them admits, and the fullest is how full they are', () => {
    fc.assert(
      fc.property(brokenVisits, (traffic) => {
        const run = makeRun();
        const windows = rules.map(
          (limit) =>
            (touch: (i: number) => void): Limiter =>
              makeLimit(limit, run, { touch }),
        );
        const touched = new Set<number>();
        const together = all(windows, 3, (i) => touched.add(i));
        const apart = windows.map((window) => window(() => undefined));
        const one: Asked = {
          refusal: (i, id) =>
            apart.map((limiter) => limiter.refusal(i, id)).find((reason) => reason > 0) ?? 0,
          charge: (i, id) => apart.forEach((limiter) => limiter.charge(i, id)),
          settle: (i, id) => apart.forEach((limiter) => limiter.settle?.(i, id)),
        };
        visit(traffic, run, [together, one], (id) => {
          expect(together.refusal(0, id)).toBe(one.refusal(0, id));
          const before = together.fill[0];
          touched.clear();
          together.refresh();
          if (together.fill[0] !== before) expect(touched).toContain(0);
          for (const limiter of apart) limiter.look(0);
          expect(together.fill[0]).toBe(Math.max(...apart.map(({ fill }) => fill[0]!)));
        });
      }),
    );
  });
});

it('windows count on when the numbers of their charges are no small integers any more', () => {
  const late = new Windows(10, 2);
  const early = new Windows(10, 2);
  Object.assign(late, { head: 2 ** 31 - 40, tail: 2 ** 31 - 40 });
  const clock = new Float64Array(1);
  for (let k = 0; k < 200; k++) {
    clock[0] = k / 4;
    for (const windows of [late, early]) {
      while (windows.leave(clock) >= 0);
      windows.add(k % 2, k, clock, Float64Array.of(k));
      if (k % 5 === 0) windows.correct(k % 2, k, clock[0], 1);
    }
    expect([late.sum(0), late.sum(1)]).toEqual([early.sum(0), early.sum(1)]);
    expect(late.until(0, k)).toBe(early.until(0, k));
  }
  expect((late as unknown as { tail: number }).tail).toBeGreaterThan(2 ** 31);
});
