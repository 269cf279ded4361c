import { expect, test } from 'vitest';
import { COMPLETED, REFUSED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import type { Listener } from '../../src/model.ts';
import { makeModel } from '../world/context.ts';
import { assembleSmall, run, type Entry, type Small } from '../world/fleet.ts';
import { Recorder } from '../world/recorder.ts';

const machine: Entry = {
  model: makeModel({ step: { fixed: 1 } }),
  slots: 1,
  queue: 0,
  count: 1,
  limits: [],
};
const times = [0, 1, 4, 4.5, 9];
const world: Small = {
  fleet: [machine],
  gates: [],
  cloud: null,
  fallback: 'drop',
  traffic: times.map((at) => ({ at, tenant: 0, prompt: 1, output: 4, stay: 0, draw: 0 })),
};

/** The kinds that are in its blocks, and when what it hears happened. */
class Some implements Listener {
  readonly hears: readonly number[];
  readonly kinds: number[] = [];

  constructor(...hears: number[]) {
    this.hears = hears;
  }

  moved({ kind, end }: Moves): void {
    for (let row = 0; row < end; row += STRIDE) this.kinds.push(kind[row]!);
  }

  get heard(): number[] {
    return this.kinds.filter((kind) => this.hears.includes(kind));
  }
}

function listen(...listeners: Listener[]): void {
  run(assembleSmall(world, { strategy: { name: 'roundRobin', options: {} }, listeners }));
}

test('events without a listener are not recorded', () => {
  const answers = new Some(COMPLETED);
  const refusals = new Some(REFUSED);
  listen(answers);
  expect(answers.kinds).toEqual([COMPLETED, COMPLETED, COMPLETED]);
  listen(answers, refusals);
  expect(refusals.kinds).toEqual([REFUSED, COMPLETED, REFUSED, COMPLETED, COMPLETED]);
});

test('a listener for everything gets all events beside one for a few kinds', () => {
  const all = new Recorder();
  const alone = new Recorder();
  const answers = new Some(COMPLETED);
  listen(alone);
  listen(answers, all);
  expect(all.entries).toEqual(alone.entries);
  expect(all.works).toEqual(alone.works);
  expect(all.works.length).toBeGreaterThan(0);
  expect(answers.heard).toHaveLength(3);
});
