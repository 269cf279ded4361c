/** Small random traffic whose times are multiples of an eighth, so that every sum of them is exact. */
import fc from 'fast-check';
import type { Limiter, Run } from '../../src/model.ts';

export interface Visit {
  readonly at: number;
  readonly tenant: number;
  readonly prompt: number;
  readonly output: number;
  /** Seconds it stays if it is let in, more than 0. */
  readonly stay: number;
  /** Tokens after which it is broken off, if its answer has more. */
  readonly most?: number;
  readonly draw: number;
  readonly priority?: number;
  readonly deadline?: number;
}

const eighths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8);

/** Times that never fall; many are equal. */
export function visits({ most = 80, longest = 3 }: { most?: number; longest?: number } = {}): fc.Arbitrary<
  Visit[]
> {
  const visit = fc.record({
    gap: fc.oneof(fc.constant(0), eighths(0, longest)),
    tenant: fc.nat(2),
    prompt: fc.integer({ min: 1, max: 20 }),
    output: fc.integer({ min: 1, max: 50 }),
    stay: eighths(0.125, 15),
    draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  return fc.array(visit, { maxLength: most, size: 'max' }).map((all) => {
    let at = 0;
    return all.map(({ gap, ...rest }) => ({ ...rest, at: (at += gap) }));
  });
}

/** A row with the visit, which comes now. */
export function rowOf({ at, tenant, prompt, output, draw }: Visit, { requests, clock }: Run): number {
  clock[0] = at;
  const id = requests.add(at, tenant, prompt, output, draw);
  requests.admitted[id] = at;
  return id;
}

/** A limiter, and whom it limits: all alike, or each by its tenant. */
export type Asked = Pick<Limiter, 'refusal' | 'charge' | 'settle' | 'exact'>;

/** The lot as one asks, is let in or not, and leaves: completions of before a visit come before it, those of its moment after. */
export function visit(
  all: readonly Visit[],
  run: Run,
  limiters: readonly Asked[],
  look: (id: number, one: Visit) => void,
  whom: (one: Visit) => number = () => 0,
): void {
  const { clock, requests } = run;
  const inside: (Visit & { readonly id: number; readonly leaves: number })[] = [];
  all.forEach((one) => {
    inside.sort((a, b) => a.leaves - b.leaves);
    while (inside.length > 0 && inside[0]!.leaves < one.at) {
      const gone = inside.shift()!;
      clock[0] = gone.leaves;
      requests.made[gone.id] = Math.min(gone.output, gone.most ?? Infinity);
      const whole = requests.made[gone.id] === gone.output;
      for (const limiter of limiters)
        if (!whole || limiter.exact !== true) limiter.settle?.(whom(gone), gone.id);
    }
    const id = rowOf(one, run);
    look(id, one);
    if (limiters[0]!.refusal(whom(one), id) !== 0) return;
    for (const limiter of limiters) limiter.charge(whom(one), id);
    inside.push({ ...one, id, leaves: one.at + one.stay });
  });
}

/** The same, with answers that are broken off: some before their first token. */
export const brokenVisits: fc.Arbitrary<Visit[]> = fc
  .tuple(visits(), fc.array(fc.oneof(fc.constant(Infinity), fc.nat(20)), { minLength: 1, maxLength: 7 }))
  .map(([all, most]) => all.map((one, k) => ({ ...one, most: most[k % most.length]! })));
