import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Requests } from '../../src/kernel/requests.ts';
import { CLOUD, type Cloud, type CloudModel } from '../../src/model.ts';
import { cloudModels } from '../world/arbitraries.ts';
import { makeContext } from '../world/context.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';
import { Recorder, type Entry } from '../world/recorder.ts';
import { requestOf, visits, type Visit } from '../world/traffic.ts';

interface Run {
  readonly requests: Requests;
  readonly entries: readonly Entry[];
  readonly accepted: ReadonlyMap<number, Visit>;
  readonly refused: readonly Visit[];
}

function serve({ name, options }: Case, model: CloudModel, traffic: readonly Visit[]): Run {
  const requests = new Requests();
  const cloud = build<Cloud>('clouds', name, options, { ...makeContext({ requests }), model });
  const recorder = new Recorder();
  const accepted = new Map<number, Visit>();
  const refused: Visit[] = [];
  const settle = (before: number): void => {
    while (cloud.due < before) {
      const now = cloud.due;
      const done = recorder.entries.length;
      cloud.advance(now, recorder);
      expect(cloud.due).toBeGreaterThanOrEqual(now);
      expect(recorder.entries.length).toBeGreaterThan(done);
    }
  };
  for (const visit of traffic) {
    settle(visit.at);
    const { at, tenant, prompt, output, draw } = visit;
    const id = requests.add(at, tenant, prompt, output, draw);
    const reason = cloud.refusal(requestOf(visit, id));
    expect(cloud.refusal(requestOf(visit, id))).toBe(reason);
    if (reason === null) {
      cloud.accept(id, at);
      accepted.set(id, visit);
    } else refused.push(visit);
    expect(cloud.due).toBeGreaterThanOrEqual(at);
  }
  settle(Infinity);
  expect(cloud.due).toBe(Infinity);
  return { requests, entries: recorder.entries, accepted, refused };
}

describe.each(casesOf('clouds'))('$text', (plugin) => {
  const always = (holds: (model: CloudModel, traffic: Visit[]) => void): void =>
    fc.assert(fc.property(cloudModels, visits({ most: 40 }), holds));

  it('answers every request it takes exactly once, the first token not before it was asked', () => {
    always((model, traffic) => {
      const { entries, accepted } = serve(plugin, model, traffic);
      expect(entries).toHaveLength(2 * accepted.size);
      for (const [id, { at }] of accepted) {
        const [first, last] = entries.filter((entry) => entry[1] === id);
        expect([first![0], last![0]]).toEqual(['firstToken', 'completed']);
        expect([first![3], last![3]]).toEqual([CLOUD, CLOUD]);
        expect(first![2]).toBeGreaterThanOrEqual(at);
        expect(last![2]).toBeGreaterThanOrEqual(first![2]);
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
      for (const [id, visit] of together.accepted) {
        const alone = serve(plugin, model, [visit]);
        const times = (entries: readonly Entry[], of: number): unknown[] =>
          entries.filter((entry) => entry[1] === of).map((entry) => entry[2]);
        expect(times(together.entries, id)).toEqual(times(alone.entries, [...alone.accepted.keys()][0]!));
      }
    });
  });
});
