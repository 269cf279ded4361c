import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimals, money, parts, plain, quiet, rounded, scaleFor, text } from '../../src/report/format.ts';

it('an interval decides how many digits are shown', () => {
  expect(text({ mean: 1247.83, ci95: [1235.4, 1260.26] })).toBe('1,248 ± 12');
  expect(text({ mean: 0.51234, ci95: [0.5081, 0.51658] })).toBe('0.512 ± 0.004');
  expect(text({ mean: -1.2345, ci95: [-1.4845, -0.9845] })).toBe('-1.23 ± 0.25');
  expect(text({ mean: 184_213, ci95: [179_000, 189_426] })).toBe('184,000 ± 5,000');
});

it('what has no interval shows none', () => {
  expect(text({ mean: 1612, ci95: null })).toBe('1,612');
  expect(text({ mean: 3.14159, ci95: null })).toBe('3.14');
  expect(text({ mean: 0.00002, ci95: null })).toBe('2.0e-5');
  expect(text({ mean: null, ci95: null })).toBe('–');
  expect(text(undefined)).toBe('–');
});

it('an uneven interval is shown by its ends', () => {
  expect(text({ mean: 0, ci95: [0, 0.15] })).toBe('0.00 [0.00, 0.15]');
});

it('a mean is never shown further from itself than half a digit of its interval', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (mean, half) => {
        const shown = Number(
          parts({ mean, ci95: [mean - half, mean + half] }, { factor: 1, unit: '' })[0].replaceAll(',', ''),
        );
        expect(Math.abs(shown - mean)).toBeLessThanOrEqual(0.51 * half + 1e-9 * Math.abs(mean));
      },
    ),
  );
});

it('rounding keeps the sign only of what is not zero, and puts thousands apart', () => {
  expect(rounded(-0.004, 2)).toBe('0.00');
  expect(rounded(-1234567.8, 1)).toBe('-1,234,567.8');
  expect(rounded(96, -1)).toBe('100');
  expect(rounded(999_999.6, 0)).toBe('1,000,000');
});

it('two digits of the half-width are worth showing below 3.5 of its power of ten', () => {
  expect([0.012, 0.03, 1.9, 3.4, 3.6, 19, 36, 950, 996].map((half) => decimals(half))).toEqual([
    3, 3, 1, 1, 0, 0, -1, -2, -2,
  ]);
});

it('one unit serves the whole column', () => {
  expect(scaleFor('tokens', [300, 184_213]).unit).toBe('k tokens');
  expect(scaleFor('s', [0.02, 0.4]).unit).toBe('ms');
  expect(scaleFor('s', [0.02, 4]).unit).toBe('s');
  expect(scaleFor('J', [0]).unit).toBe('MJ');
  expect(scaleFor('W', [12])).toEqual({ factor: 1, unit: 'W' });
});

it('money is dollars and cents, or cents below a dollar', () => {
  expect(money({ mean: 6.0412, ci95: [5.8, 6.28] })).toBe('$6.04 ± 0.24');
  expect(money({ mean: 0.0165, ci95: null })).toBe('1.65 cents');
  // The same in a column of dollars.
  expect(text({ mean: 7.68, ci95: [6.72, 8.64] }, { factor: 1, unit: '$' })).toBe('7.68 ± 0.96');
  expect(money({ mean: 7.68, ci95: [6.72, 8.64] })).toBe('$7.68 ± 0.96');
  expect(money({ mean: 0.0312, ci95: [0.0297, 0.0327] })).toBe('3.12 ± 0.15 cents');
  expect(money({ mean: 1250.4, ci95: null })).toBe('$1,250');
  expect(money({ mean: 912.3, ci95: [790, 1034.6] })).toBe('$910 ± 120');
  expect(money({ mean: 12_345, ci95: [11_945, 12_745] })).toBe('$12,300 ± 400');
  expect(money(undefined)).toBe('–');
});

it('money whose interval is lopsided shows both ends', () => {
  expect(money({ mean: 6, ci95: [5.9, 7.2] })).toBe('$6.00 [5.90, 7.20]');
  expect(money({ mean: 1, ci95: [0, 3] })).toBe('$1.00 [0.00, 3.00]');
});

it('nothing that is printed can move the cursor, colour the screen or turn the writing round', () => {
  expect(quiet('a\u001b[31mb\nc\u202Ed')).toBe('a [31mb c d');
});

it('large numbers are whole and small ones have three digits', () => {
  expect([1234.56, 12.345, 0.012345].map(plain)).toEqual(['1,235', '12.3', '0.0123']);
});
