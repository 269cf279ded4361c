/** docs/architecture.md and its picture show the source as it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FLOORS, PLUGINS } from './floors.ts';

const DOCS = join(import.meta.dirname, '../../docs');

it('the map says where everything on the floors is', () => {
  const map = readFileSync(join(DOCS, 'architecture.md'), 'utf8');
  const named = new Set([...map.matchAll(/`([\w./]+)`/g)].map(([, name]) => name));
  // The folders of plugins are in the map as one.
  const told = new Set([...PLUGINS, 'version.ts']);
  expect(FLOORS.flat().filter((name) => !named.has(name) && !told.has(name))).toEqual([]);
});

it('the picture has every folder on its floor', () => {
  const picture = readFileSync(join(DOCS, 'figures/architecture.svg'), 'utf8');
  const texts = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
  const shown = new Map<string, number[]>();
  let floors: number[] = [];
  for (const text of texts) {
    if (/^\d(?:, \d)?$/.test(text)) floors = text.split(', ').map(Number);
    for (const [name] of text.matchAll(/\b[\w]+(?:\/|\.ts\b)/g)) shown.set(name, floors);
  }
  const wrong = [...shown].filter(([name, on]) => !on.some((floor) => FLOORS[floor]!.includes(name)));
  expect(wrong).toEqual([]);
  const folders = FLOORS.flat().filter((name) => name.endsWith('/'));
  expect(folders.filter((name) => !shown.has(name))).toEqual([]);
});
