import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requests } from '../../src/kernel/requests.ts';
import type { Workload } from '../../src/model.ts';
import * as workloads from '../../src/workloads/index.ts';
import { makeContext } from '../world/context.ts';
import { build } from '../world/plugins.ts';

const DAY = 86_400;
const MONDAY = Date.UTC(2026, 2, 2) / 1000;

interface Asked {
  readonly seed?: number;
  readonly duration?: number;
  readonly replication?: number;
}

interface Replayed {
  readonly workload: Workload;
  readonly requests: Requests;
}

function replay(csv: string, options: Record<string, unknown>, asked: Asked = {}): Replayed {
  const context = makeContext({ files: { a: csv }, ...asked });
  return {
    workload: build<Workload>('workloads', 'trace', { file: 'a', ...options }, context),
    requests: context.requests,
  };
}

interface Row {
  readonly at: number;
  readonly prompt: number;
  readonly tenant: number;
}

function rowsOf({ workload, requests }: Replayed): Row[] {
  const rows: Row[] = [];
  const row = requests.open();
  for (workload.draw(row); requests.arrival[row]! < Infinity; workload.draw(row))
    rows.push({
      at: requests.arrival[row]!,
      prompt: requests.prompt[row]!,
      tenant: requests.tenant[row]!,
    });
  return rows;
}

/** Requests 30 s apart of three users, the prompt their number. */
const steady = (count: number, from = 0): string =>
  `time,input,output,user\n${Array.from({ length: count }, (_, k) => `${from + 30 * k},${k + 1},1,u${k % 3}`).join('\n')}\n`;

describe('growth', () => {
  it('never sends two requests at one instant, and keeps each in its hour', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 1.01, max: 4, noNaN: true }), (seed, rateScale) => {
        const rows = rowsOf(replay(steady(400, MONDAY + 1234), { rateScale }, { seed }));
        const times = rows.map(({ at }) => at);
        expect(new Set(times).size).toBe(times.length);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const { at, prompt } of rows) {
          const hour = (second: number): number => Math.floor((second + 1234) / 3600);
          expect(hour(at)).toBe(hour(30 * (prompt - 1)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('adds as many requests as it says, as of other users, and leaves those of the log where they are', () => {
    const rows = rowsOf(replay(steady(1200), { rateScale: 2.5 }));
    const count = (copy: number): number =>
      rows.filter(({ tenant }) => Math.floor(tenant / 3) === copy).length;
    expect([count(0), count(1)]).toEqual([1200, 1200]);
    expect(Math.abs(count(2) - 600)).toBeLessThan(80);
    const recorded = rows.filter(({ tenant }) => tenant < 3);
    expect(recorded.map(({ at }) => at)).toEqual(Array.from({ length: 1200 }, (_, k) => 30 * k));
  });

  it('says that added requests are not of the tenants that are named, where any are', () => {
    const notes = (csv: string, options = {}): string =>
      replay(csv, { rateScale: 3, ...options }).workload.recorded!.notes.join('; ');
    const bare = 'time,prompt,output\n0,10,10\n1,10,10\n2,10,10\n';
    const named = 'time,prompt,output,tenant\n0,10,10,a\n1,10,10,b\n2,10,10,a\n';
    expect(notes(named)).toMatch(/in the same hours, who are “all others” where tenants are listed$/);
    expect(notes(bare)).toMatch(/in the same hours$/);
    expect(notes(named, { growth: 'time' })).toMatch(/runs 3 times as fast$/);
  });

  it('keeps what one user asks as far apart as it was, but for the turn of the hour', () => {
    const rows = rowsOf(replay(steady(120), { rateScale: 2 })).filter(({ tenant }) => tenant === 3);
    const gaps = rows.slice(1).map(({ at }, k) => at - rows[k]!.at);
    expect(gaps.filter((gap) => Math.abs(gap - 90) < 1e-6).length).toBeGreaterThan(gaps.length - 3);
  });

  it('to more sends all that growth to less sends', () => {
    const key = ({ at, tenant }: Row): string => `${at} ${tenant}`;
    const more = new Set(rowsOf(replay(steady(600), { rateScale: 1.7 })).map(key));
    const less = rowsOf(replay(steady(600), { rateScale: 1.2 })).map(key);
    expect(less.length).toBeGreaterThan(600);
    for (const one of less) expect(more.has(one)).toBe(true);
  });

  it('has an end: what would never come to one is refused at once', () => {
    const wrong = workloads.trace.wrong!;
    const asked = {
      file: 'a',
      errors: 'skip',
      timeScale: 1,
      growth: 'users',
      from: 0,
      priorities: undefined,
    } as const;
    expect(wrong({ ...asked, rateScale: 1e9 })).toEqual([
      {
        message: 'rateScale is 1,000,000,000: each time is a further user beside every one of the log',
        allowed: 'up to 10,000; growth: time hurries the log instead, by any factor',
      },
    ]);
    expect(wrong({ ...asked, rateScale: 9000 })).toEqual([]);
    expect(wrong({ ...asked, rateScale: 1e9, growth: 'time' })).toEqual([]);
    expect(() => replay(steady(20_000), { rateScale: 9000 })).toThrow(
      'rateScale makes 180,000,000 requests of its 20,000; a replay has up to 100,000,000',
    );
  });

  it('is cut where the scenario has a duration, which is said, and doubted where little is left', () => {
    const { notes, doubts } = replay(steady(100), {}, { duration: 1500 }).workload.recorded!;
    const words =
      'because of duration, a run replays only the first 25 minutes of the log, 50 of 100 requests; without it, all';
    expect(notes.at(-1)).toBe(words);
    expect(doubts).toEqual([]);
    expect(replay(steady(100), {}, { duration: 200 }).workload.recorded!.doubts).toEqual([
      words.replace('25 minutes', '200 seconds').replace('50', '7'),
    ]);
    for (const timeScale of [1, 3, 1 / 7])
      expect(
        replay(steady(100), { timeScale }, { duration: 1e6 }).workload.recorded!.notes.join(),
        `${timeScale}`,
      ).not.toContain('because of duration');
  });

  it('may hurry time instead: the same requests, closer together', () => {
    const hurried = replay(steady(100), { rateScale: 2, growth: 'time' });
    expect(hurried.workload.duration).toBe((99 * 30) / 2);
    expect(rowsOf(hurried).map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, k) => 15 * k));
  });
});

describe('resampling', () => {
  /** The prompt is the number of the day; 20 requests each. */
  const days = (count: number): string =>
    `time,input,output\n${Array.from({ length: count * 20 }, (_, k) => {
      const day = Math.floor(k / 20);
      return `${MONDAY + day * DAY + 28_800 + (k % 20) * 1000},${day + 1},1`;
    }).join('\n')}\n`;
  const drawn = (workload: Replayed): number[] => {
    const seen = new Map<number, Set<number>>();
    for (const { at, prompt } of rowsOf(workload)) {
      const slot = Math.floor(at / DAY);
      seen.set(slot, (seen.get(slot) ?? new Set<number>()).add(prompt - 1));
      expect(at - slot * DAY - 28_800).toBeCloseTo(Math.round((at - slot * DAY - 28_800) / 1000) * 1000, 6);
    }
    return [...seen.values()].map((of) => {
      expect(of.size).toBe(1);
      return [...of][0]!;
    });
  };

  it('draws whole days with replacement, other ones in other replications, the same again for the same seed', () => {
    const options = { resample: { block: '1d' } };
    const one = drawn(replay(days(7), options));
    expect(one).toHaveLength(7);
    expect(drawn(replay(days(7), options))).toEqual(one);
    const all = Array.from({ length: 40 }, (_, replication) =>
      drawn(replay(days(7), options, { replication })),
    );
    expect(new Set(all.map((each) => each.join())).size).toBeGreaterThan(35);
    const counts = all.flat().reduce((sum, day) => sum.with(day, sum[day]! + 1), Array<number>(7).fill(0));
    for (const count of counts) expect(Math.abs(count - 40)).toBeLessThan(25);
  });

  it('keeps the weekday where there are two weeks or more', () => {
    for (let replication = 0; replication < 10; replication++)
      drawn(replay(days(21), { resample: { block: '1d' } }, { replication })).forEach((day, slot) =>
        expect(day % 7).toBe(slot % 7),
      );
  });

  it('goes on as long as the duration says, and draws as many blocks as are asked for', () => {
    expect(drawn(replay(days(7), { resample: { block: '1d' } }, { duration: 12 * DAY }))).toHaveLength(12);
    const single = replay(days(7), { resample: { block: '1d', blocks: 1 } });
    expect(single.workload.duration).toBe(DAY);
    expect(drawn(single)).toHaveLength(1);
  });

  it('says how many blocks there are, and what they leave open', () => {
    const { resampled, notes } = replay(days(28), { resample: { block: '1d' } }).workload.recorded!;
    expect(resampled).toEqual({ block: DAY, blocks: 28, drawn: 28, freedom: 21, share: 4 / 3 });
    expect(notes.at(-1)).toBe('each run draws 28 of its 28 whole blocks of a day anew, the weekday kept');
    expect(replay(days(7), {}).workload.recorded!.resampled).toBeNull();
  });

  it('and growth go together', () => {
    const rows = rowsOf(replay(days(7), { resample: { block: '1d' }, rateScale: 2 }));
    expect(rows).toHaveLength(280);
    const times = rows.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(280);
  });
});
