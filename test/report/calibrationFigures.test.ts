import { beforeAll, describe, expect, it } from 'vitest';
import type { Compiled } from '../../src/calibration/compile.ts';
import { figure3, figure3Rows } from '../../src/report/figure3.ts';
import { residualFigure } from '../../src/report/residuals.ts';
import { renderFigure } from '../../src/render/figure.ts';
import { shippedCompiled } from '../calibration/tables.ts';

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
});
