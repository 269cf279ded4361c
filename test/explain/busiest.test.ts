import { expect, test } from 'vitest';
import type { Timeline } from '../../src/explain/result.ts';
import { busiest, timelineOf } from '../../src/explain/timeline.ts';
import { scenarioOf, setting, TROUBLED } from './world.ts';

const whole: Timeline = timelineOf(scenarioOf(TROUBLED), setting(), { from: 0, to: 1200 });

/** Requests held on average, and refusals, as it is weighed. */
function weight({ bars, marks }: Timeline, from: number, to: number): number {
  const held = bars.reduce(
    (sum, bar) => sum + Math.max(0, Math.min(to, bar.end) - Math.max(from, bar.from)),
    0,
  );
  const refused = marks.filter(({ kind, at }) => kind === 'refused' && at >= from && at < to).length;
  return held / ((to - from) / 4) + (refused * 10) / 4;
}

test('no other stretch of a run has more to see, by more than the steps it is looked for in', () => {
  const { from, to } = busiest(whole, 120);
  expect([to - from, from % 10]).toEqual([120, 0]);
  const best = weight(whole, from, to);
  for (let at = 0; at <= 1080; at += 30) expect(best).toBeGreaterThan(0.93 * weight(whole, at, at + 120));
  expect(best).toBeGreaterThan(1.05 * weight(whole, 0, 120));
});

test('a run shorter than that is shown whole, and nothing reaches past its end', () => {
  expect(busiest(whole, 5000)).toEqual({ from: 0, to: 1200 });
  const late = { ...whole, bars: [], marks: whole.marks.filter(({ at }) => at > 1150) };
  const { from, to } = busiest(late, 120);
  expect(to).toBeLessThanOrEqual(1200);
  expect(from).toBeGreaterThanOrEqual(1070);
});
