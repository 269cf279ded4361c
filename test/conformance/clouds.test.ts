import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requests } from '../../src/kernel/requests.ts';
import { CLOUD, type CloudModel, type Servers } from '../../src/model.ts';
import { cloudModels } from '../world/arbitraries.ts';
import { makeContext, makeRun } from '../world/context.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';
import { rowOf, visits, type Visit } from '../world/traffic.ts';

interface Served {
  readonly requests: Requests;
  /** Who was answered when, in that order. */
  readonly completed: readonly (readonly [id: number, now: number])[];
  readonly accepted: ReadonlyMap<number, Visit>;
  readonly refused: readonly Visit[];
}

function serve({ name, options }: Case, model: CloudModel, traffic: readonly Visit[]): Served {
  const completed: [number, number][] = [];
  const run = makeRun(0, {
    completed(id, station) {
      expect(station).toBe(CLOUD);
      completed.push([id, clock[0]!]);
    },
  });
  const { clock, requests, agenda } = run;
  const cloud = build<Servers>('clouds', name, options, { ...makeContext({ run }), model });
  const accepted = new Map<number, Visit>();
  const refused: Visit[] = [];
  const settle = (before: number): void => {
    while (agenda.time < before) {
      const now = agenda.time;
      const done = completed.length;
      clock[0] = now;
      cloud.advance(agenda.first);
      expect(agenda.time).toBeGreaterThanOrEqual(now);
      expect(completed.length).toBeGreaterThan(done);
    }
  };
  for (const visit of traffic) {
    settle(visit.at);
    const id = rowOf(visit, run);
    const reason = cloud.refusal(0, id);
    expect(cloud.refusal(0, id)).toBe(reason);
    if (reason === 0) {
      cloud.accept(0, id);
      accepted.set(id, visit);
    } else refused.push(visit);
    expect(agenda.time).toBeGreaterThanOrEqual(visit.at);
  }
  settle(Infinity);
  return { requests, completed, accepted, refused };
}

describe.each(casesOf('clouds'))('$text', (plugin) => {
  const always = (holds: (model: CloudModel, traffic: Visit[]) => void): void =>
    fc.assert(fc.property(cloudModels, visits({ most: 40 }), holds));

  it('answers every request it takes exactly once, the first token not before it was asked', () => {
    always((model, traffic) => {
      const { completed, accepted, requests } = serve(plugin, model, traffic);
      expect(completed).toHaveLength(accepted.size);
      for (const [id, end] of completed) {
        expect(requests.first[id]).toBeGreaterThanOrEqual(accepted.get(id)!.at);
        expect(end).toBeGreaterThanOrEqual(requests.first[id]!);
      }
    });
  });

  it('asks the price of its profile for every token', () => {
    always((model, traffic) => {
      const { requests, accepted } = serve(plugin, model, traffic);
      for (const [id, { prompt, output }] of accepted) {
        const dollars = (prompt * model.price.input + output * model.price.output) / 1e6;
        expect(requests.dollars[id]).toBeCloseTo(dollars, 12);
      }
    });
  });

  it('refuses what is longer than its model takes', () => {
    always((model, traffic) => {
      const { refused } = serve(plugin, model, traffic);
      const tooLong = traffic.filter(({ prompt, output }) => prompt + output > model.context);
      expect(refused).toEqual(expect.arrayContaining(tooLong));
    });
  });

  it('takes as long for a request whoever else is there', () => {
    always((model, traffic) => {
      const together = serve(plugin, model, traffic);
      for (const [id, end] of together.completed) {
        const alone = serve(plugin, model, [together.accepted.get(id)!]);
        expect(alone.completed.map(([, now]) => now)).toEqual([end]);
        expect(alone.requests.first[alone.completed[0]![0]]).toBe(together.requests.first[id]);
      }
    });
  });
});
