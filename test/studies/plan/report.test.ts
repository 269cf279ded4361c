import { beforeAll, describe, expect, test } from 'vitest';
import type { Planned } from '../../../src/studies/plan/result.ts';
import { drawFigure } from '../../../src/render/figure.ts';
import { decadeTicks } from '../../../src/report/curve.ts';
import { planFront } from '../../../src/studies/plan/report/front.ts';
import { planFigures } from '../../../src/studies/plan/report/figures.ts';
import { planText } from '../../../src/studies/plan/report/text.ts';
import { shortNames } from '../../../src/studies/plan/report/words.ts';
import { planned, planOf, EDGE_ONLY, WITH_CLOUD } from './office.ts';

describe('what a plan says', () => {
  let does: Planned;
  let doesNot: Planned;
  beforeAll(async () => {
    does = await planned(planOf(WITH_CLOUD, 'plan.cloudShare=0.1', 'plan.candidates.1.count=0..2'), {
      growth: [1, 2],
    });
    doesNot = await planned(planOf(EDGE_ONLY, 'plan.candidates.1.count=0..1', 'slo.ttft=500ms'));
  }, 60_000);

  test('names the fleet, what it costs and what is sure of it, for every level of demand', () => {
    const text = planText(does, { width: 1000 });
    for (const { recommended } of does.levels) {
      const named = recommended!.name.replaceAll('/tiny', '');
      expect(text).toMatch(
        new RegExp(
          `${named.replaceAll('+', '\\+')} meets all of it at [^$]* for \\$${recommended!.cost.total.mean!.toFixed(2)}`,
        ),
      );
    }
    expect(text).toContain("at today's demand");
    expect(text).toContain("at 2 times today's demand");
    expect(text.replace(/\s+/g, ' ')).toContain('with 95 % confidence');
  });

  test('adds up what a month costs', () => {
    for (const { recommended } of does.levels) {
      const { hardware, load, idle, cloud, total } = recommended!.cost;
      expect(hardware + load.mean! + idle.mean! + cloud.mean!).toBeCloseTo(total.mean!, 9);
    }
  });

  test('speaks of a line only where there is one to see', () => {
    const [level] = does.levels;
    const says = (front: Planned['levels'][number]['front']): string =>
      JSON.stringify(planFront(does, { ...level!, front }, 'front').spec);
    const two = level!.seen.slice(0, 2);
    expect(says(two)).toContain('Fleets on the line: none that was run');
    const one = level!.seen.find(({ counts }) => counts.some((count) => count > 0))!;
    expect(says([one])).toContain('One fleet costs least and attains most');
    expect(says([{ ...one, counts: one.counts.map(() => 0) }])).toContain('The cloud alone costs least');
  });

  test('says of a whisker that the axis cuts off that it goes on', () => {
    const [level] = does.levels;
    const says = (low: number): string => {
      const recommended = { ...level!.recommended!, attainment: { mean: 0.99, ci95: [low, 1] as const } };
      return JSON.stringify(planFront(does, { ...level!, recommended }, 'front').spec);
    };
    expect(says(0.05)).toMatch(/A whisker that ends at \d+ % goes on below it\./);
    expect(says(0.98)).not.toContain('goes on below it');
  });

  test('keeps to the width of the screen', () => {
    for (const one of [does, doesNot])
      for (const line of planText(one, { width: 80 }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(80);
  });

  test('says so when nothing will do, with the nearest and what stands in its way', () => {
    const text = planText(doesNot, { width: 1000 });
    expect(text).toContain('No fleet within the bounds is confirmed to meet all of it');
    expect(text).toContain(
      'What stands in the way: slow read prompts too slowly, even with nothing else to do',
    );
  });

  test('says of fleets that look as if they did that their runs are too few, not that they miss', async () => {
    const few = planOf(EDGE_ONLY, 'plan.per=day', 'plan.mostRuns=8', 'duration=15m', 'slo.ttft=1h');
    const text = planText(await planned(few), { width: 1000 });
    expect(text).not.toContain('(misses)');
    expect(text).toMatch(
      /The nearest is [^:]*: .* is 100 %, asked 95 %\. Its 8 runs are too few to be sure of that/,
    );
    expect(text).toMatch(/100 % +0\.0 % +too few runs to tell/);
    expect(text.match(/leave it undecided/g)).toHaveLength(3);
    expect(text).toMatch(/\d+ more expensive fleets are undecided too/);
    expect(planText(doesNot, { width: 1000 })).toContain('(misses)');
  }, 60_000);

  test('is drawn without a warning, the same each time', async () => {
    for (const one of [does, doesNot])
      for (const { spec, name } of planFigures(one)) {
        const warnings: string[] = [];
        const { svg } = await drawFigure(spec, (text) => warnings.push(text));
        expect(warnings, name).toEqual([]);
        expect(svg).toContain('<svg');
        expect((await drawFigure(spec)).svg).toBe(svg);
      }
  });

  test('has pictures of its own for every level', () => {
    expect(planFigures(does).map(({ name }) => name)).toEqual([
      'plan-front',
      'plan-demand',
      'plan-front-2',
      'plan-demand-2',
    ]);
  });
});

test('names are as short as tells them apart', () => {
  expect(shortNames(['nano/a-q4', 'agx/a-q4'])).toEqual(['nano', 'agx']);
  expect(shortNames(['nano/a-q4', 'nano/b-q4'])).toEqual(['a-q4', 'b-q4']);
  expect(shortNames(['nano/a', 'nano/b', 'agx/a'])).toEqual(['nano/a', 'nano/b', 'agx/a']);
});

test('ticks of a long axis are few and round', () => {
  expect(decadeTicks([12, 400])).toEqual([20, 50, 100, 200]);
  expect(decadeTicks([0.05, 120])).toEqual([0.1, 0.3, 1, 3, 10, 30, 100]);
});
