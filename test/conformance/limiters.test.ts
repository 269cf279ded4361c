import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, perTenant } from '../../src/limiters/compose.ts';
import type { Limiter } from '../../src/model.ts';
import { WindowLog, type WindowRule } from '../oracle/windowLog.ts';
import { makeContext } from '../world/context.ts';
import { build, casesOf, type Written } from '../world/plugins.ts';
import { requestOf, visit, visits } from '../world/traffic.ts';

const SLOTS = 2;
const cost = (prompt: number, output: number): number => prompt / 64 + output / 32;
const make = (name: string, options: Written): Limiter =>
  build('limiters', name, options, { ...makeContext(), slots: SLOTS, cost });

describe.each(casesOf('limiters'))('$text', ({ name, options }) => {
  it('is not changed by being asked or read', () => {
    fc.assert(
      fc.property(visits(), fc.integer({ min: 1, max: 3 }), (traffic, times) => {
        const asked = make(name, options);
        const left = make(name, options);
        visit(traffic, [left, asked], (request) => {
          for (let k = 0; k < times; k++) {
            asked.refusal({ ...request, prompt: 1 });
            asked.fill(request.at);
            asked.refusal(request);
          }
          expect(asked.refusal(request)).toBe(left.refusal(request));
          expect(asked.fill(request.at)).toBe(left.fill(request.at));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is full to a share between 0 and 1, until corrections of an estimate take it beyond', () => {
    fc.assert(
      fc.property(visits(), (traffic) => {
        const limiter = make(name, options);
        visit(traffic, [limiter], ({ at }) => {
          expect(limiter.fill(at)).toBeGreaterThanOrEqual(0);
          expect(limiter.fill(at)).toBeLessThanOrEqual(limiter.settle ? Infinity : 1);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('empties only when it said it would, and that is always later than now', () => {
    fc.assert(
      fc.property(visits(), (traffic) => {
        const limiter = make(name, options);
        visit(traffic, [limiter], () => undefined);
        let now = traffic.at(-1)?.at ?? 0;
        for (let left = traffic.length; limiter.fill(now) > 0; left--) {
          expect(left).toBeGreaterThan(0);
          const { expires } = limiter;
          const fill = limiter.fill(now);
          expect(expires).toBeGreaterThan(now);
          expect(limiter.fill(expires - 1 / 64)).toBe(fill);
          expect(limiter.fill(expires)).toBeLessThan(fill);
          now = expires;
        }
        expect(limiter.expires).toBe(Infinity);
      }),
      { numRuns: 40 },
    );
  });

  it('if it calls itself ordered, less fill admits all that more fill admits', () => {
    fc.assert(
      fc.property(visits(), visits(), visits({ most: 20 }), (one, other, asking) => {
        const limiters = [make(name, options), make(name, options)] as const;
        [one, other].forEach((traffic, i) => visit(traffic, [limiters[i]!], () => undefined));
        const later = Math.max(one.at(-1)?.at ?? 0, other.at(-1)?.at ?? 0);
        asking.forEach((visitor, id) => {
          const request = { ...requestOf(visitor, id), at: later + visitor.at };
          const [empty, full] = limiters.toSorted((a, b) => a.fill(request.at) - b.fill(request.at));
          if (!empty!.ordered || full!.refusal(request) !== null) return;
          expect(empty!.refusal(request)).toBeNull();
        });
      }),
      { numRuns: 40 },
    );
  });
});

const tokens = (prompt: number, output: number): number => prompt + output;
const WINDOWS: readonly (readonly [Written, WindowRule])[] = [
  [{ requests: 3 }, { window: 10, limit: 3, cost: () => 1, estimate: null }],
  [
    { requests: 3, charge: { estimate: 9 } },
    { window: 10, limit: 3, cost: () => 1, estimate: 9 },
  ],
  [{ tokens: 60 }, { window: 10, limit: 60, cost: tokens, estimate: null }],
  [
    { tokens: 44.5, charge: { estimate: 12 } },
    { window: 10, limit: 44.5, cost: tokens, estimate: 12 },
  ],
  [
    { tokens: 60, charge: 'max', maxOutput: 50 },
    { window: 10, limit: 60, cost: tokens, estimate: 50 },
  ],
  [{ capacity: 0.1 }, { window: 10, limit: 0.1 * 10 * SLOTS, cost, estimate: null }],
  [
    { capacity: 0.1, charge: { estimate: 16 } },
    { window: 10, limit: 2, cost, estimate: 16 },
  ],
];

describe.each(WINDOWS)('slidingWindow %o', (written, rule) => {
  const options = { window: 10, ...written };

  it('says what a log of all charges says, at every moment', () => {
    const seen = new Set<string | null>();
    fc.assert(
      fc.property(visits(), (traffic) => {
        const limiter = make('slidingWindow', options);
        const log = new WindowLog(rule);
        const naive: Pick<Limiter, 'refusal' | 'charge' | 'settle'> = {
          refusal: (request) => log.refusal(request),
          charge: (request) => log.charge(request),
          settle: (id, admitted, _, prompt, output) => log.settle(id, admitted, prompt, output),
        };
        visit(traffic, [naive, limiter], (request) => {
          const reason = log.refusal(request);
          expect(limiter.refusal(request)).toBe(reason);
          expect(limiter.fill(request.at)).toBeCloseTo(log.fill(request.at), 12);
          expect(limiter.expires).toBe(log.expires(request.at));
          seen.add(reason);
        });
      }),
      { numRuns: 200 },
    );
    expect(seen).toContain(null);
    expect(seen).toContain('rateLimit');
  });

  it('never has more than its limit admitted in any window, by what was charged', () => {
    fc.assert(
      fc.property(visits(), (traffic) => {
        const limiter = make('slidingWindow', options);
        const charged: { at: number; cost: number }[] = [];
        const noting: Pick<Limiter, 'refusal' | 'charge'> = {
          refusal: (request) => limiter.refusal(request),
          charge: (request) => {
            limiter.charge(request);
            const taken = rule.cost(request.prompt, rule.estimate ?? request.output);
            charged.push({ at: request.at, cost: taken });
            const inside = charged.filter(({ at }) => at > request.at - rule.window);
            expect(inside.reduce((sum, one) => sum + one.cost, 0)).toBeLessThanOrEqual(rule.limit);
          },
        };
        visit(traffic, [noting], () => undefined);
      }),
    );
  });
});

describe('slidingWindow', () => {
  const visitor = { at: 0, tenant: 0, prompt: 40, output: 30, stay: 1, draw: 0 };

  it('calls tooLarge what would not fit into an empty window', () => {
    const limiter = make('slidingWindow', { window: 10, tokens: 69 });
    expect(limiter.refusal(requestOf(visitor, 0))).toBe('tooLarge');
    expect(make('slidingWindow', { window: 10, tokens: 70 }).refusal(requestOf(visitor, 0))).toBeNull();
  });

  it('counts an admission until a window after it, and not at that moment', () => {
    const limiter = make('slidingWindow', { window: 10, requests: 1 });
    limiter.charge(requestOf(visitor, 0));
    expect(limiter.refusal(requestOf({ ...visitor, at: 9.875 }, 1))).toBe('rateLimit');
    expect(limiter.refusal(requestOf({ ...visitor, at: 10 }, 1))).toBeNull();
  });

  it('gives back at completion what was charged too much', () => {
    const limiter = make('slidingWindow', { window: 10, tokens: 100, charge: 'max', maxOutput: 60 });
    limiter.charge(requestOf(visitor, 7));
    expect(limiter.fill(1)).toBe(1);
    limiter.settle!(7, 0, 2, 40, 30);
    expect(limiter.fill(2)).toBe(0.7);
  });

  it.each([
    [{ window: 10 }, 'slidingWindow takes exactly one of requests, tokens, capacity: got 0'],
    [
      { window: 10, requests: 1, tokens: 2 },
      'slidingWindow takes exactly one of requests, tokens, capacity: got 2',
    ],
    [{ window: 10, tokens: 1, charge: 'max' }, 'slidingWindow.charge: max needs maxOutput'],
  ])('says in one line what is wrong with %o', (options, message) => {
    expect(() => make('slidingWindow', options)).toThrow(message);
  });
});

describe('limiters together', () => {
  const rules = [WINDOWS[0]!, WINDOWS[2]!, WINDOWS[3]!] as const;
  const windows = (): Limiter[] =>
    rules.map(([written]) => make('slidingWindow', { window: 10, ...written }));

  it('admit what each of them admits, and the fullest is how full they are', () => {
    fc.assert(
      fc.property(visits(), (traffic) => {
        const together = all(windows());
        const apart = windows();
        const one: Pick<Limiter, 'refusal' | 'charge' | 'settle'> = {
          refusal: (request) => apart.map((limiter) => limiter.refusal(request)).find(Boolean) ?? null,
          charge: (request) => apart.forEach((limiter) => limiter.charge(request)),
          settle: (...done) => apart.forEach((limiter) => limiter.settle?.(...done)),
        };
        visit(traffic, [together, one], (request) => {
          expect(together.refusal(request)).toBe(one.refusal(request));
          const fills = apart.map((limiter) => limiter.fill(request.at));
          expect(together.fill(request.at)).toBe(Math.max(...fills));
        });
      }),
    );
  });

  it('one per tenant, none of them knows of the others', () => {
    fc.assert(
      fc.property(visits(), (traffic) => {
        const [written, rule] = WINDOWS[3]!;
        const tenantOf = (id: number): number => traffic[id]!.tenant;
        const limiter = perTenant(() => make('slidingWindow', { window: 10, ...written }), tenantOf);
        const logs = [0, 1, 2].map(() => new WindowLog(rule));
        const naive: Pick<Limiter, 'refusal' | 'charge' | 'settle'> = {
          refusal: (request) => logs[request.tenant]!.refusal(request),
          charge: (request) => logs[request.tenant]!.charge(request),
          settle: (id, admitted, _, prompt, output) =>
            logs[tenantOf(id)]!.settle(id, admitted, prompt, output),
        };
        visit(traffic, [naive, limiter], (request) => {
          expect(limiter.refusal(request)).toBe(naive.refusal(request));
        });
      }),
    );
  });
});
