/** Files that mean harm, and the editor. Skipped where there is no Chromium. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shipped } from '../../src/catalog/shipped.ts';
import { chromium } from '../render/chromium.ts';
import { LOG, SHORT, summaryOf } from './cases.ts';
import { addressOf, visits } from './visit.ts';

const EVIL = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const RUN = `duration: 20m
replications: 2
fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }]
strategy: random
`;
const WORK = 'workload: { arrivals: { kind: poisson, rate: 1/m }, prompt: 9, output: 90 }\n';

describe.skipIf(chromium() === null)('files that mean harm (skipped without Chromium)', () => {
  const visit = visits();
  const { opened, settled } = visit;

  const open = (page: Page, name: string, text: string): Promise<void> =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  /** Nothing of it has become part of the page, or of what all objects have in common. */
  async function expectUnharmed(page: Page): Promise<void> {
    expect(await page.evaluate('document.querySelectorAll("img, #page script").length')).toBe(0);
    const polluted = '[({}).harm, [].harm, Object.prototype.hasOwnProperty("harm")].join()';
    expect(await page.evaluate(polluted)).toBe(',,false');
    for (const worker of page.workers()) expect(await worker.evaluate(polluted)).toBe(',,false');
  }

  test('names that are markup are names', async () => {
    const page = await opened(
      addressOf(
        `name: evil\ndescription: "${EVIL}"\n${RUN}workload: { prompt: 9, output: 90 }\nvary:\n  workload.arrivals:\n    "${EVIL}": { kind: poisson, rate: 1/m }\n    "javascript:alert(1)": { kind: poisson, rate: 2/m }\n    "=HYPERLINK(\\"http://example.org\\")": { kind: poisson, rate: 3/m }\n`,
      ),
    );
    await settled(page);
    expect(await page.locator('.stage').textContent()).toContain(EVIL);
    await expectUnharmed(page);
    await page.goto(`${visit.address}#1/play/%3Cscript%3E//not-a-text`);
    await page.locator('.figures svg').first().waitFor();
    await page.context().close();
  });

  test('YAML that is a bomb, a well or a prototype is a mistake, and the figure stays', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    const laughs = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array.from({ length: 9 }, () => `*l${i}`).join(',')}]`,
    );
    const texts = {
      bomb: `l0: &l0 [a]\n${laughs.join('\n')}\n`,
      well: `name: ${'['.repeat(5000)}`,
      proto: `name: proto\n${RUN}${WORK}__proto__: { harm: 1 }\nconstructor: { prototype: { harm: 1 } }\n`,
      endless: `name: endless\n${RUN}${WORK}description: "${'a'.repeat(1_100_000)}"\n`,
    };
    await page.getByRole('button', { name: /As a file/ }).click();
    await page.getByRole('textbox', { name: 'The scenario as YAML' }).waitFor();
    for (const [name, text] of Object.entries(texts)) {
      await open(page, `${name}.yaml`, text);
      await page.locator('.mistakes p').first().waitFor();
      expect(await page.locator('.figures svg').count()).toBeGreaterThan(4);
      await expectUnharmed(page);
      await open(page, 'whole.yaml', SHORT);
      await page.locator('.mistakes p').first().waitFor({ state: 'detached' });
    }
    await settled(page);
    expect(await page.locator('.status').textContent()).toContain('3 of 3 runs');
    await page.context().close();
  });

  test('logs, profiles and summaries are data', async () => {
    const page = await opened(addressOf(SHORT));
    await settled(page);
    const said = page.locator('.side > [role=status]');
    await open(page, 'bad.json', '{ "pace": 1, "__proto__": { "harm": 1 }, "name": 3 }');
    await expect.poll(() => said.textContent()).not.toBe('');
    await expectUnharmed(page);
    await open(page, 'whole.yaml', SHORT);
    await said.getByText('whole.yaml is the scenario now').waitFor();
    await open(
      page,
      'summary.json',
      '{ "schema": "edgewise.summary/1", "cells": [{ "__proto__": { "harm": 1 } }] }',
    );
    await expect.poll(() => said.textContent()).not.toContain('whole.yaml');
    await expectUnharmed(page);
    const kept = await summaryOf(SHORT);
    await open(page, 'summary.json', kept.replaceAll('"loadAware"', JSON.stringify(EVIL)));
    await page.getByText('summary.json is shown: it was run elsewhere').waitFor();
    await expectUnharmed(page);
    const rows = [
      'arrival,prompt,output,__proto__,user',
      `0,90,40,harm,${EVIL}`,
      '30,90,40,,"=1+1"',
      '60,90,40,,@SUM(A1)',
    ];
    await open(page, `${EVIL}.csv`.replaceAll('/', ''), rows.join('\n'));
    await settled(page);
    await page.getByText('The requests of the log').waitFor();
    await expectUnharmed(page);
    const { name: _, ...profile } = shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4');
    const mine = {
      ...profile,
      name: 'desk/mine',
      sources: [{ text: EVIL, licence: EVIL }],
      assumptions: [EVIL],
    };
    await open(page, 'desk.csv', LOG);
    await open(page, 'mine.json', JSON.stringify(mine));
    const card = page.locator('.machine').nth(2);
    await card.getByText('Where this comes from').click();
    await card.getByText(EVIL).first().waitFor();
    await expectUnharmed(page);
    await settled(page);
    await page.context().close();
  });

  test('the editor completes keys, kinds and names from the schema', async () => {
    const page = await opened(addressOf(`name: mine\n${RUN}${WORK}`, 'play', { tab: 'text' }));
    await settled(page);
    const editor = page.getByRole('textbox', { name: 'The scenario as YAML' });
    await editor.click();
    await page.keyboard.press('Control+End');
    const options = page.locator('.cm-tooltip-autocomplete li');
    await page.keyboard.type('fallb');
    await options.filter({ hasText: /^fallback/ }).click();
    await page.keyboard.type('dr');
    await options.filter({ hasText: /^drop/ }).click();
    await expect.poll(() => editor.textContent()).toContain('fallback: drop');
    await page.keyboard.press('Enter');
    await page.keyboard.type('slo:');
    await page.keyboard.press('Enter');
    await page.keyboard.type('  tt');
    await options.filter({ hasText: /^ttft/ }).waitFor();
    await page.context().close();
  });

  test('has asked nobody else for anything, opened nothing, and broken no rule of its policy', () => {
    expect(visit.outside).toEqual([]);
    expect(visit.wrong).toEqual([]);
  });
});
