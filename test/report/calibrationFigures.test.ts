import { beforeAll, describe, expect, it } from 'vitest';
import type { Compiled } from '../../src/calibration/compile.ts';
import type { Prediction } from '../../src/calibration/predict.ts';
import { figure3, figure3Rows } from '../../src/studies/figure3/report/figure.ts';
import { residualFigure } from '../../src/report/residuals.ts';
import { renderFigure } from '../../src/render/figure.ts';
import { shippedCompiled } from '../calibration/compiled.ts';

let compiled: Compiled;
beforeAll(() => {
  compiled = shippedCompiled();
}, 120_000);

describe('Figure 3', () => {
  it('has every model on both boards, with its figures or with why there are none', () => {
    const rows = figure3Rows(compiled);
    expect(new Set(rows.map(({ board }) => board)).size).toBe(2);
    for (const row of rows) {
      const figures = [row.tokensPerSecond, row.ttft, row.watts, row.joules];
      if (row.absent === null) for (const value of figures) expect(value).toBeGreaterThan(0);
      else expect(figures).toEqual([null, null, null, null]);
    }
  });

  it('says by how much a model does not fit the smaller board', () => {
    const row = figure3Rows(compiled).find(
      ({ board, model }) => board.includes('Nano') && model.includes('8B bf16'),
    );
    expect(row!.absent).toBe('does not fit: 9.1 GB too large');
  });

  it('is drawn without a warning, its units and the reading speed in words', async () => {
    const warnings: string[] = [];
    const { svg } = await renderFigure(figure3(compiled).spec, {
      onWarning: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([]);
    for (const text of [
      'Tokens per second',
      'Time to first token in s',
      'Power of the board in W',
      'Energy per answer in J',
      'reading speed, 5 tokens/s',
      'does not fit',
    ])
      expect(svg).toContain(text);
  });
});

describe('residual plots', () => {
  it('draw every predicted row once per panel it has a length for, without a warning', async () => {
    const fit = compiled.fits.find(({ profile }) => profile.name.includes('qwen-1.5b-bf16'))!;
    const warnings: string[] = [];
    const { name, spec } = residualFigure(fit.profile.name, fit);
    const { svg } = await renderFigure(spec, { onWarning: (message) => warnings.push(message) });
    expect(name).toBe('residuals');
    expect(warnings).toEqual([]);
    expect(svg).toContain('Predicted above measured');
    const all = [...fit.inSample, ...fit.heldOut];
    const ttft = all.filter(({ quantity }) => quantity === 'ttft').length;
    const others = all.length - ttft;
    const marks = svg.match(/aria-roledescription="point"/g)!.length;
    expect(marks).toBe(2 * ttft + 3 * others);
  });

  it('of values that are all the same have an axis that can be read', async () => {
    const row = { prompt: 100, output: 100, batch: 1, file: 'power.csv', line: 2 };
    const same = (measured: number, predicted: number, line: number) =>
      ({ quantity: 'decodeWatts', measured, predicted, row: { ...row, line } }) as unknown as Prediction;
    const domain = (rows: readonly Prediction[]): readonly number[] => {
      const text = JSON.stringify(residualFigure('a board', { inSample: rows, heldOut: [] }).spec);
      return JSON.parse(/"domain":(\[[^\]]*\]),"nice":false,"zero":false/.exec(text)![1]!) as number[];
    };
    for (const rows of [
      [same(12.5, 12.5, 2), same(12.5, 12.5, 3)],
      [same(12.5, 12.5 + 1e-14, 2), same(12.5, 12.5 - 1e-14, 3)],
      [same(0, 0, 2)],
    ]) {
      const [low, high] = domain(rows) as [number, number];
      const { measured } = rows[0]!;
      expect(low).toBeLessThan(measured);
      expect(high).toBeGreaterThan(measured);
      expect(high - low).toBeGreaterThan(0.05 * measured);
      const { svg } = await renderFigure(residualFigure('a board', { inSample: rows, heldOut: [] }).spec);
      const ticks = [...svg.matchAll(/<text[^>]*>(\d+(?:\.\d+)?)<\/text>/g)].map(([, text]) => text!);
      expect(new Set(ticks).size).toBeGreaterThan(2);
    }
  });
});
