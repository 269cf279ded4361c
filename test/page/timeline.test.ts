/** What the player draws from, held against the stretch that it plays. */
import { describe, expect, test } from 'vitest';
import { timelineOf } from '../../src/explain/timeline.ts';
import { foundAt } from '../../src/page/timelineFound.ts';
import { firstPast, liveliest, nowOf, placeOf, refusalAfter, sceneOf } from '../../src/page/timelineScene.ts';
import { AXIS, xOf, type TimelineView } from '../../src/page/timelineView.ts';
import { heldWords, wayOf } from '../../src/page/timelineWords.ts';
import { phasesOf } from '../../src/explain/report/lanes.ts';
import { scenarioOf, setting, TROUBLED } from '../explain/world.ts';

const [boards, ...desks] = TROUBLED.fleet;
const failing = { ...boards!, failures: { every: '60s', repair: '30s' } };
const troubled = { ...TROUBLED, duration: '10m', fleet: [failing, ...desks] };
const scene = sceneOf(timelineOf(scenarioOf(troubled), setting(), { from: 0, to: 600 }));
const { timeline } = scene;
const view: TimelineView = {
  from: 60,
  to: 180,
  now: 150,
  width: 900,
  height: scene.height + AXIS,
  ink: String,
  picked: null,
};

describe('the player', () => {
  test('counts who waits, who runs and who was refused at any moment', () => {
    for (let time = 0.5; time < 600; time += 7.3) {
      const there = timeline.bars.filter(({ from, end }) => from <= time && end > time);
      const isWaiting = ({ machine, start }: (typeof there)[number]): boolean =>
        machine >= 0 && (start === null || start > time);
      const cloud = there.filter(({ machine }) => machine === -1).length;
      const waiting = there.filter(isWaiting).length;
      expect(nowOf(scene, time)).toEqual({
        cloud,
        waiting,
        running: there.length - cloud - waiting,
        refused: timeline.marks.filter(({ kind, at }) => kind === 'refused' && at <= time).length,
      });
    }
  });

  test('finds by halving every bar that is in sight', () => {
    for (const time of [0, 33, 100, 599]) {
      const first = firstPast(scene, time);
      expect(scene.bars.slice(0, first).every(({ bar }) => bar.end <= time)).toBe(true);
      expect(first === scene.bars.length || scene.bars[first]!.bar.end > time).toBe(true);
    }
  });

  test('finds under the pointer the request that is drawn there', () => {
    const wide = { ...view, width: 4000 };
    const x = xOf(wide);
    const high = (wide.height - AXIS) / scene.names.length;
    // Where a mark is near, it is the mark that is meant.
    const far = (at: number): boolean => timeline.marks.every((mark) => Math.abs(x(mark.at) - x(at)) > 12);
    let seen = 0;
    for (const one of scene.bars) {
      const middle = (one.bar.from + one.bar.end) / 2;
      if (middle < wide.from || middle > wide.to || !far(middle)) continue;
      const [top, tall] = placeOf(one);
      expect(foundAt(scene, wide, x(middle), (top + tall / 2) * high)?.request).toBe(one.bar.request);
      seen++;
    }
    expect(seen).toBeGreaterThan(25);
    expect(foundAt(scene, view, 3, 3)).toBe(null);
  });

  test('says of a request where it was and for how long', () => {
    const moved = timeline.marks.find(({ kind }) => kind === 'lost')!.request;
    const [title, ...lines] = wayOf(scene, moved);
    expect(title).toBe(`Request ${moved}`);
    const bars = timeline.bars.filter(({ request }) => request === moved);
    for (const bar of bars) {
      const name = bar.machine === -1 ? 'the cloud' : timeline.machines[bar.machine]!.name;
      const [[state] = ['']] = phasesOf(bar);
      expect(lines.some((line) => line.includes(`${name}: `) && line.includes(state))).toBe(true);
    }
    expect(lines.some((line) => line.includes('lost to a fault'))).toBe(true);
  });

  test('begins where something goes on, and leaps from refusal to refusal', () => {
    const begin = liveliest(scene);
    expect(begin).toBeGreaterThanOrEqual(0);
    expect(begin).toBeLessThanOrEqual(600);
    let [time, leaps] = [0, 0];
    for (let next = refusalAfter(scene, time); next; next = refusalAfter(scene, time)) {
      expect(next.at).toBeGreaterThan(time);
      [time, leaps] = [next.at, leaps + 1];
    }
    const times = new Set(timeline.marks.filter(({ kind }) => kind === 'refused').map(({ at }) => at));
    expect(leaps).toBe(times.size);
  });

  test('of more than fifty machines shows how busy they were', () => {
    const many = { ...TROUBLED, duration: '3m', fleet: [{ ...boards!, count: 60 }, ...desks] };
    const crowd = sceneOf(timelineOf(scenarioOf(many), setting(), { from: 0, to: 180 }));
    const { dense } = crowd;
    expect(dense!.rows).toBeLessThanOrEqual(50);
    const machines = crowd.timeline.machines.length;
    let held = 0;
    for (let row = 0; row < dense!.rows; row++) {
      const of = Math.min(machines, (row + 1) * dense!.each) - row * dense!.each;
      for (let k = 0; k < dense!.columns; k++)
        held += dense!.means[row * dense!.columns + k]! * of * dense!.wide;
    }
    const stayed = crowd.timeline.bars
      .filter(({ machine }) => machine >= 0)
      .reduce((sum, { from, end }) => sum + Math.min(end, 180) - Math.max(from, 0), 0);
    expect(held).toBeCloseTo(stayed, 6);
    expect(heldWords(crowd, 0, 90)[1]).toMatch(/^1:30: .* requests/);
    expect(foundAt(crowd, { ...view, from: 0, height: crowd.height + AXIS }, 500, 20)!.request).toBe(null);
  });
});
