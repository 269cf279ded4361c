import { expect, test } from 'vitest';
import { grouped } from '../../src/kernel/grouped.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [10811, '10,811'],
  [-1234567, '-1,234,567'],
  ['1234.5678', '1,234.5678'],
  ['0.0001', '0.0001'],
  [1e21, '1e+21'],
  [Infinity, 'Infinity'],
])('%s is written %s', (number, written) => {
  expect(grouped(number)).toBe(written);
});
