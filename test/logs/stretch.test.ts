import { describe, expect, it } from 'vitest';
import { stretchOf, type StretchOptions } from '../../src/logs/stretch.ts';
import { demandWords, readingNotes, whenWords } from '../../src/logs/words.ts';
import { logOf } from './texts.ts';

/** Six days, Monday 2 to Saturday 7 March 2026, a request at every full hour from 8 to 17; what fails does so at 12:30. */
const ROWS = Array.from({ length: 6 }, (_, day) => [
  ...Array.from(
    { length: 10 },
    (__, hour) => `2026-03-0${2 + day}T${String(8 + hour).padStart(2, '0')}:00:00,9,9,ok`,
  ),
  `2026-03-0${2 + day}T12:30:00,9,0,ok`,
  `2026-03-0${2 + day}T12:40:00,9,9,error`,
]).flat();
const LOG = logOf(['time,prompt,output,status', ...ROWS].join('\n'));

const cut = (options: Partial<StretchOptions>) => stretchOf(LOG, { from: 0, ...options });
const rows = (options: Partial<StretchOptions>): number => {
  const { low, high } = cut(options);
  return high - low;
};

describe('a stretch of a log', () => {
  it.each([
    [{}, '6 recorded days, 60 requests', '2 to 7 March 2026'],
    // Until Saturday at eight, when one of its ten requests comes.
    [{ to: 5 * 86_400 }, '5 recorded days, 51 requests', '2 to 6 March 2026'],
    // From Monday at half past four in the afternoon, when one of ten is left.
    [{ from: 8.5 * 3600 }, '5 recorded days, 51 requests', '3 to 7 March 2026'],
    [{ to: 5 * 86_400 + 5 * 3600 }, '6 recorded days, 56 requests', '2 to 7 March 2026'],
    // A Sunday on which nobody asked was recorded as well, when the stretch says so.
    [{ to: 6 * 86_400 + 20 * 3600 }, 'one recorded week, 60 requests', '2 to 8 March 2026'],
    [{ from: 8 * 3600, to: 10 * 3600 }, '2 recorded hours, 2 requests', '2 March 2026'],
  ])('%j has the days of which it has the requests: %s', (options, words, when) => {
    const stretch = cut(options);
    expect(demandWords(stretch)).toBe(words);
    expect(whenWords(stretch)).toBe(when);
  });

  it.each([
    [{}, '6 that ended in an error, 6 without output'],
    [{ to: 2 * 86_400 }, '2 that ended in an error, 2 without output'],
    [{ from: 4.6 * 3600, to: 86_400 }, '1 that ended in an error'],
  ])('%j says which rows of its own are left out', (options, words) => {
    expect(readingNotes(cut(options)).at(-1)).toBe(`rows left out: ${words} (errors: keep takes them in)`);
  });

  it('without such rows says nothing of those elsewhere', () => {
    expect(readingNotes(cut({ to: 3600 })).join()).not.toContain('left out');
  });

  it('begins and ends at dates where the log has them, a date alone being the whole of its day', () => {
    expect(rows({ from: '2026-03-03' })).toBe(50);
    // A request that comes at the very moment is in.
    expect([rows({ from: 86_400 }), rows({ from: 86_401 })]).toEqual([50, 49]);
    expect([rows({ to: 86_400 }), rows({ to: 86_399 })]).toEqual([11, 10]);
    expect(rows({ to: '2026-03-06' })).toBe(50);
    expect(rows({ from: '2026-03-03T12:00', to: '2026-03-03 14:30:00' })).toBe(3);
    // The log has no zone: its clock is UTC, unless a zone is said.
    expect(rows({ from: '2026-03-03T12:00+02:00', to: '2026-03-03T12:00Z' })).toBe(3);
    expect(demandWords(cut({ from: '2026-03-02', to: '2026-03-06' }))).toBe('5 recorded days, 50 requests');
  });

  it('at dates outside of it says where it is', () => {
    expect(() => cut({ from: '2027-01-01' })).toThrow(
      'no rows between from and to; the log goes from 2026-03-02 08:00 to 2026-03-07 17:00',
    );
  });

  it('of a log that counts from its own start has no dates', () => {
    const counted = logOf('time,prompt,output\n0,1,1\n60,1,1');
    expect(() => stretchOf(counted, { from: '2026-03-02' })).toThrow(
      'trace.from: 2026-03-02 has no meaning here: the times of the log are no dates',
    );
  });

  it('takes time: one request, or many at one instant, have no rate', () => {
    const one = logOf('time,prompt,output\n5,1,1');
    expect(() => stretchOf(one, { from: 0 })).toThrow(
      'its one request takes no time, so that there is no rate',
    );
    expect(demandWords(stretchOf(one, { from: 0, to: 7200 }))).toBe('2 recorded hours, 1 request');
    const twins = logOf('time,prompt,output\n5,1,1\n5,1,1');
    expect(() => stretchOf(twins, { from: 0 })).toThrow('all its requests are at one instant');
  });
});
