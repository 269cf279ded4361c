import { expect, it } from 'vitest';
import { differences } from './differences.ts';

const record = (mean: string, more: object = {}): string =>
  JSON.stringify({
    digest: mean,
    cells: [
      { vary: { strategy: 'random' }, metrics: { 'e2e.p95': mean, arrived: '10' }, ...more },
      { vary: { strategy: 'weighted' }, metrics: { 'e2e.p95': '7 [6, 8]' } },
    ],
  });

it('a record that changed says which figure of which cell, what it was, what it is, and by how much', () => {
  expect(differences(record('20 [19, 21]'), record('20.03 [19.1, 21]'))).toEqual([
    'cells [random] metrics e2e.p95: 20 [19, 21] -> 20.03 [19.1, 21] (+0.53 %)',
  ]);
  expect(differences(record('20'), record('19'))).toEqual([
    'cells [random] metrics e2e.p95: 20 -> 19 (-5 %)',
  ]);
});

it('a record that has more or less than before says so', () => {
  expect(differences(record('20'), record('20', { verdict: 'stable' }))).toEqual([
    'cells [random] verdict: new, stable',
  ]);
  expect(differences(record('20', { verdict: 'stable' }), record('20'))).toEqual([
    'cells [random] verdict: gone, was stable',
  ]);
});

it('the same record differs in nothing, and one whose digest alone differs says that', () => {
  expect(differences(record('20'), record('20'))).toEqual([]);
  expect(differences('{"digest":"a"}', '{"digest":"b"}')).toEqual([
    'only figures of summary.json that are not recorded by name',
  ]);
});
