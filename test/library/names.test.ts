import { expect, it } from 'vitest';
import * as browser from '../../src/browser.ts';
import * as whole from '../../src/index.ts';

it.each(Object.entries(browser))('%s of edgewise/browser is that of edgewise', (name, part) => {
  expect(whole[name as keyof typeof whole]).toBe(part);
});
