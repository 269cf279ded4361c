import { expect, it } from 'vitest';
import { farthestApart } from '../../src/report/regionWords.ts';
import type { CellSummary } from '../../src/results.ts';

type Slo = readonly [name: string, mean: number | null, ci95: readonly [number, number] | null];

const told = (...kinds: readonly Slo[]): string =>
  farthestApart({
    regions: {
      kinds: kinds.map(([name, mean, ci95]) => ({ name, metrics: { 'slo.attainment': { mean, ci95 } } })),
    },
  } as unknown as Pick<CellSummary, 'regions'>);

it('the regions where the slo is met by fewest and by most are named', () => {
  expect(
    told(['harbour', 0.52, [0.51, 0.53]], ['hills', 0.92, [0.91, 0.93]], ['farm', 0.54, [0.5, 0.58]]),
  ).toBe('By region the slo was met by fewest in harbour, 52.0 ± 1.0 %, and by most in hills, 92.0 ± 1.0 %.');
  expect(told(['harbour', 0.52, null], ['hills', 0.92, null])).toContain('fewest in harbour, 52');
});

it('nothing is said where intervals do not tell them apart, of one region, and where nothing is asked', () => {
  expect(told(['harbour', 0.52, [0.4, 0.64]], ['hills', 0.6, [0.5, 0.7]])).toBe('');
  expect(told(['harbour', 0.52, [0.51, 0.53]])).toBe('');
  expect(told(['harbour', null, null], ['hills', null, null])).toBe('');
  expect(farthestApart({})).toBe('');
});
