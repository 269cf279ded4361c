// What the page takes, in Chromium: npm run build && npm run build:page && npm run bench page
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sizes } from '../page/sizes.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(ROOT, 'dist/page');
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CHANGES = 1000;
const LOOKED_AT = 40;
const OPENED = 9;

const say = (name, value, wanted) =>
  console.log(`${name.padEnd(52)}${value.padStart(14)}${wanted.padStart(24)}`);
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1];

export async function page() {
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  const { existsSync } = await import('node:fs');
  const executablePath = PLACES.find((path) => existsSync(path));
  if (!executablePath) throw new Error('there is no Chromium here');
  const { pageServer } = await import('../dist/src/cli/commands/page/server.js');
  const server = pageServer(BUILT, null);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${server.address().port}/`;
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  try {
    const { before, tab } = await openings(browser, address);
    weigh(before);
    await settled(tab);
    await changes(tab);
    await dragging(tab);
    await memory(tab);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** The page opened some times over in a browser that runs; the first one starts its processes, and is not counted. */
async function openings(browser, address) {
  const [paints, figures] = [[], []];
  let before = [];
  let tab;
  for (let k = 0; k <= OPENED; k++) {
    await tab?.context().close();
    tab = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    const asked = [];
    tab.on('request', (request) => asked.push([request.url(), performance.now()]));
    await tab.addInitScript(watch);
    await tab.goto(address);
    await tab.locator('.figures svg').first().waitFor();
    const { paint, figure, origin } = await tab.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      figure: performance.getEntriesByName('figure')[0]?.startTime ?? NaN,
      origin: performance.timeOrigin,
    }));
    if (k === 0) continue;
    paints.push(paint);
    figures.push(figure);
    const shown = origin + figure - performance.timeOrigin;
    before = asked.filter(([, at]) => at <= shown).map(([url]) => url.slice(address.length) || 'index.html');
  }
  say(`first paint, half of ${OPENED} openings`, `${Math.round(quantile(paints, 0.5))} ms`, 'at most 150 ms');
  say(`live figure, half of them`, `${Math.round(quantile(figures, 0.5))} ms`, 'at most 1,000 ms');
  return { before, tab };
}

/** `before` are the files that were asked for before there was a figure. */
function weigh(before) {
  const { first, all, logs } = sizes(BUILT, before);
  const row = (name, bytes, wanted) => say(`${name}, gzipped`, `${Math.round(bytes / 1e3)} kB`, wanted);
  row('logs of two scenarios', logs, '');
  row('before the live figure', first, 'at most 180 kB');
  row('in all without the editor and recorded logs', all, 'at most 500 kB');
}

/** Marks when a picture is there, and how long frames take. Runs in the page. */
function watch() {
  window.pictures = [];
  window.frames = [];
  let last = 0;
  const frame = (now) => {
    if (last > 0) window.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new MutationObserver(() => {
    const status = document.querySelector('.status span')?.textContent ?? '';
    if (status !== '' && performance.getEntriesByName('figure').length === 0) performance.mark('figure');
    const bars = [...document.querySelectorAll('.figures rect.bar')]
      .map((one) => one.getAttribute('width'))
      .join();
    if (bars !== window.bars) window.pictures.push(performance.now());
    window.bars = bars;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

const settled = (tab) => tab.locator('.stage[aria-busy=false]').waitFor({ timeout: 120_000 });

/** From a change, by hand of a script, to the first picture of it. */
async function changes(tab) {
  const times = [];
  const slider = tab.getByRole('slider', { name: 'Requests an hour' });
  for (let k = 0; k < LOOKED_AT; k++) {
    await settled(tab);
    times.push(
      await slider.evaluate(
        (input, to) =>
          new Promise((resolve) => {
            const began = performance.now();
            const count = window.pictures.length;
            input.value = String(to);
            input.dispatchEvent(new Event('input', { bubbles: true }));
            const look = () =>
              window.pictures.length > count
                ? resolve(window.pictures[count] - began)
                : requestAnimationFrame(look);
            look();
          }),
        120 + (k % 2),
      ),
    );
  }
  say('from a change to its first picture, median', `${Math.round(quantile(times, 0.5))} ms`, '');
  say(
    'from a change to its first picture, 95 of 100',
    `${Math.round(quantile(times, 0.95))} ms`,
    'at most 150 ms',
  );
}

/** Four seconds of a drag to and fro. */
async function dragging(tab) {
  await settled(tab);
  const slider = tab.getByRole('slider', { name: 'Requests an hour' });
  const { x, y, width, height } = await slider.boundingBox();
  const at = (share) => [x + width * share, y + height / 2];
  await tab.mouse.move(...at(0.6));
  await tab.mouse.down();
  await tab.evaluate(() => {
    window.frames = [];
    window.pictures = [];
  });
  const began = performance.now();
  for (let k = 0; performance.now() - began < 4000; k++) {
    await tab.mouse.move(...at(0.6 + 0.15 * Math.sin(k / 9)));
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  const seconds = (performance.now() - began) / 1000;
  const { frames, pictures } = await tab.evaluate(() => ({
    frames: window.frames,
    pictures: window.pictures.length,
  }));
  await tab.mouse.up();
  say('pictures a second while dragging', (pictures / seconds).toFixed(1), 'at least 10');
  say('longest frame while dragging', `${Math.round(Math.max(...frames))} ms`, 'at most 50 ms');
  say(
    'frames over 50 ms while dragging',
    `${frames.filter((one) => one > 50).length} of ${frames.length}`,
    'none',
  );
}

/** The page's heap before and after a thousand changes. */
async function memory(tab) {
  await settled(tab);
  const heap = () =>
    tab.evaluate(() => {
      window.gc?.();
      return performance.memory.usedJSHeapSize;
    });
  const slider = tab.getByRole('slider', { name: 'Requests an hour' });
  const change = (count) =>
    slider.evaluate(
      (input, many) =>
        new Promise((resolve) => {
          let k = 0;
          const step = () => {
            input.value = String(100 + (k % 20));
            input.dispatchEvent(new Event('input', { bubbles: true }));
            if (++k < many) setTimeout(step, 10);
            else resolve();
          };
          step();
        }),
      count,
    );
  await change(CHANGES / 10);
  await settled(tab);
  const before = await heap();
  await change(CHANGES);
  await settled(tab);
  const after = await heap();
  say(`heap of the page before ${CHANGES} changes`, `${(before / 1e6).toFixed(1)} MB`, '');
  say(`heap of the page after them`, `${(after / 1e6).toFixed(1)} MB`, 'the same, about');
}
