/** The page for everyone: any width, light and dark, on paper, without movement, with a pointer. Skipped where there is no Chromium. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromium } from '../render/chromium.ts';
import { LOG, SHORT } from './cases.ts';
import { addressOf, visits } from './visit.ts';

/** What reaches past an edge of the screen and cannot be scrolled to, and writing that its chart cuts. */
const CUT = `(() => {
  const seen = (element) => element.getClientRects().length > 0 && !element.closest('.scroll, .host, .unseen, .more');
  const past = (a, b) => a.right > b.right + 1 || a.left < b.left - 1;
  const wide = [...document.querySelectorAll('body *')].filter(
    (one) => seen(one) && past(one.getBoundingClientRect(), { left: 0, right: innerWidth }),
  );
  const cut = [...document.querySelectorAll('.plot svg text')].filter(
    (one) => seen(one) && past(one.getBoundingClientRect(), one.closest('svg').getBoundingClientRect()),
  );
  return [...wide, ...cut].map((one) => innerWidth + ': ' + one.outerHTML.slice(0, 120));
})()`;

async function expectNothingCut(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(CUT), { timeout: 10_000 }).toEqual([]);
}

describe.skipIf(chromium() === null)('for everyone (skipped without Chromium)', () => {
  const visit = visits();
  const { opened, settled, expectNoFaults, downloaded } = visit;

  const DOORS = ['Play', 'Will my box do?', 'What should I buy?', 'What does the paper say?'];

  async function through(page: Page, door: string): Promise<void> {
    await page.getByRole('button', { name: door, exact: true }).click();
    if (door.includes('paper')) await page.locator('.claims li').first().waitFor();
  }

  test('behind every door axe finds nothing, in light and in dark', async () => {
    const page = await opened(addressOf(SHORT), { colorScheme: 'light', reducedMotion: 'reduce' });
    await settled(page);
    for (const table of await page.locator('details.numbers > summary').all()) await table.click();
    for (const door of DOORS) {
      await through(page, door);
      await expectNoFaults(page);
      await page.getByRole('button', { name: 'Dark' }).click();
      await expectNoFaults(page);
      await page.getByRole('button', { name: 'Dark' }).click();
    }
    await page.context().close();
  });

  test('at no width is anything cut, from a phone to a wall, behind every door', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    for (const door of DOORS) {
      await through(page, door);
      for (const width of [390, 768, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNothingCut(page);
      }
    }
    await page.context().close();
  });

  test('on a phone the figure is in the first screen, and stays in sight while a slider is dragged', async () => {
    const page = await opened(addressOf(SHORT), { viewport: { width: 390, height: 844 } });
    await settled(page);
    const figure = page.locator('.figures svg').first();
    const { y, height } = (await figure.boundingBox())!;
    const bar = (await page.locator('.handle').boundingBox())!;
    expect(y + height / 2).toBeLessThan(bar.y);
    await page.locator('.handle').click();
    const slider = (await page.getByRole('slider', { name: 'Requests an hour' }).boundingBox())!;
    await page.mouse.move(slider.x + slider.width / 2, slider.y + slider.height / 2);
    await page.mouse.down();
    await page.mouse.move(slider.x + slider.width * 0.7, slider.y + slider.height / 2, { steps: 4 });
    const top = async (): Promise<number> => (await figure.boundingBox())!.y;
    await expect.poll(top, { timeout: 10_000 }).toBeLessThan(150);
    expect((await page.locator('.side').boundingBox())!.y).toBeGreaterThan((await top()) + 200);
    expect(await page.locator('.handle').textContent()).toMatch(/^Requests an hour: [\d,]+/);
    await page.mouse.up();
    await page.context().close();
  });

  test('a slider that is dragged with a pointer moves the figure before it is let go', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    const bars = (): Promise<string> =>
      page.evaluate(
        '[...document.querySelectorAll(".figures rect.bar")].map((one) => one.getAttribute("width")).join()',
      );
    const before = await bars();
    const slider = page.getByRole('slider', { name: 'Requests an hour' });
    const { x, y, width, height } = (await slider.boundingBox())!;
    const share = Number(await slider.inputValue()) / Number(await slider.getAttribute('max'));
    await page.mouse.move(x + width * share, y + height / 2);
    await page.mouse.down();
    for (let k = 1; k <= 10; k++) await page.mouse.move(x + width * (share + k / 50), y + height / 2);
    await expect.poll(bars).not.toBe(before);
    await page.locator('svg path.ghost[d]:not([d=""])').first().waitFor({ state: 'attached' });
    await page.mouse.up();
    await settled(page);
    const said = (await slider.getAttribute('aria-valuetext'))!.replace(',', '');
    expect(Number(said)).toBeGreaterThan(1620);
    expect(await downloaded(page, 'Scenario')).toContain(`rate: ${said}/h`);
    await page.context().close();
  });

  test('on paper there are all figures and no controls, in light, and nothing is cut', async () => {
    const page = await opened(addressOf(SHORT, 'play', { theme: 'dark' }));
    await settled(page);
    const figures = await page.locator('.figures svg').count();
    await page.emulateMedia({ media: 'print' });
    // A4 without its margins.
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.locator('html[data-theme=light]').waitFor();
    for (const gone of ['nav', '.tools', '.side', '.watch', '.numbers'])
      expect(await page.locator(gone).first().isVisible()).toBe(false);
    expect(await page.locator('.figures svg:visible').count()).toBe(figures);
    expect(await page.locator('.loads').textContent()).toBe('SteadyBursty');
    expect(await page.locator('.loads button:visible').allTextContents()).toEqual(['Bursty']);
    await expectNothingCut(page);
    await page.context().close();
  });

  test('nothing moves by itself where movement is not wanted', async () => {
    /** Seconds of the longest transition or animation of anything there is. */
    const longest = `Math.max(...[...document.querySelectorAll('*')].flatMap((one) => {
      const { transitionDuration, animationDuration } = getComputedStyle(one);
      return [transitionDuration, animationDuration].flatMap((all) => all.split(',').map(Number.parseFloat));
    }))`;
    const page = await opened(addressOf(SHORT));
    await page.locator('.figures svg').first().waitFor();
    const found: unknown[] = [];
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      await page.emulateMedia({ reducedMotion });
      found.push(await page.evaluate(longest));
    }
    await page.context().close();
    expect(found[0]).toBeGreaterThan(0);
    expect(found[1]).toBe(0);
  });

  test('what is shared is seen again: theme, text, the run that is watched and when; a log is named that is not in it', async () => {
    const page = await opened(addressOf(SHORT), { colorScheme: 'light' });
    await settled(page);
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: /As a file/ }).click();
    await page.getByText('Watch a run').click();
    const time = page.getByRole('slider', { name: 'Time in the run' });
    await time.waitFor();
    await time.fill('300');
    await page.getByLabel('Speed').selectOption('60');
    await page.getByRole('button', { name: 'Random' }).click();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('it holds all you see.').waitFor();
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await time.waitFor();
    expect(await time.inputValue()).toBe('300');
    expect(await page.getByLabel('Speed').inputValue()).toBe('60');
    expect(await page.getByRole('button', { name: 'Random' }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('textbox', { name: 'The scenario as YAML' }).waitFor();
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'desk.csv', mimeType: 'text/csv', buffer: Buffer.from(LOG) });
    await page.getByText('desk.csv').first().waitFor();
    await settled(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('all you see but desk.csv: send that file along.').waitFor();
    await page.context().close();
  });

  test('has asked nobody else for anything, and broken no rule of its policy', () => {
    expect(visit.outside).toEqual([]);
    expect(visit.wrong).toEqual([]);
  });
});
