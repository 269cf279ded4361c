/** What moving an input does, on functions of which that is known. */
import { describe, expect, it } from 'vitest';
import { createStreams } from '../../../src/kernel/random.ts';
import { valueAt } from '../../../src/studies/sensitivity/input.ts';
import { shift } from '../../../src/studies/sensitivity/shifts.ts';
import { saltelli } from '../../../src/studies/sensitivity/sobol.ts';
import { sensitivityText } from '../../../src/studies/sensitivity/report/text.ts';
import { studyDocument } from '../../../src/studies/sensitivity/report/studyDocument.ts';
import { shiftText } from '../../../src/studies/sensitivity/report/shifts.ts';
import type { Input, OutputShift } from '../../../src/studies/sensitivity/result.ts';
import { captured } from '../../cli/captured.ts';
import { study } from './small.ts';

const INPUT = { path: 'x', name: 'x', unit: '', base: 1, cells: [0], logarithmic: false, whole: false };
const even = (low: number, high: number): Input => ({ ...INPUT, low, high });
const byRatios = (low: number, high: number): Input => ({ ...even(low, high), logarithmic: true });
const whole = (low: number, high: number): Input => ({ ...even(low, high), whole: true });

/** The first input of a function, as a study of so many rows sees it. */
function seen(
  inputs: readonly Input[],
  at: (values: readonly number[]) => number,
  { rows = 256, seed = 1, input = 0 } = {},
): OutputShift | null {
  const stream = createStreams(seed, 0);
  const { a, b, mixed } = saltelli(rows, inputs.length, stream('design'));
  const values = (row: readonly number[]): number[] => inputs.map((one, i) => valueAt(one, row[i]!));
  const of = (all: readonly (readonly number[])[]): number[] => all.map((row) => at(values(row)));
  const moved = {
    from: a.map((row) => values(row)[input]!),
    to: b.map((row) => values(row)[input]!),
    before: of(a),
    after: of(mixed[input]!),
    other: of(b),
  };
  return shift(inputs[input]!, moved, stream('resampled'));
}

const contains = ([low, high]: readonly [number, number], value: number): boolean =>
  low <= value && value <= high;

describe('the shift of an input', () => {
  it('is that of a straight line, whatever the other inputs add', () => {
    const found = seen([even(10, 30), even(0, 100)], ([x, y]) => 3 * x! + 5 * y!)!;
    expect([found.from, found.to]).toEqual([10, 30]);
    expect(found.difference.mean).toBeCloseTo(60, 6);
    // From 30 + 250 on average to 90 + 250; the mean of the other is not known exactly.
    expect(found.relative.mean).toBeCloseTo(60 / 280, 2);
    expect(found.at.map(({ value }) => value)).toEqual([10, 15, 20, 25, 30]);
    expect(found.turn).toBeNull();
  });

  it('is in the direction in which the output goes, over ratios too', () => {
    const found = seen([byRatios(10, 1000), even(0, 1)], ([x, y]) => 100 / Math.sqrt(x!) + y!)!;
    expect(found.difference.mean!).toBeCloseTo(100 / Math.sqrt(1000) - 100 / Math.sqrt(10), 0);
    expect(found.relative.mean!).toBeLessThan(-0.8);
  });

  it('is the mean over the others where they decide what it does', () => {
    // Crossing x changes the output by 10 y, which is 5 on average, and 10 y - 5 by nothing on average.
    const some = seen([even(0, 1), even(0, 1)], ([x, y]) => 10 * x! * y!)!;
    expect(some.difference.mean).toBeCloseTo(5, 0);
    expect(contains(some.difference.ci95!, 5)).toBe(true);
    const none = seen([even(0, 1), even(0, 1)], ([x, y]) => x! * (10 * y! - 5))!;
    expect(contains(none.difference.ci95!, 0)).toBe(true);
  });

  it('of what rises and falls again says where it is highest, and of what falls and rises where it is lowest', () => {
    const hill = seen([even(0, 8), even(0, 1)], ([x, y]) => 16 - (x! - 4) ** 2 + y!)!;
    expect(hill.turn).toEqual({ value: 4, highest: true });
    expect(hill.difference.mean).toBeCloseTo(0, 6);
    const valley = seen([byRatios(1, 10_000), even(0, 1)], ([x, y]) => (Math.log10(x!) - 3) ** 2 + y!)!;
    expect(valley.turn).toEqual({ value: 1000, highest: false });
    const noise = seen([even(0, 1), even(0, 1)], ([x, y]) => x! + 5 * Math.sin(40 * x!) * y!)!;
    expect(noise.turn).toBeNull();
  });

  it('of whole numbers is exact with as many terms as there are', () => {
    const levels = [7, 1, 4];
    const found = seen([whole(2, 4), even(0, 1)], ([x, y]) => levels[x! - 2]! + y!)!;
    expect(found.at.map(({ value }) => value)).toEqual([2, 3, 4]);
    found.at.forEach(({ mean }, k) => expect(mean).toBeCloseTo(levels[k]! + 0.5, 1));
    expect(found.difference.mean).toBeCloseTo(-3, 6);
    expect(found.turn).toEqual({ value: 3, highest: false });
  });

  it('has no share of what is about nothing at the low end', () => {
    const found = seen([even(0, 1), even(-1, 1)], ([x, y]) => x! + y!)!;
    expect(found.relative).toEqual({ mean: null, ci95: null });
    expect(found.difference.mean).toBeCloseTo(1, 6);
  });

  it('is nothing from rows without values, or from very few', () => {
    expect(seen([even(0, 1), even(0, 1)], () => NaN)).toBeNull();
    expect(seen([even(0, 1), even(0, 1)], ([x]) => x!, { rows: 4 })).toBeNull();
    expect(seen([even(0, 1), even(0, 1)], ([x, y]) => x! * y!, { rows: 64 })).not.toBeNull();
  });

  it('lies in its interval about as often as it says, where others decide what it does and it bends', () => {
    let [inside, trials] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const function3 = ([x, y, z]: readonly number[]): number => x! * x! * (1 + 4 * y!) + 3 * z! + 2;
      const found = seen([even(0, 2), even(0, 1), even(0, 1)], function3, { rows: 128, seed })!;
      trials++;
      if (contains(found.difference.ci95!, 12)) inside++;
    }
    expect(inside / trials).toBeGreaterThan(0.85);
  });
});

describe('a study', () => {
  it('says in sentences, on the screen and on the page what moving an input does, as far as the runs themselves do', async () => {
    const { result } = await study({
      metrics: ['edge.rejected'],
      walks: 0,
      samples: 32,
      levels: 2,
      maps: [],
      claims: 0,
    });
    const rate = result.inputs.findIndex(({ path }) => path === 'workload.arrivals.rate');
    const rejected = result.outputs.find(({ metric }) => metric === 'edge.rejected')!;
    const moved = rejected.shifts![rate]!;
    expect([moved.from, moved.to]).toEqual([0.2, 1]);
    expect(moved.difference.ci95![0]).toBeGreaterThan(0);
    // One at a time from the file's own values is another question, of the same sign and size.
    const curve = result.curves.find(
      (one) => one.input === rate && one.metric === 'edge.rejected' && one.cell === rejected.cell,
    )!;
    const alone = curve.at.at(-1)!.mean! - curve.at[0]!.mean!;
    expect(moved.difference.mean! / alone).toBeGreaterThan(0.4);
    expect(moved.difference.mean! / alone).toBeLessThan(2.5);
    expect(result.sentences.join('\n')).toMatch(
      /depends most on rate.*: [\d,.]+( to [\d,.]+)?( %)? higher.* at 1\/s than at 0\.2\/s/,
    );
    const text = sensitivityText(result, captured().terminal.out);
    const said = shiftText(result.inputs[rate]!, 'edge.rejected', moved);
    expect(said).toMatch(/^\+[\d,]+/);
    expect(text).toContain('(edge.rejected): what moving an input does');
    expect(text).toContain(said);
    const page = studyDocument(result, [], { assumptions: [], scenario: '', command: 'sensitivity' });
    const part = page.sections.find(({ id }) => id === 'shifts');
    expect(part!.body.html).toContain(said);
  }, 60_000);
});
