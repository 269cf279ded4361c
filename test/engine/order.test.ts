import { expect, test } from 'vitest';
import type { Station } from '../../src/model.ts';
import { makeModel } from '../world/context.ts';
import { assembleSmall, run, type Entry, type Small } from '../world/fleet.ts';
import { Recorder } from '../world/recorder.ts';
import type { Visit } from '../world/traffic.ts';

/** A second of service for every token after the first. */
const machine: Entry = {
  model: makeModel({ step: { fixed: 1 } }),
  slots: 1,
  queue: 0,
  count: 1,
  limits: [],
};

const at = (time: number, output: number): Visit => ({
  at: time,
  tenant: 0,
  prompt: 1,
  output,
  stay: 0,
  draw: 0,
});

const small = (fleet: readonly Entry[], traffic: readonly Visit[]): Small => ({
  fleet,
  gates: [],
  cloud: null,
  fallback: 'drop',
  traffic,
});

const ROUND_ROBIN = { name: 'roundRobin', options: {} };

function story(world: Small): string[] {
  const recorder = new Recorder();
  run(assembleSmall(world, { strategy: ROUND_ROBIN, listeners: [recorder] }));
  return recorder.entries.map(([what, , now, station]) => `${now} ${what} ${station ?? ''}`.trim());
}

test('at equal times an arrival goes first: it still finds the device full', () => {
  expect(story(small([machine], [at(0, 3), at(2, 2), at(2.5, 2)]))).toEqual([
    '0 arrived',
    '0 accepted 0',
    '2 arrived',
    '2 refused 0',
    '2 lost 0',
    '2 completed 0',
    '2.5 arrived',
    '2.5 accepted 0',
    '3.5 completed 0',
  ]);
});

test('at equal times the lowest station goes first, whatever the order in which they were filled', () => {
  const fleet = [{ ...machine, count: 3 }];
  const done = story(small(fleet, [at(0, 6), at(1, 5), at(2, 4)])).filter((line) =>
    line.includes('completed'),
  );
  expect(done).toEqual(['5 completed 0', '5 completed 1', '5 completed 2']);
  const late = [at(0, 9), at(0, 9), at(1, 5), at(2, 9), at(2, 9), at(3, 9)];
  const lines = story(small([{ ...machine, queue: 1, count: 3 }], late));
  expect(lines.filter((line) => line.includes('completed')).slice(1, 3)).toEqual([
    '8 completed 0',
    '8 completed 1',
  ]);
});

test('at equal times other stations come after the devices and the cloud', () => {
  const seen: string[] = [];
  let ticks = 0;
  const parts = assembleSmall(small([machine], [at(0, 2)]), { strategy: ROUND_ROBIN });
  const { engine, fleet } = parts;
  const clock: Station = {
    advance(slot) {
      seen.push(`clock ${engine.clock[0]}, ${fleet.load[0]} inside`);
      engine.agenda.set(slot, ++ticks < 3 ? ticks : Infinity);
    },
  };
  engine.agenda.set(engine.claim(clock, 1), 0);
  run(parts);
  expect(seen).toEqual(['clock 0, 1 inside', 'clock 1, 0 inside', 'clock 2, 0 inside']);
});

test('a run ends when no event is left, with an empty system', () => {
  const parts = assembleSmall(small([{ ...machine, queue: Infinity }], [at(0, 9), at(0, 9), at(1, 9)]), {
    strategy: ROUND_ROBIN,
  });
  run(parts);
  expect(parts.requests.size).toBe(0);
});
