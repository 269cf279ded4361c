/** A report on a phone: everything on it, nothing to push aside, letters that can be read. Skipped where there is no Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as launcher } from 'playwright-core';
import { expect, test } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { charts } from '../../src/report/charts.ts';
import { reportDocument } from '../../src/report/reportDocument.ts';
import { figure4 } from '../../src/studies/figure4/report/figure.ts';
import { figure4Sample } from '../report/sample.ts';
import { chromium } from './chromium.ts';

/** Of every figure how wide it is, how wide its place, and its smallest letters, all in pixels of the screen. */
const MEASURE = `[...document.querySelectorAll('figure')].map((figure) => {
  const svg = figure.querySelector('.live svg');
  const scale = svg.getBoundingClientRect().width / Number(svg.getAttribute('width'));
  const sizes = [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * scale);
  return [figure.id, svg.getBoundingClientRect().width, figure.clientWidth, figure.scrollWidth, Math.min(...sizes)];
})`;

test.skipIf(chromium() === null)(
  'figures are drawn for a phone and letters stay legible',
  async () => {
    const { summary, series } = figure4Sample();
    const figures = [
      figure4(summary, series, { bursts: { every: 300, for: 60 } }),
      ...charts(summary, series),
    ];
    const folder = mkdtempSync(join(tmpdir(), 'edgewise-phone-'));
    const browser = await launcher.launch({ executablePath: chromium()!, args: ['--no-sandbox'] });
    try {
      const file = join(folder, 'report.html');
      writeFileSync(
        file,
        await renderReport(reportDocument({ summary, figures, command: 'edgewise figure4' })),
      );
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.goto(`file://${file}`);
      await page.locator('figure:not(.alive)').first().waitFor({ state: 'detached' });
      const seen = (await page.evaluate(MEASURE)) as [string, number, number, number, number][];
      expect(seen.length).toBeGreaterThan(3);
      for (const [id, wide, place, scrolled, letters] of seen) {
        expect({ id, fits: wide <= place && scrolled <= place }).toEqual({ id, fits: true });
        expect({ id, legible: letters >= 9 }).toEqual({ id, legible: true });
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      // What is under the last picture of a column is not under the first as well.
      const titles = await page.locator('#figure-utilization .live text', { hasText: 'Time (min)' }).count();
      expect(titles).toBe(1);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
