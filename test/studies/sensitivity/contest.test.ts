import { describe, expect, it } from 'vitest';
import { standing, winner, winnerAt, type Contender } from '../../../src/studies/sensitivity/contest.ts';
import { randomFor, times } from '../../experiment/made.ts';

/** A line from one value at alpha 0 to another at alpha 1, with noise that all contenders share and some of its own. */
function line(label: string, zero: number, one: number, own = 0): Contender {
  const shared = randomFor('shared');
  const random = randomFor(label);
  const noise = times(20, () => shared.normal() + own * random.normal());
  return { label, zero: noise.map((part) => zero + part), one: noise.map((part) => one + part) };
}

describe('the best over alpha', () => {
  it('changes where the mean lines cross, though the noise they share is larger than what parts them', () => {
    const { stretches, crossings } = standing([line('edge', 0.6, 0.8), line('cloud', 0.5, 1)]);
    expect(stretches.map(({ best }) => best)).toEqual(['edge', 'cloud']);
    expect(crossings[0]!.alpha).toBeCloseTo(1 / 3, 9);
    expect(crossings[0]!.unsure![1] - crossings[0]!.unsure![0]).toBeLessThan(1e-6);
  });

  it('goes through everybody that is best somewhere, and nobody else', () => {
    const { stretches } = standing([
      line('a', 1, 0),
      line('b', 0.7, 0.7),
      line('c', 0, 1),
      line('never', 0.5, 0.5),
    ]);
    expect(stretches.map(({ best }) => best)).toEqual(['a', 'b', 'c']);
    expect(stretches.map(({ to }) => Number(to.toFixed(6)))).toEqual([0.3, 0.7, 1]);
  });

  it('does not change where one is best throughout', () => {
    expect(standing([line('edge', 2, 3), line('cloud', 1, 2)])).toMatchObject({
      stretches: [{ from: 0, to: 1, best: 'edge' }],
      crossings: [],
    });
  });

  it('is unsure around a crossing as far as the noise of its own goes', () => {
    const width = (own: number): number => {
      const [crossing] = standing([line('edge', 0.6, 0.8, own), line('cloud', 0.5, 1, own)]).crossings;
      return crossing!.unsure![1] - crossing!.unsure![0];
    };
    expect(width(0.03)).toBeGreaterThan(2 * width(0.01));
    expect(width(0.01)).toBeGreaterThan(0);
  });

  it('leaves out who has no value', () => {
    const gone = { label: 'gone', zero: [9, NaN], one: [9, 9] };
    expect(standing([gone]).stretches).toEqual([]);
    expect(standing([gone, line('edge', 1, 1)]).stretches).toHaveLength(1);
  });
});

describe('a winner', () => {
  it('is told only where its paired interval is clear of everybody', () => {
    expect(winnerAt([line('a', 1, 1, 0.01), line('b', 0.9, 0.9, 0.01)], 0.5)).toMatchObject({
      best: 'a',
      told: true,
    });
    expect(winnerAt([line('a', 1, 1, 1), line('b', 0.99, 0.99, 1)], 0.5)!.told).toBe(false);
  });

  it('is the least where less is better, and nobody where all are the same', () => {
    const a = { label: 'a', values: [1, 2, 3] };
    const b = { label: 'b', values: [2, 3, 4] };
    expect(winner([a, b], -1)).toMatchObject({ best: 'a', told: true });
    expect(winner([a, b], 1)).toMatchObject({ best: 'b', told: true });
    expect(winner([a, { ...a, label: 'c' }], 1)).toBeNull();
  });

  it('is wrongly told about one time in twenty, however many compete', () => {
    const random = randomFor('coverage');
    let told = 0;
    for (let trial = 0; trial < 600; trial++) {
      const all = times(4, (k) => ({ label: String(k), values: times(10, () => random.normal()) }));
      if (winner(all, 1)!.told) told++;
    }
    expect(told / 600).toBeLessThan(0.08);
  });
});
