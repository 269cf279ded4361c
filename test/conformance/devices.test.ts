import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Requests } from '../../src/kernel/requests.ts';
import type { Device } from '../../src/model.ts';
import { machines, type Machine } from '../world/arbitraries.ts';
import { makeContext } from '../world/context.ts';
import { build, casesOf, type Case } from '../world/plugins.ts';
import { Recorder, type Entry } from '../world/recorder.ts';
import { requestOf, visits, type Visit } from '../world/traffic.ts';

const INDEX = 3;
const MEANS = { prompt: 10, output: 20 };

interface Run {
  readonly device: Device;
  readonly requests: Requests;
  readonly entries: readonly Entry[];
  /** Times of the requests it took, by id. */
  readonly accepted: ReadonlyMap<number, number>;
  readonly refused: readonly (readonly [visit: Visit, reason: string])[];
}

/** Brings traffic to one device and looks at it before and after everything that happens. */
function serve({ name, options }: Case, machine: Machine, traffic: readonly Visit[], look?: Look): Run {
  const requests = new Requests();
  const context = { ...makeContext({ requests }), ...machine, index: INDEX, means: MEANS };
  const device = build<Device>('devices', name, options, context);
  const recorder = new Recorder();
  const accepted = new Map<number, number>();
  const refused: [Visit, string][] = [];
  const settle = (before: number): void => {
    while (device.due < before) {
      const now = device.due;
      device.advance(now, recorder);
      look?.(device, now, accepted.size - completed(recorder.entries).length);
    }
  };
  for (const visit of traffic) {
    settle(visit.at);
    const { at, tenant, prompt, output, draw } = visit;
    const id = requests.add(at, tenant, prompt, output, draw);
    const reason = device.refusal(requestOf(visit, id));
    expect(device.refusal(requestOf(visit, id))).toBe(reason);
    if (reason === null) {
      device.accept(id, at);
      accepted.set(id, at);
    } else refused.push([visit, reason]);
    look?.(device, at, accepted.size - completed(recorder.entries).length);
  }
  settle(Infinity);
  return { device, requests, entries: recorder.entries, accepted, refused };
}

type Look = (device: Device, now: number, held: number) => void;

const completed = (entries: readonly Entry[]): Entry[] => entries.filter(([what]) => what === 'completed');

describe.each(casesOf('devices'))('$text', (plugin) => {
  const always = (holds: (machine: Machine, traffic: Visit[]) => void): void =>
    fc.assert(fc.property(machines, visits(), holds));

  it('completes every request it accepts exactly once, after its first token, after its start', () => {
    always((machine, traffic) => {
      const { entries, accepted, requests } = serve(plugin, machine, traffic);
      const events = entries.filter(([what]) => what === 'firstToken' || what === 'completed');
      expect(events).toHaveLength(2 * accepted.size);
      for (const [id, at] of accepted) {
        const [first, last] = events.filter((entry) => entry[1] === id);
        expect([first![0], last![0]]).toEqual(['firstToken', 'completed']);
        expect([first![3], last![3]]).toEqual([INDEX, INDEX]);
        expect(requests.first[id]).toBe(first![2]);
        expect(requests.started[id]).toBeGreaterThanOrEqual(at);
        expect(first![2]).toBeGreaterThanOrEqual(requests.started[id]!);
        expect(last![2]).toBeGreaterThanOrEqual(first![2]);
      }
    });
  });

  it('reports completions in the order of their times', () => {
    always((machine, traffic) => {
      const times = completed(serve(plugin, machine, traffic).entries).map((entry) => entry[2]);
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
      const { entries, accepted, requests } = serve(plugin, machine, traffic);
      let joules = 0;
      for (const entry of entries) {
        if (entry[0] !== 'worked') continue;
        const [, station, from, to, watts, share] = entry;
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
      const { entries } = serve(plugin, one, traffic, (device, now, held) => {
        if (held === 0) expect(device.clear).toBeLessThanOrEqual(now);
        else clear = device.clear;
      });
      const last = completed(entries).at(-1);
      if (last) expect(clear).toBeCloseTo(last[2], 9);
    });
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
      expect(serve(plugin, machine, traffic).entries).toEqual(serve(plugin, machine, traffic).entries);
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
        const { requests, entries } = serve({ name: 'serial', options: {}, text: '' }, machine, traffic);
        const { prefill, step } = machine.model.pace;
        for (const [what, id, at] of entries) {
          if (what !== 'completed') continue;
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
