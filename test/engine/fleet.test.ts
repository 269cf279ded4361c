import { expect, it } from 'vitest';
import { machine } from '../world/drawn.ts';
import { assembleSmall } from '../world/fleet.ts';

it.each([[[1]], [[3, 1]], [[1, 1, 1]], [[2, 5, 1, 4]], [[1, 2, 1, 2, 3]], [[1, 1, 2, 1, 1, 1, 1, 1, 9]]])(
  'in a fleet of %j, machines of one entry and no others are served together',
  (counts) => {
    const fleet = counts.map((count) => machine(1, count));
    const strategy = { name: 'random', options: {} };
    const parts = assembleSmall(
      { fleet, gates: [], cloud: null, fallback: 'drop', traffic: [] },
      { strategy },
    );
    const entries = counts.flatMap((count, entry) => new Array<number>(count).fill(entry));
    const servers = entries.map((_, i) => parts.fleet.serversOf(i));
    expect(servers).not.toContain(undefined);
    for (const [i, one] of servers.entries())
      expect(servers.map((other) => other === one)).toEqual(entries.map((entry) => entry === entries[i]));
  },
);
