/** What the page weighs, and that what it leaves out of Vega to weigh no more is wanted by no figure. Skipped without Chromium. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sizes } from '../../page/sizes.js';
import { drawn } from '../../page/undrawn.js';
import { drawFigure } from '../../src/render/figure.ts';
import { charts } from '../../src/report/charts.ts';
import { figure4 } from '../../src/studies/figure4/report/figure.ts';
import { chromium } from '../render/chromium.ts';
import { figure4Sample, wideSample } from '../report/sample.ts';
import { visits } from './visit.ts';

describe.skipIf(chromium() === null)('what the page weighs (skipped without Chromium)', () => {
  const visit = visits();

  test('at most 180 kB before the first figure and 500 kB in all, without the editor and recorded logs', async () => {
    const page = await visit.opened();
    await page.locator('.figures svg').first().waitFor();
    const asked = (await page.evaluate(
      'performance.getEntriesByType("resource").map(({ name }) => name)',
    )) as string[];
    const first = asked.map((url) => url.slice(visit.address.length));
    expect(first.filter((name) => name.startsWith('assets/main-'))).toHaveLength(1);
    const found = sizes(visit.folder, ['index.html', ...first]);
    expect(found.first).toBeGreaterThan(50_000);
    expect(found.first).toBeLessThanOrEqual(180_000);
    expect(found.all).toBeGreaterThan(found.first);
    expect(found.all).toBeLessThanOrEqual(500_000);
    await page.context().close();
  });

  test('every kind of figure is drawn to the byte as on the command line', async () => {
    const [{ summary, series }, wide] = [figure4Sample(), wideSample()];
    const figures = [
      ...charts(summary, series, { warmup: 300 }),
      figure4(summary, series, { warmup: 300 }),
      ...charts(wide.summary, wide.series),
    ];
    expect(new Set(figures.map(({ name }) => name))).toEqual(
      new Set(['outcomes', 'cloud', 'latency', 'utilization', 'devices', 'slo', 'figure4']),
    );
    const file = readdirSync(join(visit.folder, 'assets')).find((name) => /^draw-.*\.js$/.test(name))!;
    const page = await visit.opened();
    const made = (await page.evaluate(`new Promise((resolve) => {
      const specs = ${JSON.stringify(figures.map(({ spec }) => spec))};
      const made = [];
      const worker = new Worker('assets/${file}', { type: 'module', name: 'draw' });
      worker.addEventListener('message', ({ data: { id, svg, error } }) => {
        made[id] = svg ?? error;
        if (Object.keys(made).length === specs.length) resolve(made);
      });
      specs.forEach((spec, id) => worker.postMessage({ id, spec }));
    })`)) as string[];
    for (const [i, { spec }] of figures.entries()) expect(made[i]).toBe((await drawFigure(spec)).svg);
    expect(visit.wrong).toEqual([]);
    await page.context().close();
  });
});

describe('what is left out of a package', () => {
  test('has to be there: a package that is written otherwise is not left out by half', () => {
    expect(drawn('/node_modules/vega/build/vega.module.js', '')).toBeNull();
    expect(() => drawn('/node_modules/vega-loader/build/vega-loader.browser.js', 'export {};\n')).toThrow(
      'there is no topojson in vega-loader/build/vega-loader.browser.js to leave out',
    );
  });

  test('says so where it is wanted all the same', async () => {
    const code = ['topojson', 'dsv'].map((name) => `function ${name}(one) {\n  return one;\n}\n`).join('');
    const made = drawn('/node_modules/vega-loader/build/vega-loader.browser.js', `${code}export { dsv };\n`)!;
    const { dsv } = (await import(`data:text/javascript,${encodeURIComponent(made)}`)) as { dsv: () => void };
    expect(dsv).toThrow('dsv is left out of the page');
  });
});
