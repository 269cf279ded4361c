import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteLines, piece } from '../../src/store/byteLines.ts';
import { csvLine } from '../../src/kernel/csv.ts';

function written(write: (to: ByteLines) => void): string {
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  const to = new ByteLines((bytes) => pieces.push(decoder.decode(bytes, { stream: true })));
  write(to);
  to.flush();
  return pieces.join('');
}

test('whole numbers are written as they are', () => {
  for (const number of [0, 7, 10, 99_999, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER])
    expect(written((to) => to.whole(number))).toBe(String(number));
  fc.assert(
    fc.property(fc.maxSafeNat(), (number) => written((to) => to.whole(number)) === String(number)),
    { seed: 1 },
  );
});

test('decimals are near to half a billionth, or as they are where that is not near enough', () => {
  for (const number of [
    0,
    0.5,
    12.25,
    0.9999999999,
    3599.999999999,
    1e-5,
    5e-324,
    1e300,
    86_400 * 365,
    -2.5,
  ]) {
    const text = written((to) => to.decimal(number));
    expect(Math.abs(Number(text) - number)).toBeLessThanOrEqual(5.1e-10);
    if (Math.abs(number) < 1e-3 || number > 1e7) expect(Number(text)).toBe(number);
  }
  expect(written((to) => to.decimal(12.5))).toBe('12.5');
  expect(written((to) => to.decimal(0.001_000_5))).toBe('0.0010005');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2e6, noNaN: true }), (number) => {
      const text = written((to) => to.decimal(number));
      // Read and written again it stays: a log of a log is the same.
      return Math.abs(Number(text) - number) <= 1.1e-9 && written((to) => to.decimal(Number(text))) === text;
    }),
    { seed: 1 },
  );
});

test('text of any length and any letters comes through, in order', () => {
  const long = 'längere Namen – 長い名前 '.repeat(70_000);
  const all = written((to) => {
    for (let k = 0; k < 100_000; k++) {
      to.ascii('k');
      to.whole(k);
    }
    to.text(long);
    to.ascii('.');
  });
  expect(all).toBe(`${Array.from({ length: 100_000 }, (_, k) => `k${k}`).join('')}${long}.`);
});

test('what is quoted is what a line of a table has, however long', () => {
  for (const text of ['["a",1]', '"', `[${'"x",'.repeat(3000)}1]`])
    expect(`${written((to) => to.quoted(new TextEncoder().encode(text)))}\n`).toBe(csvLine([text]));
});

test('pieces come through whole, whatever their letters and however long, with numbers between them', () => {
  const texts = ['', 'a', 'abcd', 'ab,cd', '長い名前', '\x7f😀', `${'längere '.repeat(2000)}.`];
  const pieces = texts.map(piece);
  const all = written((to) => {
    for (let k = 0; k < 7000; k++) {
      to.put(pieces[k % 7]!);
      to.whole(k);
      to.byte(44);
    }
  });
  expect(all).toBe(Array.from({ length: 7000 }, (_, k) => `${texts[k % 7]!}${k},`).join(''));
});
