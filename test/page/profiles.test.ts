/** Profiles as the page has them: in two parts, laid by field. */
import { describe, expect, test } from 'vitest';
import { begun, completed, firstParts, restOf } from '../../page/profiles.js';
import { shipped } from '../../src/catalog/shipped.ts';
import type { Profile } from '../../src/catalog/profile.ts';

const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('profiles of the page', () => {
  const { profiles } = shipped;
  const first = begun(sent(firstParts(profiles)));

  test('are those of the catalogue again, once the rest is there, but for what nobody is shown', () => {
    const unshown = ['errors', 'powerScope', 'powerRule', 'betweenLabs'];
    const shown = (profile: Profile): unknown =>
      Object.fromEntries(Object.entries(profile).filter(([key]) => !unshown.includes(key)));
    expect(completed(first, sent(restOf(profiles))).map(shown)).toEqual(profiles.map(shown));
  });

  test('have at first all that a run reads, and the error of their speed', () => {
    const read = ({ name, board, pace, power, memory, context, range, fit }: Profile): unknown => [
      name,
      board,
      pace,
      power,
      memory,
      context,
      range,
      fit,
    ];
    expect(first.map(read)).toEqual(profiles.map(read));
    const { sources, errors } = first.find(({ board }) => board === 'orin-nano-8gb')!;
    expect(sources).toEqual([]);
    const { decodeSpeed } = errors.heldOut ?? errors.crossValidated ?? errors.inSample;
    expect(decodeSpeed!.worst).toBeGreaterThan(0);
  });

  test('are refused where a name is not made of their parts', () => {
    expect(() => firstParts([{ ...profiles[0]!, name: 'another' }])).toThrow('another is not the name');
  });
});
