import { expect, it } from 'vitest';
import { dated } from '../../src/explain/dated.ts';
import type { Explained } from '../../src/explain/result.ts';
import type { Dates } from '../../src/model.ts';

it('the latest answers of a log with dates have what clocks showed when they came', () => {
  const explained = { worst: { rows: [{ request: 3, arrival: 60 }] } } as unknown as Explained;
  const dates = { shown: (at: number) => `minute ${at / 60}` } as unknown as Dates;
  expect(dated(explained, dates).worst!.rows[0]).toMatchObject({ arrival: 60, shown: 'minute 1' });
  expect(dated(explained, undefined)).toBe(explained);
});
