/** A browser with the built page in it, one for a file of tests, and what people do there. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { chromium as launcher, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { pageServer } from '../../src/cli/commands/page/server.ts';
import { chromium } from '../render/chromium.ts';
import { builtPage } from './built.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The address of a changed scenario, as the page writes it. */
export const addressOf = (text: string, door = 'play', fields: object = {}): string =>
  `#1/${door}/figure4//${deflateRawSync(text).toString('base64url')}/${encodeURIComponent(JSON.stringify(fields))}`;

export interface Visit {
  readonly browser: Browser;
  readonly folder: string;
  readonly address: string;
  /** What the pages asked for elsewhere, and what their policy forbade. */
  readonly outside: string[];
  readonly wrong: string[];
  readonly opened: (hash?: string, more?: BrowserContextOptions) => Promise<Page>;
  /** Until all runs of what was asked last are shown. */
  readonly settled: (page: Page) => Promise<void>;
  /** Nothing that axe finds fault with, in all of the page or in a part. */
  readonly expectNoFaults: (page: Page, part?: string) => Promise<void>;
  /** Opens a text as a file of that name. */
  readonly show: (page: Page, name: string, text: string, log?: readonly [string, string]) => Promise<void>;
  readonly downloaded: (page: Page, button: string) => Promise<string>;
}

/** Begun before the tests of the file, and ended after them. */
export function visits(): Visit {
  let browser: Browser;
  let server: Server;
  let folder = '';
  let address = '';
  const outside: string[] = [];
  const wrong: string[] = [];
  beforeAll(async () => {
    folder = await builtPage();
    server = pageServer(folder, null);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://localhost:${(server.address() as AddressInfo).port}/`;
    browser = await launcher.launch({ executablePath: chromium()!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });
  return {
    get browser() {
      return browser;
    },
    get folder() {
      return folder;
    },
    get address() {
      return address;
    },
    outside,
    wrong,
    async opened(hash = '', more = {}) {
      const viewport = { width: 1280, height: 900 };
      const context = await browser.newContext({ viewport, acceptDownloads: true, ...more });
      const page = await context.newPage();
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(?:blob|data):/.test(url)) outside.push(url);
      });
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      await page.goto(address + hash);
      return page;
    },
    settled,
    async expectNoFaults(page, part) {
      await page.evaluate(readFileSync(axe, 'utf8'));
      const of = part === undefined ? '' : JSON.stringify(part);
      const faults = `axe.run(${of}).then((all) => all.violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`;
      expect(await page.evaluate(faults)).toEqual([]);
    },
    async show(page, name, text, log) {
      const input = page.locator('input[type=file]');
      if (log) await input.setInputFiles({ name: log[0], mimeType: 'text/csv', buffer: Buffer.from(log[1]) });
      await input.setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });
      await page.locator('.opener option:checked', { hasText: name }).waitFor({ state: 'attached' });
      await settled(page);
    },
    async downloaded(page, button) {
      const open = await page.locator('.menu').getAttribute('open');
      if (open === null) await page.locator('.menu > summary').click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button, exact: true }).click(),
      ]);
      return readFileSync(await file.path(), 'utf8');
    },
  };
}

const settled = (page: Page): Promise<void> =>
  page.locator('.stage[aria-busy=false] .figures svg').first().waitFor();
