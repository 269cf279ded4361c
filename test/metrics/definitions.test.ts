import { expect, test } from 'vitest';
import {
  DEFINITIONS,
  listed,
  METRICS,
  OPTIONAL,
  placed,
  type OrderedList,
} from '../../src/metrics/definitions.ts';
import { summaryTable } from '../../src/report/summaryTable.ts';
import { plainSample } from '../report/sample.ts';

test('no two figures have the same name, nor the same column', () => {
  const names = DEFINITIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const columns = DEFINITIONS.map(({ short }) => short);
  expect(new Set(columns).size).toBe(columns.length);
  expect([...METRICS, ...OPTIONAL]).toEqual(DEFINITIONS);
});

test.each(['short', 'ranking', 'words', 'sensitivity', 'tenant'] satisfies OrderedList[])(
  'no two figures have the same place in %s',
  (order) => {
    const places = placed(order).map((one) => one.places[order]!);
    expect(places.length).toBeGreaterThan(0);
    expect(new Set(places).size).toBe(places.length);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  },
);

test('whoever is compared with every other is compared, and whoever is on a screen is in the table', () => {
  for (const { lists } of DEFINITIONS) {
    if (lists.includes('deciding')) expect(lists).toContain('compared');
    if (lists.includes('screen')) expect(lists).toContain('table');
  }
});

test('what is compared or ranked can be judged: which way is better, and a name in words', () => {
  for (const { better, long } of placed('ranking')) {
    expect(better).not.toBe(0);
    expect(long).toMatch(/^[A-Z][a-zA-Z0-9(), ]+$/);
  }
});

test('every figure of the table has its column where it is not 0 throughout', () => {
  const { summary } = plainSample();
  const all = Object.fromEntries(listed('table').map(({ name }) => [name, { mean: 0.5, ci95: null }]));
  const [cell] = summary.cells;
  const text = summaryTable({ ...summary, cells: [{ ...cell!, metrics: all }] }, { width: 60 });
  for (const { short } of listed('table'))
    expect(text.replaceAll(/\s+/g, ' ')).toContain(short.split(' ')[0]);
});
