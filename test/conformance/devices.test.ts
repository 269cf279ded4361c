import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Floor } from '../../src/engine/fleet.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import { Works } from '../../src/kernel/works.ts';
import { reasonOf, type AnswerTimes, type Run, type Servers } from '../../src/model.ts';
import { machines, type Machine } from '../world/arbitraries.ts';
import { makeContext, makeRun } from '../world/context.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';
import type { Work } from '../world/recorder.ts';
import { rowOf, visits, type Visit } from '../world/traffic.ts';

/** The last of four machines of one entry. */
const INDEX = 3;
const MEANS = { prompt: 10, output: 20 };

const lengths = fc.record({
  prompt: fc.integer({ min: 1, max: 60 }),
  output: fc.integer({ min: 1, max: 40 }),
});

/** One machine as it shows itself. */
interface Device {
  readonly due: number;
  readonly running: number;
  readonly waiting: number;
  readonly clear: number;
  readonly open: boolean;
  readonly capability: number;
}

interface Served {
  readonly estimate: (prompt: number, output: number) => AnswerTimes;
  readonly device: Device;
  readonly requests: Requests;
  /** Times at which requests were complete, in the order in which that was said. */
  readonly completed: readonly (readonly [id: number, now: number])[];
  readonly works: readonly Work[];
  /** Times of the requests it took, by id. */
  readonly accepted: ReadonlyMap<number, number>;
  readonly refused: readonly (readonly [visit: Visit, reason: string])[];
}

/** Brings traffic to one device and looks at it before and after everything that happens. */
function serve({ name, options }: Case, machine: Machine, traffic: readonly Visit[], look?: Look): Served {
  const completed: [number, number][] = [];
  const works: Work[] = [];
  const bare = makeRun(INDEX + 1, {
    completed(id, station) {
      expect(station).toBe(INDEX);
      completed.push([id, run.clock[0]!]);
    },
  });
  const run: Run = {
    ...bare,
    works: new Works(({ size, station, from, to, watts, share }) => {
      for (let k = 0; k < size; k++) works.push([station[k]!, from[k]!, to[k]!, watts[k]!, share[k]!]);
    }),
  };
  const { clock, requests } = run;
  const fleet = new Floor([0, 0, 0, 0]);
  const entry = { ...machine, fleet, first: 0, count: INDEX + 1, means: MEANS };
  const servers = build<Servers>('devices', name, options, { ...makeContext({ run }), ...entry });
  const device = shown(fleet, run);
  const accepted = new Map<number, number>();
  const refused: [Visit, string][] = [];
  const settle = (before: number): void => {
    while (device.due < before) {
      clock[0] = device.due;
      servers.advance(INDEX);
      look?.(device, clock[0], accepted.size - completed.length);
    }
  };
  for (const visit of traffic) {
    settle(visit.at);
    const id = rowOf(visit, run);
    requests.started[id] = Infinity;
    const reason = servers.refusal(INDEX, id);
    expect(servers.refusal(INDEX, id)).toBe(reason);
    if (reason === 0) {
      servers.accept(INDEX, id);
      accepted.set(id, visit.at);
    } else refused.push([visit, reasonOf(reason)]);
    look?.(device, visit.at, accepted.size - completed.length);
  }
  settle(Infinity);
  run.works.flush();
  expect([...fleet.load.subarray(0, INDEX)]).toEqual([0, 0, 0]);
  const estimate = (prompt: number, output: number): AnswerTimes => {
    const into = { first: 0, last: 0, abreast: 1, share: 0, joules: 0, dollars: 0 };
    servers.estimate(prompt, output, into);
    return into;
  };
  return { device, requests, completed, works, accepted, refused, estimate };
}

function shown(fleet: Floor, { agenda }: Run): Device {
  return {
    get due() {
      return agenda.due[INDEX]!;
    },
    get running() {
      return fleet.running[INDEX]!;
    },
    get waiting() {
      return fleet.load[INDEX]! - fleet.running[INDEX]!;
    },
    get clear() {
      return fleet.clear[INDEX]!;
    },
    get open() {
      return fleet.open[INDEX] === 1;
    },
    get capability() {
      return fleet.capability[INDEX]!;
    },
  };
}

type Look = (device: Device, now: number, held: number) => void;

describe.each(casesOf('devices'))('$text', (plugin) => {
  const always = (holds: (machine: Machine, traffic: Visit[]) => void): void =>
    fc.assert(fc.property(machines, visits(), holds));

  it('completes every request it accepts exactly once, after its first token, after its start', () => {
    always((machine, traffic) => {
      const { completed, accepted, requests } = serve(plugin, machine, traffic);
      expect(completed.map(([id]) => id).toSorted((a, b) => a - b)).toEqual(
        [...accepted.keys()].toSorted((a, b) => a - b),
      );
      for (const [id, end] of completed) {
        expect(requests.started[id]).toBeGreaterThanOrEqual(accepted.get(id)!);
        expect(requests.first[id]).toBeGreaterThanOrEqual(requests.started[id]!);
        expect(end).toBeGreaterThanOrEqual(requests.first[id]!);
      }
    });
  });

  it('reports completions in the order of their times', () => {
    always((machine, traffic) => {
      const times = serve(plugin, machine, traffic).completed.map(([, now]) => now);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });
  });

  it('starts requests in the order it accepted them', () => {
    always((machine, traffic) => {
      const { accepted, requests } = serve(plugin, machine, traffic);
      const starts = [...accepted.keys()].map((id) => requests.started[id]!);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    });
  });

  it('is never due in the past, and never when it holds nothing', () => {
    always((machine, traffic) => {
      const { device } = serve(plugin, machine, traffic, ({ due }, now, held) => {
        expect(due).toBeGreaterThanOrEqual(now);
        expect(due === Infinity).toBe(held === 0);
      });
      expect(device.due).toBe(Infinity);
    });
  });

  it('runs no more than it has slots, and holds no more than slots and queue together', () => {
    always((machine, traffic) => {
      serve(plugin, machine, traffic, ({ running, waiting, open }, _, held) => {
        expect(running + waiting).toBe(held);
        expect(running).toBeLessThanOrEqual(machine.slots);
        expect(held).toBeLessThanOrEqual(machine.slots + machine.queue);
        expect(open).toBe(held < machine.slots + machine.queue);
      });
    });
  });

  it('refuses what is too long for its model, else exactly when it is full', () => {
    const reasons = new Set<string>();
    always((machine, traffic) => {
      const { refused, accepted } = serve(plugin, machine, traffic);
      expect(refused.length + accepted.size).toBe(traffic.length);
      for (const [{ prompt, output }, reason] of refused) {
        expect(reason).toBe(prompt + output > machine.model.context ? 'contextLimit' : 'queueFull');
        reasons.add(reason);
      }
    });
    expect([...reasons].sort()).toEqual(['contextLimit', 'queueFull']);
  });

  it('charges requests with all the energy its work takes, none of it negative', () => {
    always((machine, traffic) => {
      const { works, accepted, requests } = serve(plugin, machine, traffic);
      let joules = 0;
      for (const [station, from, to, watts, share] of works) {
        expect(station).toBe(INDEX);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(watts).toBeGreaterThanOrEqual(0);
        expect(share > 0 && share <= 1).toBe(true);
        joules += (to - from) * watts * share;
      }
      const charged = [...accepted.keys()].map((id) => requests.joules[id]!);
      for (const part of charged) expect(part).toBeGreaterThanOrEqual(0);
      expect(charged.reduce((sum, part) => sum + part, 0)).toBeCloseTo(joules, 6);
    });
  });

  it('knows when it will be clear: the last completion if it has one slot and nothing more comes', () => {
    always((machine, traffic) => {
      const one = { ...machine, slots: 1 };
      let clear = 0;
      const { completed } = serve(plugin, one, traffic, (device, now, held) => {
        if (held === 0) expect(device.clear).toBeLessThanOrEqual(now);
        else clear = device.clear;
      });
      const last = completed.at(-1);
      if (last) expect(clear).toBeCloseTo(last[1], 9);
    });
  });

  it('says what a request takes, which is what it does take when there is no other', () => {
    fc.assert(
      fc.property(
        machines,
        lengths,
        fc.constantFrom(0, 0.25),
        fc.constantFrom(0, 0.5),
        (machine, { prompt, output }, perStep, outside) => {
          const pace = {
            ...machine.model.pace,
            prefill: { ...machine.model.pace.prefill, perStep, outside },
          };
          const slow = { ...machine, model: { ...machine.model, pace } };
          const visit = { at: 1, tenant: 0, prompt, output, draw: 0, stay: 1 };
          const { requests, completed, estimate } = serve(plugin, slow, [visit]);
          if (completed.length === 0) return;
          const said = estimate(prompt, output);
          const [[id, end]] = completed as [[number, number]];
          expect(requests.first[id]! - 1).toBeCloseTo(said.first, 9);
          expect(end - 1).toBeCloseTo(said.last, 9);
        },
      ),
    );
  });

  it('can sustain more with more slots, and its capability is a rate', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const one = serve(plugin, { ...machine, slots: 1 }, []).device.capability;
        const { capability } = serve(plugin, { ...machine, slots: 4 }, []).device;
        expect(one > 0 && one < Infinity).toBe(true);
        expect(capability).toBeGreaterThan(one);
      }),
    );
  });

  it('does the same again with the same requests', () => {
    always((machine, traffic) => {
      const [one, other] = [serve(plugin, machine, traffic), serve(plugin, machine, traffic)];
      expect(one.completed).toEqual(other.completed);
      expect(one.works).toEqual(other.works);
    });
  });
});

describe('serial', () => {
  it('lets nobody wait while a slot is free', () => {
    fc.assert(
      fc.property(machines, visits(), (machine, traffic) => {
        serve({ name: 'serial', options: {}, text: '' }, machine, traffic, ({ running }, _, held) => {
          expect(running).toBe(Math.min(held, machine.slots));
        });
      }),
    );
  });

  it('takes the profile’s time for each request, whoever else is there', () => {
    fc.assert(
      fc.property(machines, visits(), (machine, traffic) => {
        const { requests, completed } = serve({ name: 'serial', options: {}, text: '' }, machine, traffic);
        const { prefill, step } = machine.model.pace;
        for (const [id, at] of completed) {
          const prompt = requests.prompt[id]!;
          const padded = Math.ceil(prompt / prefill.padTo) * prefill.padTo;
          let now = requests.started[id]!;
          now += prefill.fixed + padded * prefill.perToken + padded * padded * prefill.perTokenSquared;
          expect(requests.first[id]).toBeCloseTo(now, 9);
          for (let token = 1; token < requests.output[id]!; token++) {
            now += step.fixed + step.perSequence + step.perCachedToken * (prompt + token);
          }
          expect(at).toBeCloseTo(now, 9);
        }
      }),
    );
  });
});
