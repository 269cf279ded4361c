/**
 * People who wait for answers, followed by the slow simulators. Told when the questions came, these say what became of each
 * and when. When each came follows from that: a pause after the one before. The pauses are known from another run, in which
 * answers took no time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine, type EngineParts } from '../../src/engine.ts';
import { Floor } from '../../src/fleet.ts';
import { LOST, NONE, type Follower, type Servers, type Strategy, type Workload } from '../../src/model.ts';
import { makeCloudModel, makeContext } from '../world/context.ts';
import { assembleSmall, heard, MEANS, smalls, type Small } from '../world/fleet.ts';
import { build, casesOf, type Written } from '../world/plugins.ts';
import type { Visit } from '../world/traffic.ts';
import { simulate } from './batching.ts';
import { difference, Ear, modelOf, optionsOf, settings } from './batchingWorld.ts';
import { CHOICES, Edge } from './edge.ts';
import { Fates } from './fates.ts';

type People = Workload & Follower;

interface Asked extends Visit {
  readonly user: number;
}

/** Nothing here is a multiple of anything, so that nothing happens at one instant by chance. */
const people = fc.record({
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
  }),
});
type Crowd = typeof people extends fc.Arbitrary<infer Value> ? Value : never;

function crowd(engine: Engine, { seed, duration, options }: Crowd): People {
  return build('workloads', 'users', options, makeContext({ run: engine, seed, duration }));
}

/** Notes what is asked when it is picked for. */
function noted(engine: Engine, into: Asked[]): (id: number) => void {
  const { requests } = engine;
  return (id) => {
    const { arrival, tenant, prompt, output, draw, session } = requests;
    into[requests.number[id]!] = {
      at: arrival[id]!,
      tenant: tenant[id]!,
      prompt: prompt[id]!,
      output: output[id]!,
      draw: draw[id]!,
      stay: 1,
      user: session[id]!,
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
function expectTurns(of: Crowd, asked: readonly Asked[], endOf: (index: number) => number): void {
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

const drawnOf = ({ tenant, prompt, output, draw }: Asked): readonly number[] => [
  tenant,
  prompt,
  output,
  draw,
];

/** Strategies whose choice does not hang on the last bit of a time. */
const strategies = casesOf('strategies').filter(
  ({ name, options }) =>
    ['random', 'roundRobin', 'weighted', 'leastQueue', 'powerOf'].includes(name) ||
    options['score'] === 'load',
);

describe.each(strategies)('$text, and people', (strategy) => {
  it('every question has the fate that the description gives it, and comes when it should', () => {
    let lost = 0;
    let served = 0;
    fc.assert(
      fc.property(smalls, people, (small, of) => {
        const asked: Asked[] = [];
        const picks: number[] = [];
        const fates = new Fates();
        const closed: Small = { ...small, cloud: makeCloudModel(), traffic: [] };
        const parts = assembleSmall(closed, {
          strategy,
          listeners: [fates],
          watch: (made: Strategy, { engine: { requests } }) => ({
            ...heard(made),
            pick: (id) => (picks[requests.number[id]!] = made.pick(id)),
          }),
        });
        const { engine } = parts;
        const workload = crowd(engine, of);
        const note = noted(engine, asked);
        // Noted before anybody may turn it away.
        const gates = [{ scope: 'fleet' as const, limiter: noting(note) }, ...parts.gates];
        engine.run({ ...parts, gates, workload, followers: [workload] });
        const choice = (CHOICES[strategy.name] ?? CHOICES['anyone']!)(strategy.options);
        const expected = new Edge({ ...closed, traffic: asked }, choice, picks).run();
        expect(fates.all.length).toBe(asked.length);
        fates.all.forEach(({ times, ...fate }, k) => {
          const { times: theirs, ...other } = expected[k]!;
          expect(fate).toEqual(other);
          times.forEach((time, n) => expect(time).toBeCloseTo(theirs[n]!, 8));
          if (fate.end === 'lost') lost++;
          else served++;
        });
        expectTurns(of, asked, (k) => expected[k]!.times[2] ?? asked[k]!.at);
      }),
      { numRuns: 60 },
    );
    expect(served).toBeGreaterThan(100);
    expect(lost).toBeGreaterThan(100);
  });
});

/** Lets everybody in, and looks who it is. */
function noting(note: (id: number) => void): EngineParts['gates'][number]['limiter'] {
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

describe('one machine that batches, and people', () => {
  it.each(['continuous', 'static'] as const)('%s: as in the step-by-step model', (batch) => {
    let questions = 0;
    fc.assert(
      fc.property(settings(false), people, (drawn, of) => {
        const setting = { ...drawn, batch, ...(batch === 'static' && { memory: 'wait' as const, chunk: 0 }) };
        const engine = new Engine(1);
        const context = makeContext({ run: engine });
        const fleet = new Floor([0]);
        const { slots, queue } = setting;
        const more = { fleet, first: 0, count: 1, model: modelOf(setting), slots, queue, means: MEANS };
        fleet.add(build<Servers>('devices', 'batching', optionsOf(setting), { ...context, ...more }), 1);
        const asked: Asked[] = [];
        const note = noted(engine, asked);
        const workload = crowd(engine, of);
        const heard = new Ear();
        engine.run({
          workload,
          gates: [],
          fleet,
          strategy: { pick: (id) => (note(id), 0) },
          cloud: null,
          recourse: { after: () => LOST },
          followers: [workload],
          listeners: [heard],
        });
        const expected = simulate(setting, asked);
        questions += asked.length;
        expect(difference(expected, heard.outcomes, 1e-9)).toBe('');
        expectTurns(of, asked, (k) =>
          expected[k]!.refused === null ? expected[k]!.completed : asked[k]!.at,
        );
      }),
      { numRuns: 300 },
    );
    expect(questions).toBeGreaterThan(1000);
  });
});
