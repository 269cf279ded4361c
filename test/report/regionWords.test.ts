import { expect, it } from 'vitest';
import { changedIn, farthestApart } from '../../src/report/regionWords.ts';
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

it('where a choice costs the slo is said by kind, and only of those whose intervals are apart', () => {
  const cell = (...kinds: readonly Slo[]): Pick<CellSummary, 'regions'> =>
    ({
      regions: {
        kinds: kinds.map(([name, mean, ci95]) => ({ name, metrics: { 'slo.attainment': { mean, ci95 } } })),
      },
    }) as unknown as Pick<CellSummary, 'regions'>;
  const before = cell(['farm', 0.94, [0.93, 0.95]], ['hills', 0.9, [0.88, 0.92]], ['bay', 0.9, [0.89, 0.91]]);
  const after = cell(['farm', 0.85, [0.84, 0.86]], ['hills', 0.89, [0.87, 0.91]], ['bay', 0.5, [0.49, 0.51]]);
  expect(changedIn(before, after)).toBe(
    ' It is paid in bay (50.0 ± 1.0 against 90.0 ± 1.0 % of its requests in time) and farm (85.0 ± 1.0 against 94.0 ± 1.0 % of its requests in time). Elsewhere the intervals overlap or more are in time.',
  );
  expect(changedIn(before, before)).toBe(' No kind of region loses so much that its intervals show it.');
  expect(changedIn({}, {})).toBe('');
});
