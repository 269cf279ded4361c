/** The documentation as a person meets it: read, searched, opened from a folder. Skipped where there is no Chromium. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as launcher, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite } from '../../site/build.js';
import { pageServer } from '../../src/cli/commands/page/server.ts';
import { builtPage } from '../page/built.ts';
import { chromium } from '../render/chromium.ts';

const executable = chromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [390, 768, 1280, 2560];

describe.skipIf(executable === null)(
  'the documentation in a browser (skipped without Chromium: apt-get install chromium)',
  () => {
    let browser: Browser;
    let server: Server;
    let folder = '';
    let address = '';
    let pages: string[] = [];
    const wrong: string[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'edgewise-reading-'));
      cpSync(await builtPage(), folder, { recursive: true });
      await buildSite(join(folder, 'docs'));
      pages = readdirSync(join(folder, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.html'),
      );
      server = pageServer(folder, null);
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      address = `http://localhost:${(server.address() as AddressInfo).port}/`;
      browser = await launcher.launch({ executablePath: executable!, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function opened(
      page: string,
      more: BrowserContextOptions = {},
      at = `${address}docs/`,
    ): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...more });
      const one = await context.newPage();
      one.on('pageerror', (error) => wrong.push(`${page}: ${error.message}`));
      one.on('console', (message) => {
        if (message.type() === 'error' && message.location().url.includes('/docs/'))
          wrong.push(`${one.url()}: ${message.text()}`);
      });
      await one.goto(at + page);
      return one;
    }

    test('cuts nothing from 390 to 2,560 points', async () => {
      const page = await opened('questions.html');
      // In a frame, whose width changes without asking the browser for another window.
      const cut = await page.evaluate(
        `(async (names, widths) => {
          const cut = [];
          const frame = document.body.appendChild(document.createElement('iframe'));
          for (const name of names) {
            const loaded = new Promise((resolve) => (frame.onload = resolve));
            frame.src = name;
            await loaded;
            const { document: inside } = frame.contentWindow;
            for (const width of widths) {
              frame.style.width = width + 'px';
              if (inside.documentElement.scrollWidth > width || inside.querySelector('main').offsetWidth < width / 3)
                cut.push(name + ' at ' + width);
            }
          }
          return cut;
        })(${JSON.stringify(pages.filter((name) => name !== 'index.html'))}, ${JSON.stringify(WIDTHS)})`,
      );
      expect(cut).toEqual([]);
      await page.goto(`${address}docs/index.html`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
      await page.context().close();
    });

    test('shows what a screen of 100 columns prints whole, beside the contents', async () => {
      const page = await opened('tutorials/office.html', { viewport: { width: 1280, height: 900 } });
      const wide = await page.$$eval('.screen', (all) =>
        all.map(({ parentElement: box }) => box!.scrollWidth - box!.clientWidth),
      );
      expect(wide.length).toBeGreaterThan(3);
      expect(Math.max(...wide)).toBe(0);
      await page.context().close();
    });

    test('has nothing that axe finds fault with, wide and narrow, in light and in dark', async () => {
      for (const [name, width, colorScheme] of [
        ['gallery.html', 1280, 'light'],
        ['tutorials/office.html', 390, 'dark'],
      ] as const) {
        const page = await opened(name, { viewport: { width, height: 900 }, colorScheme });
        if (width === 390) await page.getByRole('button', { name: 'Pages' }).click();
        await page.getByRole('searchbox').fill('window');
        await page.locator('#found a').first().waitFor();
        await page.evaluate(axe);
        const faults = await page.evaluate(
          'axe.run().then((all) => all.violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );
        expect(faults, name).toEqual([]);
        await page.context().close();
      }
    });

    test('finds a section with the keyboard alone, and keeps the list of contents in sight', async () => {
      const page = await opened('api.html');
      await page.keyboard.press('/');
      await page.keyboard.type('sliding window');
      await page.locator('#found a').first().waitFor();
      expect(await page.locator('#found mark').count()).toBeGreaterThan(1);
      // The limiter of that name first, not whoever mentions both words.
      expect(await page.locator('#found strong').first().textContent()).toMatch(/limit/i);
      await page.keyboard.press('Escape');
      expect(await page.locator('#found').isVisible()).toBe(false);
      await page.keyboard.press('Control+A');
      await page.keyboard.type('exit codes');
      await page.locator('#found a', { hasText: 'commands' }).first().waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('timelineFigure');
      await page.locator('#found strong', { hasText: /^timelineFigure$/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/api\.html#timelinefigure$/);
      const current = page.locator('#contents [aria-current=location]', { hasText: 'timelineFigure' });
      await current.waitFor();
      const { y, height } = (await current.boundingBox())!;
      expect(y).toBeGreaterThan(0);
      expect(y + height).toBeLessThan(900);
      await page.context().close();
    });

    test('opens a scenario of the gallery on the page, with the log it names', async () => {
      const page = await opened('gallery.html');
      await page.locator('#office-log').getByRole('link', { name: 'Open this on the page' }).click();
      await page.locator('.opener option:checked', { hasText: 'office-log' }).waitFor({ state: 'attached' });
      await page.locator('.tile', { hasText: '%' }).first().waitFor();
      await page.getByRole('link', { name: 'Docs' }).click();
      // The first screen is the live figure.
      const live = page.frameLocator('iframe');
      await live.getByRole('slider', { name: 'Requests an hour' }).waitFor();
      await live.locator('.figures svg').first().waitFor();
      const { y } = (await page.locator('iframe').boundingBox())!;
      expect(y).toBeLessThan(300);
      await page.context().close();
    });

    test('is read and walked through without a script', async () => {
      const page = await opened('index.html', {
        javaScriptEnabled: false,
        viewport: { width: 390, height: 844 },
      });
      await page.getByRole('img', { name: /^Figure 4/ }).waitFor();
      expect(await page.getByRole('searchbox').count()).toBe(0);
      await page.getByRole('button', { name: 'Pages' }).click();
      await page.locator('#menu').getByRole('link', { name: 'Model', exact: true }).click();
      await page.getByRole('heading', { name: 'The model and its assumptions' }).waitFor();
      await page.getByRole('button', { name: 'Contents' }).click();
      await page.locator('#contents').getByRole('link', { name: 'Limiters' }).click();
      await page.waitForURL(/model\.html#limiters$/);
      await page.context().close();
    });

    test('opens from a folder: search, and the way to the page and back', async () => {
      const page = await opened('tutorials/jetson.html', {}, `file://${folder}/docs/`);
      await page.getByRole('searchbox').fill('llama-bench');
      await page.locator('#found a').first().waitFor();
      await page.locator('#menu').getByRole('link', { name: 'Every scenario' }).click();
      await page.locator('#first').getByRole('link').click();
      await page.locator('.figures svg').first().waitFor();
      expect(page.url()).toContain('/double-click/index.html#1/play/first');
      await page.getByRole('link', { name: 'Docs' }).click();
      await page.waitForURL(/docs\/index\.html$/);
      await page.context().close();
    });

    test('has broken no rule of its policy', () => {
      expect(wrong).toEqual([]);
    });
  },
);
