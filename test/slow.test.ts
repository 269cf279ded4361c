import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SLOW } from './slow.ts';

it.each(SLOW)('%s, which the quick tests leave out, is there', (name) => {
  const path = name.endsWith('/') ? name : `${name}.test.ts`;
  expect(existsSync(join(import.meta.dirname, path))).toBe(true);
});
