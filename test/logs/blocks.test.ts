import { describe, expect, it } from 'vitest';
import { blockFor, cut } from '../../src/logs/blocks.ts';
import { fixedClock, instantOf, zoneClock } from '../../src/logs/clock.ts';
import { dayOf, daysFrom } from '../../src/logs/moment.ts';
import { stretchOf, type StretchOptions } from '../../src/logs/stretch.ts';
import { demandWords, whenWords } from '../../src/logs/words.ts';
import { logOf } from './texts.ts';

const DAY = 86_400;
const MONDAY = Date.UTC(2026, 2, 2) / 1000;

/** A request each at those seconds since 1970. */
function stretch(
  times: readonly number[],
  options: Partial<StretchOptions> = {},
): ReturnType<typeof stretchOf> {
  return stretchOf(logOf(`time,input,output\n${times.map((at) => `${at},1,1`).join('\n')}\n`), {
    from: 0,
    ...options,
  });
}

/** So many days from that one on, one request each at those hours. */
const office = (first: number, days: number, hours: readonly number[]): number[] =>
  Array.from({ length: days }, (_, day) => hours.map((hour) => first + day * DAY + hour * 3600)).flat();
const HOURS = [9, 10, 11, 13, 14, 15, 16];

describe('days', () => {
  it('go from midnight to midnight, and nights without requests do not cut the first and the last short', () => {
    const blocks = cut(stretch(office(MONDAY, 5, HOURS)), DAY);
    expect([...blocks.starts].map((start) => start + 9 * 3600)).toEqual(
      [0, 1, 2, 3, 4].map((day) => day * DAY),
    );
    expect([...blocks.high].map((high, k) => high - blocks.low[k]!)).toEqual([7, 7, 7, 7, 7]);
  });

  it('that are not wholly in the log are left out', () => {
    const times = office(MONDAY, 5, HOURS);
    expect(cut(stretch(times.slice(4)), DAY).starts).toHaveLength(4);
    expect(cut(stretch(times.slice(0, -4)), DAY).starts).toHaveLength(4);
    expect(cut(stretch(times, { from: 2.2 * DAY, to: 4.9 * DAY }), DAY).starts).toHaveLength(2);
  });

  it('begin where the zone has them begin, on days with 23 and 25 hours too', () => {
    // Clocks went forward in Berlin on 29 March 2026.
    const saturday = Date.UTC(2026, 2, 28) / 1000;
    const times = Array.from({ length: 24 * 5 }, (_, hour) => saturday - 3600 + hour * 3600);
    const blocks = cut(stretch(times, { zone: 'Europe/Berlin', to: 5 * DAY }), DAY);
    const starts = [...blocks.starts].map((start) =>
      new Date((saturday - 3600 + start) * 1000).toISOString(),
    );
    expect(starts.slice(0, 4)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
  });

  it('keep their weekday where the log has each twice, and are drawn from all where it has not', () => {
    const week = cut(stretch(office(MONDAY, 7, HOURS)), DAY);
    expect([week.keeps, week.pools.map(({ length }) => length)]).toEqual([null, [7]]);
    const month = cut(stretch(office(MONDAY, 30, HOURS)), DAY);
    expect(month.keeps).toBe('weekday');
    expect(month.pools.map((pool) => [...pool])).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((day) => Array.from({ length: day < 2 ? 5 : 4 }, (_, k) => day + 7 * k)),
    );
  });
});

describe('other blocks', () => {
  it('of hours keep the time of day where the log has each hour twice, and the weekday with weeks', () => {
    const hourly = (days: number): number[] =>
      office(
        MONDAY,
        days,
        Array.from({ length: 24 }, (_, hour) => hour),
      );
    const two = cut(stretch(hourly(2), { to: 2 * DAY }), 3600);
    expect([two.keeps, two.pools.length]).toEqual(['time of day', 24]);
    const weeks = cut(stretch(hourly(14), { to: 14 * DAY }), 3600);
    expect([weeks.keeps, weeks.pools.length]).toEqual(['weekday and time of day', 168]);
  });

  it('may be weeks, and minutes of a log without dates', () => {
    expect(cut(stretch(office(MONDAY, 28, HOURS)), 7 * DAY).starts).toHaveLength(4);
    expect(cut(stretch(Array.from({ length: 61 }, (_, k) => 10 * k)), 60).starts).toHaveLength(10);
  });

  it('have to divide a day or be days, and there have to be two', () => {
    const log = stretch(office(MONDAY, 5, HOURS));
    expect(() => cut(log, 5000)).toThrow(/a block of 5000 s is neither whole days nor a part of one/);
    expect(() => cut(log, 7 * DAY)).toThrow(/no whole block of a week.*write block: 1d/);
    expect(() => cut(stretch([0, 60, 200]), 3600)).toThrow(/two at least are needed: record more/);
  });

  it('are proposed as long as the log has several of them', () => {
    expect([30 * DAY, 5 * DAY, 8 * 3600, 3600, 300, 90].map((seconds) => blockFor(seconds)?.text)).toEqual([
      '1w',
      '1d',
      '1h',
      '10m',
      '1m',
      undefined,
    ]);
  });
});

describe('words', () => {
  it.each([
    [office(MONDAY, 7, HOURS), 'one recorded week, 49 requests', '2 to 8 March 2026'],
    [office(MONDAY, 28, HOURS), '4 recorded weeks, 196 requests', '2 to 29 March 2026'],
    [office(MONDAY, 31, [9]), '31 recorded days, 31 requests', '2 March to 1 April 2026'],
    [[MONDAY, MONDAY + 270], '4.5 recorded minutes, 2 requests', '2 March 2026'],
    [[0, 7200], '2 recorded hours, 2 requests', null],
    [
      [Date.UTC(2025, 11, 31, 12) / 1000, Date.UTC(2026, 0, 1, 12) / 1000],
      '2 recorded days, 2 requests',
      '31 December 2025 to 1 January 2026',
    ],
  ])('say how much demand there is and from when', (times, words, when) => {
    expect(demandWords(stretch(times))).toBe(words);
    expect(whenWords(stretch(times))).toBe(when);
  });
});

it('days count from 1970 as a calendar has them', () => {
  for (let day = -30_000; day < 60_000; day += 37) {
    const date = new Date(day * DAY * 1000);
    const { year, month, day: ofMonth } = dayOf(day);
    expect([year, month, ofMonth]).toEqual([
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
    ]);
    expect(daysFrom(year, month, ofMonth)).toBe(day);
  }
});

it('clocks of a zone show what it has, and the instant comes back from what they show', () => {
  const berlin = zoneClock('Europe/Berlin');
  expect(berlin(Date.UTC(2026, 0, 15) / 1000)).toBe(3600);
  expect(berlin(Date.UTC(2026, 6, 15) / 1000)).toBe(7200);
  for (const clock of [berlin, fixedClock(-19_800)])
    for (const at of [MONDAY, MONDAY + 40 * DAY]) expect(instantOf(at + clock(at), clock)).toBe(at);
  expect(() => zoneClock('Europe/Bärlin')).toThrow(RangeError);
});
