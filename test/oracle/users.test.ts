/**
 * People who wait for answers, followed by the slow simulators. Told when the questions came, these say what became of each
 * and when. When each came follows from that: a pause after the one before. The pauses are known from another run, in which
 * answers took no time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { Floor } from '../../src/engine/fleet.ts';
import { LOST, type Servers, type Strategy } from '../../src/model.ts';
import { makeCloudModel, makeContext } from '../world/context.ts';
import { assembleSmall, heard, MEANS, smalls, type Small } from '../world/fleet.ts';
import { build, casesOf } from '../world/plugins.ts';
import { simulate } from './batching.ts';
import { difference, Ear, modelOf, optionsOf, settings } from './batchingWorld.ts';
import { CHOICES, Edge } from './edge.ts';
import { Fates } from './fates.ts';
import { crowd, expectTurns, noted, noting, people, type Asked } from './people.ts';

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
