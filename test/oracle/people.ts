/**
 * People who wait for answers, beside slow simulators that are told when the questions came. When each came follows from
 * what became of the one before: a pause after it. The pauses are known from another run, in which answers took no time.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineParts } from '../../src/engine/requestDesk.ts';
import { Floor } from '../../src/engine/fleet.ts';
import { LOST, NONE, type Follower, type Workload } from '../../src/model.ts';
import { makeContext } from '../world/context.ts';
import { build, type Written } from '../world/plugins.ts';
import type { Visit } from '../world/traffic.ts';

export type People = Workload & Follower;

export interface Asked extends Visit {
  readonly user: number;
}

/** How many of what kind ask for how long. */
export interface Crowd {
  readonly seed: number;
  readonly duration: number;
  readonly options: Written;
}

/** Nothing here is a multiple of anything, so that nothing happens at one instant by chance. */
export const people: fc.Arbitrary<Crowd> = fc.record({
  seed: fc.nat(),
  duration: fc.integer({ min: 5, max: 80 }),
  options: fc.record({
    count: fc.integer({ min: 1, max: 12 }),
    think: fc.constantFrom<Written>(
      { kind: 'exponential', mean: 3 },
      { kind: 'lognormal', mean: 8, cv: 1 },
      { kind: 'uniform', min: 1, max: 4 },
    ),
    prompt: fc.constant<Written>({ kind: 'uniform', min: 1, max: 20 }),
    output: fc.constant<Written>({ kind: 'uniform', min: 1, max: 50 }),
    tenants: fc.integer({ min: 1, max: 3 }),
    priorities: fc.constantFrom<Written[] | undefined>(undefined, [
      { share: 0.3, priority: 1 },
      { share: 0.3, priority: 2 },
    ]),
  }),
});

export function crowd(engine: Engine, { seed, duration, options }: Crowd): People {
  return build('workloads', 'users', options, makeContext({ run: engine, seed, duration }));
}

/** Notes what is asked when it is picked for. */
export function noted(engine: Engine, into: Asked[]): (id: number) => void {
  const { requests } = engine;
  return (id) => {
    const { arrival, tenant, prompt, output, draw, session, priority } = requests;
    into[requests.number[id]!] = {
      at: arrival[id]!,
      tenant: tenant[id]!,
      prompt: prompt[id]!,
      output: output[id]!,
      draw: draw[id]!,
      stay: 1,
      user: session[id]!,
      priority: priority[id]!,
    };
  };
}

/** What each would ask if answers took no time, and how long each pauses before it. */
function alone(of: Crowd): Map<number, (Asked & { readonly pause: number })[]> {
  const engine = new Engine(0);
  const workload = crowd(engine, of);
  const all: Asked[] = [];
  const note = noted(engine, all);
  const pick = (id: number): number => (note(id), NONE);
  const nowhere = { gates: [], cloud: null, recourse: { after: () => LOST }, listeners: [] };
  engine.run({ ...nowhere, workload, fleet: new Floor([]), strategy: { pick }, followers: [workload] });
  const found = new Map<number, (Asked & { pause: number })[]>();
  for (const one of all) {
    const turns = found.get(one.user) ?? [];
    found.set(one.user, [...turns, { ...one, pause: one.at - (turns.at(-1)?.at ?? 0) }]);
  }
  return found;
}

/** Each user's questions come a pause after the end of the one before, as far as the run goes, and are those of the user. */
export function expectTurns(of: Crowd, asked: readonly Asked[], endOf: (index: number) => number): void {
  const known = alone(of);
  const turn = new Map<number, { next: number; after: number }>();
  asked.forEach((one, index) => {
    const { next, after } = turn.get(one.user) ?? { next: 0, after: 0 };
    const same = known.get(one.user)![next]!;
    expect(drawnOf(one)).toEqual(drawnOf(same));
    expect(one.at).toBeCloseTo(after + same.pause, 8);
    turn.set(one.user, { next: next + 1, after: endOf(index) });
  });
  // Nobody leaves a question out that would have come in time.
  for (const [user, turns] of known) {
    const { next, after } = turn.get(user) ?? { next: 0, after: 0 };
    const coming = turns[next];
    if (coming) expect(after + coming.pause).toBeGreaterThan(of.duration - 1e-8);
  }
}

const drawnOf = ({ tenant, prompt, output, draw, priority }: Asked): unknown => ({
  tenant,
  prompt,
  output,
  draw,
  priority,
});

/** Lets everybody in, and looks who it is. */
export function noting(note: (id: number) => void): EngineParts['gates'][number]['limiter'] {
  const nothing = (): void => undefined;
  const refusal = (_: number, id: number): number => (note(id), 0);
  return {
    refusal,
    charge: nothing,
    look: nothing,
    refresh: nothing,
    fill: new Float64Array(1),
    ordered: true,
  };
}
