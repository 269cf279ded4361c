import { describe, expect, it } from 'vitest';
import type { Floor } from '../../src/engine/fleet.ts';
import type { Strategy } from '../../src/model.ts';
import { drawn, machine } from '../world/drawn.ts';
import { assembleSmall, heard, run } from '../world/fleet.ts';

/** Looks at each pick among so many equal machines under load. */
function watch(
  d: number,
  { size, requests, look }: { size: number; requests: number; look: (pick: number, fleet: Floor) => void },
): void {
  const traffic = drawn({ number: requests, rate: 0.9 * size, cv: 1 });
  run(
    assembleSmall(
      { fleet: [machine(1, size)], gates: [], cloud: null, fallback: 'drop', traffic },
      {
        strategy: { name: 'powerOf', options: { d } },
        watch: (made, { fleet }): Strategy => ({
          ...heard(made),
          pick(id) {
            const pick = made.pick(id);
            look(pick, fleet);
            return pick;
          },
        }),
      },
    ),
  );
}

const loads = (fleet: Floor): number[] => [...fleet.load];

describe('powerOf', () => {
  it.each([
    [2, 2],
    [7, 7],
    [20, 7],
  ])('looks at all machines when %i are drawn from %i', (d, size) => {
    watch(d, {
      size,
      requests: 2000,
      look: (pick, fleet) => expect(fleet.load[pick]).toBe(Math.min(...loads(fleet))),
    });
  });

  it('never takes one of the d - 1 longest queues, as the d it looks at are different machines', () => {
    let unequal = 0;
    watch(4, {
      size: 6,
      requests: 4000,
      look(pick, fleet) {
        const sorted = loads(fleet).toSorted((a, b) => a - b);
        // Of four different ones of six, the shortest is the third of all at most.
        expect(fleet.load[pick]).toBeLessThanOrEqual(sorted[2]!);
        if (sorted[2]! < sorted[3]!) unequal++;
      },
    });
    expect(unequal).toBeGreaterThan(300);
  });
});
