import { describe, expect, it } from 'vitest';
import { CLOUD, type Strategy } from '../../src/model.ts';
import { makeCloudModel, makeContext } from '../world/context.ts';
import { machine } from '../world/drawn.ts';
import { assembleSmall, heard, MEANS, run, SLO, TARIFF, type Entry, type Small } from '../world/fleet.ts';
import { build } from '../world/plugins.ts';
import { rowOf } from '../world/traffic.ts';

const DEADLINE = { name: 'deadline', options: {} };
const visitor = { at: 0, tenant: 0, prompt: 10, output: 25, stay: 0, draw: 0.5 };

/** What is picked for so many requests that come at once; a device that picks none goes on. */
function picks(fleet: readonly Entry[], { count = 1, cloud = makeCloudModel() } = {}): number[] {
  const found: number[] = [];
  const traffic = Array.from({ length: count }, () => visitor);
  const small: Small = { fleet, gates: [], cloud, fallback: 'drop', traffic };
  const watch = (made: Strategy): Strategy => ({
    ...heard(made),
    pick(id) {
      const pick = made.pick(id);
      found.push(pick);
      return pick;
    },
  });
  run(assembleSmall(small, { strategy: DEADLINE, watch }));
  return found;
}

/** The machine, that draws so many times the power. */
const drawing = (entry: Entry, times: number): Entry => ({
  ...entry,
  model: { ...entry.model, power: { ...entry.model.power, prefill: 30 * times, decode: 20 * times } },
});

/** Dear enough that it is never chosen for its price: SLO is met by it. */
const dear = makeCloudModel({ price: { input: 1e9, output: 1e9 } });

describe('deadline', () => {
  it('takes the machine that meets the slo for the least electricity, not the fastest', () => {
    // Four seconds at 20 W and half a second at 320 W: both answer within 6 s, the first for half the joules.
    expect(picks([machine(0.25), drawing(machine(2), 16)], { cloud: dear })).toEqual([0]);
    expect(picks([drawing(machine(2), 16), machine(0.25)], { cloud: dear })).toEqual([1]);
  });

  it('leaves the cheap machine when its queue is too long for the slo, and the edge when all queues are', () => {
    // An answer takes 4 s on the cheap one and 2 s on the other; a third there would wait 4 s for its first token.
    const found = picks([machine(0.25), drawing(machine(0.5), 16)], { count: 5, cloud: dear });
    expect(found).toEqual([0, 1, 1, CLOUD, CLOUD]);
  });

  it('sends to the cloud what the cloud answers in time for less', () => {
    const cloud = makeCloudModel({ price: { input: 1e-6, output: 1e-6 } });
    expect(picks([machine(1)], { cloud })).toEqual([CLOUD]);
    const late = makeCloudModel({
      price: { input: 1e-6, output: 1e-6 },
      ttft: { kind: 'constant', value: 2 * SLO.ttft },
    });
    expect(picks([machine(1)], { cloud: late })).toEqual([0]);
  });

  it('without a cloud takes the machine that is done first when none is in time', () => {
    const parts = assembleSmall(
      { fleet: [machine(0.05), machine(0.1)], gates: [], cloud: null, fallback: 'drop', traffic: [] },
      { strategy: DEADLINE },
    );
    const alone = build<Strategy>(
      'strategies',
      'deadline',
      {},
      {
        ...makeContext({ run: parts.engine }),
        fleet: parts.fleet,
        means: MEANS,
        slo: SLO,
        cloud: null,
        tariff: TARIFF,
      },
    );
    expect(alone.pick(rowOf(visitor, parts.engine))).toBe(1);
  });

  it('says in one line that it needs an slo', () => {
    const context = { ...makeContext(), means: MEANS, slo: null, cloud: null, tariff: 0 };
    expect(() => build('strategies', 'deadline', {}, context)).toThrow(
      'deadline needs an slo: ttft, e2e or tpot',
    );
  });
});
