/** What strategies and the books see of a machine whose requests leave before their time: by hand. */
import { describe, expect, it } from 'vitest';
import { Floor } from '../../src/engine/fleet.ts';
import type { Run, Servers } from '../../src/model.ts';
import { makeContext, makeModel, makeRun } from '../world/context.ts';
import { build } from '../world/plugins.ts';
import { rowOf } from '../world/traffic.ts';

interface Bench {
  readonly run: Run;
  readonly fleet: Floor;
  readonly servers: Servers;
  /** One more comes now; answers which it is. */
  readonly come: (output: number) => number;
  readonly at: (time: number) => void;
}

/** A machine of a second per token after a prompt of so many seconds, with nobody in it. */
function bench(device: string, slots: number, prompt = 0): Bench {
  const run = makeRun(1);
  const fleet = new Floor([0]);
  const model = makeModel({ prefill: { fixed: prompt }, step: { fixed: 1 } });
  const servers = build<Servers>(
    'devices',
    device,
    {},
    {
      ...makeContext({ run }),
      fleet,
      first: 0,
      count: 1,
      model,
      slots,
      queue: 10,
      means: { prompt: 1, output: 11 },
    },
  );
  return {
    run,
    fleet,
    servers,
    come(output) {
      const id = rowOf({ at: run.clock[0]!, tenant: 0, prompt: 1, output, stay: 1, draw: 0.5 }, run);
      run.requests.started[id] = Infinity;
      servers.accept(0, id);
      return id;
    },
    at(time) {
      while (run.agenda.due[0]! < time) {
        run.clock[0] = run.agenda.due[0]!;
        servers.advance(0);
      }
      run.clock[0] = time;
    },
  };
}

describe('a machine with two slots, each a lane of its own', () => {
  /** Three of ten seconds each, of which the third waits. */
  const busy = (): Bench & { readonly ids: readonly number[] } => {
    const one = bench('serial', 2);
    return { ...one, ids: [11, 11, 11].map((output) => one.come(output)) };
  };

  it('is clear when its work is done, spread over both slots', () => {
    expect(busy().fleet.clear[0]).toBe(15);
  });

  it('is clear earlier by half of the work of a request that leaves the line', () => {
    const { fleet, servers, ids } = busy();
    servers.withdraw(0, ids[2]!);
    expect(fleet.clear[0]).toBe(10);
  });

  it('is clear earlier by half of the remaining work of a request that leaves a slot', () => {
    const { fleet, servers, ids, at } = busy();
    at(4);
    servers.withdraw(0, ids[0]!);
    expect(fleet.clear[0]).toBe(12);
  });

  it('has room again after a request leaves, as long as it is up', () => {
    const { fleet, servers, ids, come } = busy();
    const more = Array.from({ length: 9 }, () => come(11));
    expect(fleet.open[0]).toBe(0);
    servers.withdraw(0, more[3]!);
    expect(fleet.open[0]).toBe(1);
    expect(fleet.load[0]).toBe(ids.length + more.length - 1);
  });

  it('takes twice as long for the remaining work at half the speed', () => {
    const { fleet, servers, at } = busy();
    at(5);
    fleet.speed[0] = 0.5;
    servers.paced!(0);
    expect(fleet.clear[0]).toBe(25);
  });

  it('delays a first token that is not there yet when it slows down, and keeps one that is', () => {
    const { run, fleet, servers, come, at } = bench('serial', 2, 4);
    const early = come(11);
    at(2);
    const late = come(11);
    at(4.5);
    fleet.speed[0] = 0.5;
    servers.paced!(0);
    expect([early, late].map((id) => run.requests.first[id])).toEqual([4, 7.5]);
    expect(run.agenda.due[0]).toBe(4.5 + 2 * 9.5);
  });

  it('is clear at once when it goes down', () => {
    const { fleet, servers, at } = busy();
    at(3);
    servers.stop(0);
    expect([fleet.clear[0], fleet.load[0], fleet.open[0], fleet.running[0]]).toEqual([3, 0, 0, 0]);
  });

  it('counts one token for a request that leaves at the moment of its first, and those produced for one that leaves later', () => {
    const made = (time: number): number => {
      const { run, servers, ids, at } = busy();
      at(time);
      servers.withdraw(0, ids[0]!);
      return run.requests.made[ids[0]!]!;
    };
    expect([0, 0.5, 1, 4, 9.5].map(made)).toEqual([1, 1, 2, 5, 10]);
  });
});
