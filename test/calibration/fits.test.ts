import { describe, expect, it } from 'vitest';
import { measurement, shownSpeed, stepSeconds } from '../../src/calibration/measurement.ts';
import type { Measurement } from '../../src/calibration/measurement.ts';
import { fitDecodeWatts, fitPrefillWatts } from '../../src/calibration/powerFit.ts';
import { fitPrefill, timeOf } from '../../src/calibration/prefillFit.ts';
import { fitStep, stepOf } from '../../src/calibration/stepFit.ts';
import { folds, split } from '../../src/calibration/folds.ts';
import { decodeSeconds, prefillSeconds } from '../../src/kernel/pace.ts';
import type { Pace } from '../../src/kernel/pace.ts';

const PROMPTS = Array.from({ length: 32 }, (_, i) => 60 + 97 * i);
const wobble = (i: number): number => 1 + (((i * 5) % 7) - 3) * 0.001;

function planted(padTo: number, padShare: number): { prompt: number; seconds: number }[] {
  const prefill = { fixed: 0.05, perToken: 8e-4, perTokenSquared: 3e-8, padTo, padShare };
  return PROMPTS.map((prompt, i) => ({ prompt, seconds: timeOf(prefill, prompt) * wobble(i) }));
}

describe('the prefill fit', () => {
  it.each([
    [128, 1],
    [256, 1],
    [256, 0.3],
    [64, 0.7],
  ])('finds that prompts are padded to %i for %f of the work', (padTo, padShare) => {
    const { prefill } = fitPrefill(planted(padTo, padShare));
    expect(prefill.padTo).toBe(padTo);
    expect(prefill.padShare).toBeCloseTo(padShare, 1);
    expect(prefill.perToken).toBeCloseTo(8e-4, 5);
  });

  it('finds no padding where there is none', () => {
    expect(fitPrefill(planted(1, 1)).prefill).toMatchObject({ padTo: 1 });
  });

  it('does not look for padding in a handful of prompts', () => {
    expect(fitPrefill(planted(256, 1).slice(0, 8)).prefill.padTo).toBe(1);
  });
});

describe('the step fit', () => {
  const step: Pace['step'] = { fixed: 0.03, perSequence: 0.002, perCachedToken: 8e-7 };
  const rows = (counts: Measurement['speedCounts'], batches: readonly number[]): Measurement[] =>
    batches.flatMap((batch) =>
      [128, 512, 2048].flatMap((prompt) =>
        [64, 256].map((output) => {
          const row = measurement({ prompt, output, batch, speedCounts: counts, file: '', line: 0 });
          return { ...row, speed: shownSpeed(row, stepOf(step, row)) };
        }),
      ),
    );

  it.each(['steps', 'outputs', 'streams'] as const)(
    'gives the coefficients back from speeds that count %s',
    (counts) => {
      const fit = fitStep(rows(counts, [1, 4, 8])).step;
      expect(fit.fixed).toBeCloseTo(step.fixed, 8);
      expect(fit.perSequence).toBeCloseTo(step.perSequence, 8);
      expect(fit.perCachedToken).toBeCloseTo(step.perCachedToken, 12);
    },
  );

  it('means by a step what a device means by it', () => {
    const pace: Pace = { prefill: { fixed: 0, perToken: 1, perTokenSquared: 0, padTo: 1 }, step };
    const row = measurement({ prompt: 300, output: 100, speedCounts: 'outputs', file: '', line: 0 });
    const speed = row.output! / decodeSeconds(pace, 300, 100);
    expect(stepSeconds(row, speed)).toBeCloseTo(stepOf(step, row), 12);
    expect(timeOf(pace.prefill, 5)).toBe(prefillSeconds(pace, 5));
  });
});

describe('the power fit', () => {
  it('takes one robust mean of decode power', () => {
    const rows = [28, 28.1, 27.9, 28, 63].map((decodeWatts) =>
      measurement({ decodeWatts, file: '', line: 0 }),
    );
    expect(fitDecodeWatts(rows)!.watts).toBeCloseTo(28, 0);
    expect(fitDecodeWatts([])).toBeNull();
  });

  it('finds the sustained power behind a meter that lags', () => {
    const rows = Array.from({ length: 20 }, (_, i) => {
      const ttft = 1 + 0.3 * i;
      return measurement({ ttft, prefillWatts: 36 - 26 / ttft, file: '', line: 0 });
    });
    const fit = fitPrefillWatts(rows)!;
    expect(fit.watts).toBeCloseTo(36, 4);
    expect(fit.lostJoules).toBeCloseTo(26, 4);
  });

  it('says nothing from prefills shorter than the meter', () => {
    const rows = [0.1, 0.3, 0.5, 0.7, 0.9, 0.95].map((ttft) =>
      measurement({ ttft, prefillWatts: 5.6, file: '', line: 0 }),
    );
    expect(fitPrefillWatts(rows)).toBeNull();
  });
});

describe('rows held out', () => {
  const rows = Array.from({ length: 23 }, (_, i) => measurement({ prompt: 1000 - i, file: '', line: i }));

  it('are at least a fifth, never the same as those seen, and chosen by a rule', () => {
    const { seen, heldOut } = split(rows);
    expect(heldOut.length / rows.length).toBeGreaterThanOrEqual(0.2);
    expect(new Set([...seen, ...heldOut])).toEqual(new Set(rows));
    expect(seen.length + heldOut.length).toBe(rows.length);
    expect(split(rows.toReversed()).heldOut).toEqual(heldOut);
  });

  it('are none where every row is needed', () => {
    expect(split(rows.slice(0, 3)).heldOut).toEqual([]);
  });

  it('are each left out once in cross-validation', () => {
    for (const count of [4, 9, 10, 23]) {
      const some = rows.slice(0, count);
      const left = folds(some).flatMap((fold) => fold.left);
      expect(new Set(left)).toEqual(new Set(some));
      expect(left).toHaveLength(count);
      for (const fold of folds(some)) expect(fold.seen.some((row) => fold.left.includes(row))).toBe(false);
    }
  });
});
