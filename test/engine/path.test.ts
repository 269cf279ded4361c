import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Conservation } from '../../src/metrics/conservation.ts';
import { CLOUD, LOST, NONE, type Recourse } from '../../src/model.ts';
import { makeCloudModel, makeModel } from '../world/context.ts';
import { assembleSmall, run, smalls, type Entry, type Small } from '../world/fleet.ts';
import { casesOf, type Written } from '../world/plugins.ts';
import { Recorder } from '../world/recorder.ts';
import type { Visit } from '../world/traffic.ts';

const machine: Entry = { model: makeModel({ step: { fixed: 1 } }), slots: 1, queue: 0, count: 1, limits: [] };
const visit: Visit = { at: 0, tenant: 0, prompt: 10, output: 5, stay: 0, draw: 0 };
const alone: Small = { fleet: [machine], gates: [], cloud: null, fallback: 'drop', traffic: [visit] };

function lines(small: Small, strategy = 'random'): unknown[][] {
  const recorder = new Recorder();
  run(assembleSmall(small, { strategy: { name: strategy, options: {} }, listeners: [recorder] }));
  return recorder.entries.map(([what, , ...rest]) => [what, ...rest]);
}

describe('a request', () => {
  it('that is served arrives, is accepted, and is complete', () => {
    expect(lines(alone).map(([what]) => what)).toEqual(['arrived', 'accepted', 'completed']);
  });

  it('that a gate bars never reaches the strategy', () => {
    const limit = { window: 10, tokens: 14 };
    expect(lines({ ...alone, gates: [{ scope: 'fleet', limit }] })).toEqual([
      ['arrived', 0],
      ['refused', 0, NONE, 'tooLarge'],
      ['lost', 0, NONE, 'tooLarge'],
    ]);
  });

  it('that the picked device refuses goes to the cloud, or is lost', () => {
    const small = { model: makeModel({ context: 14 }) };
    const refused = { ...alone, fleet: [{ ...machine, ...small }] };
    expect(lines(refused)).toEqual([
      ['arrived', 0],
      ['refused', 0, 0, 'contextLimit'],
      ['lost', 0, 0, 'contextLimit'],
    ]);
    expect(lines({ ...refused, fallback: 'cloud', cloud: makeCloudModel() })).toEqual([
      ['arrived', 0],
      ['refused', 0, 0, 'contextLimit'],
      ['accepted', 0, CLOUD],
      ['completed', 0.625 + 4 / 32, CLOUD],
    ]);
  });

  it('that is handed back is not sent to a machine that admitted another request just before', () => {
    const outage = { name: 'outages', options: { at: 3, for: 1 } };
    const short = { ...machine, model: makeModel({ context: 12 }) };
    const small: Small = {
      ...alone,
      fleet: [{ ...machine, faults: [outage] }, short],
      traffic: [visit, { ...visit, at: 1, prompt: 5, output: 1 }],
    };
    const recorder = new Recorder();
    const parts = assembleSmall(small, {
      strategy: { name: 'random', options: {} },
      recourses: [{ name: 'inFlight', options: { of: ['elsewhere', 'lost'] } }],
      watch: (_, { fleet }) => ({ pick: (id) => (fleet.admits(1, id) ? 1 : 0) }),
      listeners: [recorder],
    });
    run(parts);
    const ends = recorder.entries.filter(([what]) => !['arrived', 'accepted'].includes(what));
    expect(ends.map(([what, , time, by, reason]) => [what, time, by, reason])).toEqual([
      ['completed', 1, 1, undefined],
      ['returned', 3, 0, 'deviceDown'],
      ['lost', 3, 0, 'deviceDown'],
    ]);
  });

  it('that the cloud refuses too has failed', () => {
    const context = { model: makeModel({ context: 14 }) };
    const cloud = makeCloudModel({ context: 14 });
    expect(lines({ ...alone, fleet: [{ ...machine, ...context }], fallback: 'cloud', cloud })).toEqual([
      ['arrived', 0],
      ['refused', 0, 0, 'contextLimit'],
      ['refused', 0, CLOUD, 'contextLimit'],
      ['lost', 0, CLOUD, 'contextLimit'],
    ]);
  });

  it('that the cloud limits is refused as such, and never to fit as too large', () => {
    const cloudOf = (limit: Written): Small => ({
      ...alone,
      gates: [{ scope: 'cloud', limit }],
      cloud: makeCloudModel(),
      traffic: [visit, visit],
    });
    const reasons = (limit: Written): unknown[] =>
      lines(cloudOf(limit), 'cloudOnly').flatMap((line) => (line[0] === 'refused' ? [line.slice(2)] : []));
    expect(reasons({ window: 10, requests: 1 })).toEqual([[CLOUD, 'cloudLimit']]);
    expect(reasons({ window: 10, tokens: 14 })).toEqual([
      [CLOUD, 'tooLarge'],
      [CLOUD, 'tooLarge'],
    ]);
  });

  it('that the cloud has answered makes room in the cloud’s limit, if that is the only limit', () => {
    const small: Small = {
      ...alone,
      gates: [{ scope: 'cloud', limit: { kind: 'concurrency', requests: 1 } }],
      cloud: makeCloudModel(),
      traffic: [0, 0.25, 2].map((at) => ({ ...visit, at })),
    };
    const told = lines(small, 'cloudOnly').map(([what]) => what);
    expect(told).toEqual([
      'arrived',
      'accepted',
      'arrived',
      'refused',
      'lost',
      'completed',
      'arrived',
      'accepted',
      'completed',
    ]);
  });

  it('that was refused can ask the desk when it would be admitted', () => {
    const window = (seconds: number): Written => ({ window: seconds, requests: 1 });
    const small: Small = {
      ...alone,
      fleet: [{ ...machine, queue: 5, limits: [window(5), window(7)] }],
      gates: [
        { scope: 'fleet', limit: { window: 2, requests: 2 } },
        { scope: 'tenant', limit: { window: 3, requests: 2 } },
        { scope: 'cloud', limit: { window: 20, requests: 2 } },
      ],
      cloud: makeCloudModel(),
      traffic: [0, 0.5, 1, 8, 9, 9.5].map((at) => ({ ...visit, at })),
    };
    const heard: number[][] = [];
    const parts = assembleSmall(small, { strategy: { name: 'random', options: {} } });
    const { engine, requests } = parts;
    const recourse: Recourse = {
      after(id, _, by) {
        engine.again(id, by);
        heard.push([engine.clock[0]!, by, requests.again[id]!]);
        return by === CLOUD ? LOST : CLOUD;
      },
    };
    run({ ...parts, recourse });
    expect(heard).toEqual([
      [0.5, 0, 7],
      [1, 0, 7],
      [9, 0, 15],
      [9, CLOUD, 20.5],
      [9.5, 0, 15],
      [9.5, CLOUD, 20.5],
    ]);
  });

  it('that the cloud limits is retried when the cloud’s limiter would admit it', () => {
    const small: Small = {
      ...alone,
      gates: [{ scope: 'cloud', limit: { window: 10, requests: 1 } }],
      cloud: makeCloudModel(),
      traffic: [visit, { ...visit, at: 2 }],
    };
    const later = { name: 'later', options: { first: '1s', upTo: '2s', jitter: 0 } };
    const recorder = new Recorder();
    const strategy = { name: 'cloudOnly', options: {} };
    run(assembleSmall(small, { strategy, recourses: [later], listeners: [recorder] }));
    const accepted = recorder.entries.filter(([what]) => what === 'accepted').map((entry) => entry[2]);
    expect(accepted).toEqual([0, 10]);
  });

  it('that the strategy itself sends to the cloud counts as refused by no machine', () => {
    expect(lines(alone, 'cloudOnly').map(([what]) => what)).toEqual(['arrived', 'accepted', 'completed']);
  });

  it('for which the strategy knows no device is refused as such', () => {
    const recorder = new Recorder();
    const nobody = { pick: (): number => NONE };
    const parts = assembleSmall(alone, { strategy: { name: 'random', options: {} }, listeners: [recorder] });
    run({ ...parts, strategy: nobody });
    expect(recorder.entries.map((line) => line[0] === 'refused' && line[4]).filter(Boolean)).toEqual([
      'noDevice',
    ]);
  });

  it('that is refused by one limiter is charged by none', () => {
    const second = { ...visit, at: 1 };
    // The first fills the device; the gate counts two, and must not have counted the one the device refused.
    const gates = [{ scope: 'fleet' as const, limit: { window: 100, requests: 2 } }];
    const third = { ...visit, at: 50 };
    const all = lines({ ...alone, gates, traffic: [visit, second, third, { ...third, at: 90 }] });
    expect(all.filter(([what]) => what === 'accepted' || what === 'refused')).toEqual([
      ['accepted', 0, 0],
      ['refused', 1, 0, 'queueFull'],
      ['accepted', 50, 0],
      ['refused', 90, NONE, 'rateLimit'],
    ]);
  });
});

test('requests, tokens, joules, dollars and time are conserved, whatever happens', () => {
  for (const strategy of casesOf('strategies')) {
    for (const device of casesOf('devices')) {
      fc.assert(
        fc.property(smalls, (small) => {
          const books = new Conservation(small.cloud ?? makeCloudModel());
          run(assembleSmall(small, { strategy, device, listeners: [books] }));
          expect(books.faults()).toEqual([]);
        }),
        { numRuns: 10 },
      );
    }
  }
});
