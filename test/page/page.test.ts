/** The page as a person meets it: opened, dragged, typed into, shared. Skipped where there is no Chromium. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storyOf } from '../../src/explain/story.ts';
import { inMemory } from '../../src/logs/inMemory.ts';
import { answerSentence, otherSentences } from '../../src/explain/report/sentences.ts';
import { read } from '../../src/scenario/read.ts';
import { shipped } from '../../src/catalog/shipped.ts';
import { chromium } from '../render/chromium.ts';
import { FAULTS, figuresOf, LOG, REPLAY, SHORT, summaryOf } from './cases.ts';
import { addressOf, visits } from './visit.ts';

describe.skipIf(chromium() === null)('the page (skipped without Chromium: apt-get install chromium)', () => {
  const visit = visits();
  const { opened, settled, expectNoFaults, show, downloaded } = visit;

  test('hands out the summary of the command line to the byte: figure 4, a log, machines that fail', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    for (const [text, log] of [[SHORT], [FAULTS], [REPLAY, ['desk.csv', LOG]]] as const) {
      if (text !== SHORT) await show(page, `${text.slice(6, 12)}.yaml`, text, log);
      expect(await downloaded(page, 'Summary')).toBe(await summaryOf(text, { 'desk.csv': LOG }));
      expect(await downloaded(page, 'Scenario')).toBe(text);
    }
    await page.context().close();
  });

  test('shows a summary that was kept, and hands out the figures of the command line to the byte', async () => {
    const page = await opened(addressOf(FAULTS));
    await settled(page);
    const wanted = await figuresOf(FAULTS);
    const files: Record<string, Buffer> = {};
    page.on('download', (file) => {
      void file.path().then(
        (path) => (files[file.suggestedFilename()] = readFileSync(path)),
        () => null,
      );
    });
    await page.locator('.menu > summary').click();
    await page.getByRole('button', { name: 'Figures, SVG' }).click();
    await expect
      .poll(() => Object.keys(files).sort(), { timeout: 20_000 })
      .toEqual(
        Object.keys(wanted)
          .map((name) => `${name}.svg`)
          .sort(),
      );
    for (const [name, svg] of Object.entries(wanted)) expect(String(files[`${name}.svg`])).toBe(svg);
    await page.getByRole('button', { name: 'Figures, PNG' }).click();
    await expect
      .poll(() => files['outcomes.png']?.subarray(1, 4).toString(), { timeout: 20_000 })
      .toBe('PNG');
    const kept = {
      name: 'summary.json',
      mimeType: 'application/json',
      buffer: Buffer.from(await summaryOf(REPLAY, { 'desk.csv': LOG })),
    };
    await page.locator('input[type=file]').setInputFiles(kept);
    await page.getByText('summary.json is shown: it was run elsewhere').waitFor();
    expect(await page.locator('.status').textContent()).toContain('3 of 3 runs');
    expect(await page.locator('.tile').first().textContent()).toContain('Replay');
    await page.context().close();
  });

  test('moves with a key: the figure, what was before, the text with its comments, and the address', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    expect(await page.locator('svg .ghost[d]:not([d=""])').count()).toBe(0);
    const slider = page.getByRole('slider', { name: 'Requests an hour' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await settled(page);
    await page.locator('.tile .change').first().waitFor();
    expect(await page.locator('svg path.ghost[d]:not([d=""])').count()).toBeGreaterThan(6);
    const said = await slider.getAttribute('aria-valuetext');
    expect(said).not.toBe('1,620');
    const text = await downloaded(page, 'Scenario');
    const lines = SHORT.split('\n');
    const changed = text.split('\n').filter((line, i) => line !== lines[i]);
    expect(changed).toHaveLength(3);
    for (const line of changed) expect(line).toContain(`rate: ${said!.replace(',', '')}/h`);
    // The address holds all of it.
    await page.waitForFunction('location.hash.length > 500');
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await page.locator('.figures svg').first().waitFor();
    expect(await page.getByRole('slider', { name: 'Requests an hour' }).getAttribute('aria-valuetext')).toBe(
      said,
    );
    expect(await downloaded(page, 'Scenario')).toBe(text);
    await page.context().close();
  });

  test('tells a mistake that is typed by line and column, keeps the figure, and works without a network', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    await page.getByRole('button', { name: /As a file/ }).click();
    const editor = page.getByRole('textbox', { name: 'The scenario as YAML' });
    await editor.click();
    await page.context().setOffline(true);
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('spped: 3\n');
    await page.getByText('there is no spped here').waitFor();
    expect(await page.locator('.mistakes').textContent()).toMatch(
      /^Line 1, column 1 .*there is no spped here/,
    );
    expect(await page.locator('.figures svg').count()).toBeGreaterThan(4);
    for (let k = 0; k < 9; k++) await page.keyboard.press('Backspace');
    await page.getByText('there is no spped here').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Controls' }).click();
    await page.getByRole('button', { name: /^One Jetson Orin Nano.* more$/ }).click();
    await page.getByText('5 ×').waitFor();
    await settled(page);
    expect(await page.locator('.status').textContent()).toContain('3 of 3 runs');
    await page.context().close();
  });

  test('plays a run: moves, stops, is scrubbed and asked by key, and tells the story that explain tells', async () => {
    const page = await opened(addressOf(SHORT), { reducedMotion: 'reduce' });
    await settled(page);
    const before = await page.evaluate(
      'performance.getEntriesByType("resource").map(({ name }) => name).join()',
    );
    expect(before).not.toContain('timeline');
    await page.getByText('Watch a run').click();
    const time = page.getByRole('slider', { name: 'Time in the run' });
    await time.waitFor();
    const at = async (): Promise<number> => Number(await time.inputValue());
    await time.fill('300');
    const readout = page.locator('.board > .help').first();
    expect(await readout.textContent()).toMatch(/^5:00: \d+ running, \d+ waiting/);
    await page.getByLabel('Speed').selectOption('5');
    await page.getByRole('button', { name: 'Play the run' }).click();
    await page.locator('.board > .help', { hasText: /^5:(?!00)/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    // Without movement it goes on in steps of a second, five times as fast as the clock.
    expect((await at()) % 5).toBe(0);
    await page.getByRole('button', { name: 'Next refusal' }).click();
    await page.locator('.lanes').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    const title = (await page.locator('.lanes .tip span').first().textContent())!;
    await page.keyboard.press('Enter');
    const story = page.locator('.story');
    await story.waitFor();
    const request = Number(title.replace(/\D/g, ''));
    const plan = read(SHORT, { file: 'scenario.yaml' });
    const told = storyOf(
      plan.cells.find(
        ({ labels }) => labels['strategy'] === 'loadAware' && labels['workload.arrivals'] === 'bursty',
      )!.scenario,
      { seed: plan.seed, replication: 0, source: inMemory({}) },
      { request, choices: 3 },
    ).story!;
    const text = await story.textContent();
    expect(text).toContain(answerSentence(told));
    for (const sentence of otherSentences(told.choices[0]!, told.choices.slice(1)))
      expect(text).toContain(sentence);
    // Something is drawn, and where the pointer is its request is named.
    const box = (await page.locator('.lanes canvas').boundingBox())!;
    const named = page.locator('.lanes .tip span').first();
    for (let x = 0.95; x > 0.2 && !(await named.isVisible()); x -= 0.01)
      await page.mouse.move(box.x + box.width * x, box.y + 20);
    expect(await named.textContent()).toMatch(/^Request \d/);
    await expectNoFaults(page, '.player');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor();
    await expectNoFaults(page, '.player');
    await page.setViewportSize({ width: 390, height: 844 });
    // Whatever is drawn anew for the narrow screen: then nothing is wider than it.
    await page.locator('.board .strip[style*="width: 3"]').waitFor();
    const fits = 'document.documentElement.scrollWidth <= innerWidth';
    await expect.poll(() => page.evaluate(fits), { timeout: 10_000 }).toBe(true);
    await page.context().close();
  });

  test('answers whether a box will do', async () => {
    const page = await opened('#1/box/figure4//', { viewport: { width: 390, height: 844 } });
    await page.getByLabel('Minutes between an answer and the next question').fill('4');
    await page.getByRole('button', { name: 'Find out' }).click();
    const first = page.locator('.sentences .first');
    await first.waitFor({ timeout: 60_000 });
    await expectNoFaults(page);
    expect(await first.textContent()).toMatch(/^The machine can serve \d+ people/);
    // Below the questions, and in sight.
    const { y } = (await first.boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(400);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('button', { name: 'Open it as a scenario' }).click();
    await page.getByRole('slider', { name: 'People' }).waitFor();
    await settled(page);
    expect(await downloaded(page, 'Scenario')).toContain('think: { kind: exponential, mean: 4m }');
    await page.context().close();
  });

  test('plans for the demand of the page in workers, tells how far it is, and keeps what was asked in the address', async () => {
    const page = await opened('#1/buy/first//');
    const find = page.getByRole('button', { name: 'Find out' });
    await page.getByText('first, 180 requests an hour', { exact: true }).waitFor();
    await page.getByLabel('Requests that may go to the cloud (%)').fill('25');
    await expect.poll(() => decodeURIComponent(page.url())).toContain('{"cloud":25}');
    await page.getByLabel('At most so many of each').fill('4');
    const progress = page.locator('form [role=status]', { hasText: /\d+ of \d+ runs/ }).waitFor();
    await find.click();
    await progress;
    await page.locator('.sentences .first').waitFor();
    expect(await page.locator('.answer tbody tr').count()).toBeGreaterThan(1);
    await expectNoFaults(page);
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await expect.poll(() => page.getByLabel('Requests that may go to the cloud (%)').inputValue()).toBe('25');
    await page.getByRole('button', { name: 'Open it as a scenario' }).click();
    await page.getByRole('button', { name: 'As a file' }).click();
    await page.locator('.host').getByText('"rate":').first().waitFor();
    await page.locator('.host').getByText('0..4').first().waitFor();
    await page.context().close();
  });

  test('takes a log and a profile that are dropped on it, and says where a machine is from', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    const drop = (name: string, text: string): Promise<void> =>
      page.evaluate(`{
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
      }`);
    await drop('desk.csv', LOG);
    await page.getByText('The requests of the log desk.csv').waitFor();
    const { name: _, ...profile } = shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4');
    const mine = {
      ...profile,
      name: 'desk/mine-q4',
      sources: [{ text: 'my own <b>bench</b>', licence: 'mine' }],
    };
    await drop('desk.json', JSON.stringify(mine));
    const card = page.locator('.machine').nth(2);
    await card.waitFor();
    await settled(page);
    expect(await page.locator('.mistakes, .bad[role=alert]').count()).toBe(0);
    await card.getByText('Where this comes from').click();
    await card.getByText('my own <b>bench</b>').waitFor();
    await page.locator('.machine').first().getByText('Where this comes from').click();
    await page.locator('.machine').first().locator('li').first().waitFor();
    expect(await page.locator('.status').textContent()).toContain('3 of 3 runs');
    // Of a log that cannot be replayed there is nothing to show.
    await drop('other.csv', 'a,b\n1,2\n');
    await page.locator('.lead.bad', { hasText: /^other\.csv:1: no column is known/ }).waitFor();
    expect(await page.locator('.figures svg').count()).toBe(0);
    await drop('desk.csv', LOG);
    await settled(page);
    expect(await page.locator('.lead.bad').count()).toBe(0);
    await page.context().close();
  });

  test('says of a world of regions that it takes one fleet, and shows nothing of the scenario before', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    const pick = page.locator('.opener select');
    await pick.selectOption('regions');
    await page.locator('.lead.bad').waitFor();
    expect(await page.locator('.lead').textContent()).toMatch(
      /^This scenario has regions, and the page simulates one fleet\. .*edgewise run/,
    );
    expect(await page.locator('.figures svg').count()).toBe(0);
    await pick.selectOption('first');
    await settled(page);
    expect(await page.locator('.lead.bad').count()).toBe(0);
    await page.context().close();
  });

  test('opens from a folder, without a server', async () => {
    const page = await (await visit.browser.newContext()).newPage();
    page.on('pageerror', (error) => visit.wrong.push(error.message));
    await page.goto(`file://${join(visit.folder, 'double-click/index.html')}`);
    await page.locator('.figures svg').first().waitFor();
    await page.context().close();
  });

  test('hears what its policy forbids in a worker too, and lets nothing through', async () => {
    const page = await opened(addressOf(FAULTS));
    await settled(page);
    expect(visit.wrong).toEqual([]);
    const [lab] = page.workers();
    const told = page.waitForEvent('console', (message) => message.text().includes('in the worker lab'));
    const reached = lab!.evaluate("fetch('https://example.org/').then(() => true, () => false)");
    expect(await reached).toBe(false);
    expect((await told).text()).toMatch(/^connect-src forbids https:\/\/example\.org\//);
    await page.context().close();
  });

  test('has asked nobody else for anything, and broken no rule of its policy', () => {
    expect(visit.outside).toEqual([]);
    expect(visit.wrong.filter((one) => !one.includes('example.org'))).toEqual([]);
  });
});
