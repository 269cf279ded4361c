import { describe, expect, test } from 'vitest';
import type { Timeline, TimelineBar } from '../../src/explain/result.ts';
import { rerun } from '../../src/explain/rerun.ts';
import { timelineOf } from '../../src/explain/timeline.ts';
import { wayOf } from '../../src/metrics/stories.ts';
import { drawFigure } from '../../src/render/figure.ts';
import { density } from '../../src/explain/report/density.ts';
import { clockText } from '../../src/kernel/clockText.ts';
import { timelineFigure } from '../../src/explain/report/timeline.ts';
import { logOf, scenarioOf, setting, TROUBLED, TWO } from './world.ts';

const [boards, ...desks] = TROUBLED.fleet;
/** With failures that come often enough to be seen in minutes. */
const failing = { ...boards!, failures: { every: '60s', repair: '30s' } };
const troubled = scenarioOf({ ...TROUBLED, duration: '10m', fleet: [failing, ...desks] });
const whole: Timeline = timelineOf(troubled, setting(), { from: 0, to: 1e5 });

describe('a stretch of a run', () => {
  test('of two machines is what pencil and paper say', () => {
    // Request 0 on the fast one from 0 to 1, 1 on the slow one from 1.1 to 5.1, 2 and 4 on the fast one, 4 after 2.
    const log = logOf([0, 1.1, 1.5, 1.7, 1.75]);
    const { bars, marks, came } = timelineOf(scenarioOf(TWO), setting(log), { from: 1, to: 2 });
    const shown = bars.map(({ request, machine, from, start, firstToken, end }) => [
      request,
      machine,
      ...[from, start!, firstToken!, end].map((time) => Math.round(time * 1e6) / 1e6),
    ]);
    // Request 0 ends as the stretch begins.
    expect(shown).toEqual([
      [1, 1, 1.1, 1.1, 3.1, 5.1],
      [2, 0, 1.5, 1.5, 2, 2.5],
      [3, 1, 1.7, 5.1, 7.1, 9.1],
      [4, 0, 1.75, 2.5, 3, 3.5],
    ]);
    expect([marks, came]).toEqual([[], 4]);
  });

  test('has every stay and every refusal of the run, and looking changes nothing', () => {
    const stays = { taken: 0, refused: 0, lost: 0, cloud: 0 };
    const plain = rerun(troubled, setting(), {
      hear: (stories, at) => {
        for (const { kind, by, reason } of wayOf(stories, at)) {
          if (kind === 'refused') stays.refused++;
          else stays.taken++;
          if (kind === 'ended' && reason === 'deviceDown') stays.lost++;
          if (kind !== 'refused' && by === -1) stays.cloud++;
        }
      },
    });
    const count = (kind: string): number => whole.marks.filter((mark) => mark.kind === kind).length;
    // Whose stay is over as it begins is not to be seen.
    const seen = whole.bars.length;
    expect(seen).toBeLessThanOrEqual(stays.taken);
    expect(seen).toBeGreaterThan(stays.taken - 5);
    expect([count('refused'), count('lost'), count('cloud')]).toEqual([
      stays.refused,
      stays.lost,
      stays.cloud,
    ]);
    expect(stays.lost).toBeGreaterThan(3);
    const sampled = rerun(troubled, setting(), {
      sample: { times: [10, 20, 30, 400], take: () => undefined },
    });
    expect(sampled.fates.end).toEqual(plain.fates.end);
    expect(sampled.fates.by).toEqual(plain.fates.by);
  });

  test('never has more running on a machine than it has slots, nor anybody running on one that is down', () => {
    whole.machines.forEach(({ slots }, machine) => {
      const turns = whole.bars
        .filter((bar) => bar.machine === machine && bar.start !== null)
        .flatMap(({ start, end }) => [
          [start!, 1],
          [end, -1],
        ])
        .toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
      let running = 0;
      for (const [, turn] of turns) {
        running += turn!;
        expect(running).toBeLessThanOrEqual(slots);
      }
      expect(running).toBe(0);
    });
    const near = timelineOf(troubled, setting(), { from: 60, to: 300 });
    expect(near.samples.some(({ up }) => up.includes(false))).toBe(true);
    const isOn = (bar: TimelineBar, at: number): boolean =>
      bar.start !== null && bar.start < at && bar.end > at;
    for (const { at, up, fill } of near.samples) {
      for (const share of fill!) expect(share >= 0 && share <= 1).toBe(true);
      up.forEach((isUp, machine) => {
        if (!isUp) expect(near.bars.some((bar) => bar.machine === machine && isOn(bar, at))).toBe(false);
      });
    }
  });
});

type Vertical = readonly { readonly data: { readonly values: readonly Record<string, number>[] } }[];

describe('its figure', () => {
  test('has a lane for each machine, and draws', async () => {
    const { spec, caption } = timelineFigure(timelineOf(troubled, setting(), { from: 60, to: 120 }));
    const { svg } = await drawFigure(spec);
    // Every lane has its name.
    for (const text of [
      '>board#1<',
      '>board#2<',
      '>board#3<',
      '>desk#1<',
      '>cloud<',
      'waiting',
      'refused',
      'Time (s)',
    ])
      expect(svg).toContain(text);
    expect(caption).toMatch(/A lane for each machine/);
  });

  test('of more than fifty machines is how busy they were, which adds up', async () => {
    const [entry] = TROUBLED.fleet;
    const many = scenarioOf({ ...TROUBLED, duration: '3m', fleet: [{ ...entry, count: 120 }] });
    const timeline = timelineOf(many, setting(), { from: 0, to: 120 });
    expect(timeline.samples).toEqual([]);
    const { spec, caption } = timelineFigure(timeline);
    expect(caption).toMatch(/on average over 3 machines in each row/);
    const parts = density(timeline, 100).spec['vconcat'] as Vertical;
    const cells = parts.at(-1)!.data.values;
    const held = cells.reduce(
      (sum, { held: each, low, high, at, until }) => sum + each! * (high! - low!) * (until! - at!),
      0,
    );
    const stays = timeline.bars
      .filter(({ machine }) => machine >= 0)
      .reduce((sum, { from, end }) => sum + Math.min(end, 120) - Math.max(from, 0), 0);
    expect(stays).toBeGreaterThan(100);
    expect(held).toBeCloseTo(stays, 6);
    expect((await drawFigure(spec)).svg).toContain('Machines, in the order of the fleet');
  });

  test.each([
    [0, '0 s'],
    [75.5, '75.5 s'],
    [1200, '20:00 min'],
    [3750, '1:02:30 h'],
    [86_400 + 3750, '1 day 1:02:30'],
    [9 * 86_400 + 36_000, '9 days 10:00:00'],
  ])('tells %s seconds as %s', (time, told) => {
    expect(clockText(time)).toBe(told);
  });
});
