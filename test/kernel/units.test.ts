import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseBytes,
  parseDollars,
  parseJoules,
  parseRate,
  parseSeconds,
  parseShare,
  parseTariff,
} from '../../src/kernel/units.ts';

type Case = [text: string, value: number | undefined];
const cases = (parse: (text: string) => number | undefined, expected: Case[]): void => {
  for (const [text, value] of expected) {
    if (value === undefined) expect(parse(text), `"${text}"`).toBeUndefined();
    else expect(parse(text), `"${text}"`).toBeCloseTo(value, 9);
  }
};

describe('text with a unit', () => {
  test('is seconds for durations, one unit or several in a row', () => {
    cases(parseSeconds, [
      ['90', 90],
      ['60s', 60],
      ['5m', 300],
      ['5 min', 300],
      ['1.5h', 5400],
      ['2d', 172800],
      ['250ms', 0.25],
      ['1h30m', 5400],
      ['1m 30s', 90],
      [' 7 s ', 7],
      ['1e3s', 1000],
      ['.5s', 0.5],
      ['0', 0],
      ['', undefined],
      ['s', undefined],
      ['5 parsecs', undefined],
      ['1h30', undefined],
      ['60 S', undefined],
      ['1e400s', undefined],
      ['5s!', undefined],
      ['toString', undefined],
      ['5 toString', undefined],
    ]);
  });

  test('is per second for rates', () => {
    cases(parseRate, [
      ['0.45', 0.45],
      ['0.45/s', 0.45],
      ['30/m', 0.5],
      ['30 / min', 0.5],
      ['1000/h', 1000 / 3600],
      ['5/ms', 5000],
      ['', undefined],
      ['/s', undefined],
      ['3/fortnight', undefined],
      ['3/s/s', undefined],
      ['three/s', undefined],
    ]);
  });

  test('is a plain number for shares', () => {
    cases(parseShare, [
      ['0.8', 0.8],
      ['80 %', 0.8],
      ['80%', 0.8],
      ['5e-1', 0.5],
      ['80 percent', undefined],
      ['%', undefined],
    ]);
  });

  test('is joules for energies', () => {
    cases(parseJoules, [
      ['250 J', 250],
      ['1.5 kJ', 1500],
      ['3 Wh', 10800],
      ['1 kWh', 3.6e6],
      ['5mJ', 0.005],
      ['2 MJ', 2e6],
      ['7', 7],
      ['7 W', undefined],
    ]);
  });

  test('is bytes for sizes, in thousands and in 1024s', () => {
    cases(parseBytes, [
      ['8 GB', 8e9],
      ['7.5 GiB', 7.5 * 2 ** 30],
      ['1 KiB', 1024],
      ['12 kB', 12000],
      ['3 MB', 3e6],
      ['2MiB', 2 ** 21],
      ['5 B', 5],
      ['5', 5],
      ['5 GO', undefined],
    ]);
  });

  test('is dollars for money, and dollars per kilowatt-hour for electricity', () => {
    cases(parseDollars, [
      ['5', 5],
      ['5 $', 5],
      ['$5', 5],
      ['$ 5', 5],
      ['12 cents', 0.12],
      ['12ct', 0.12],
      ['249 USD', 249],
      ['5 €', undefined],
      ['$', undefined],
    ]);
    cases(parseTariff, [
      ['0.25 $/kWh', 0.25],
      ['25 cents/kWh', 0.25],
      ['0.25', 0.25],
      ['0.25 $/MWh', undefined],
      ['1 $/kWh/h', undefined],
      ['/kWh', undefined],
    ]);
  });

  test('is read back as the number it was written from, whatever the number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (value) => {
        for (const parse of [
          parseSeconds,
          parseRate,
          parseShare,
          parseJoules,
          parseBytes,
          parseDollars,
          parseTariff,
        ]) {
          expect(parse(String(value))).toBe(value);
        }
      }),
      { seed: 6 },
    );
  });

  test('is undefined, not NaN, when it is not valid', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const parse of [
          parseSeconds,
          parseRate,
          parseShare,
          parseJoules,
          parseBytes,
          parseDollars,
          parseTariff,
        ]) {
          const value = parse(text);
          expect(value === undefined || Number.isFinite(value)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
