import { runInThisContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import type * as Assemble from '../../src/scenario/assemble.ts';
import { read } from '../../src/scenario/read.ts';
import { builtModule } from '../executors/built.ts';
import { FIGURE4 } from '../scenario/figure4.ts';

/** V8's own word for it: an object of few and known fields, not a hash table. */
setFlagsFromString('--allow-natives-syntax');
const isFast = runInThisContext('(object) => %HasFastProperties(object)') as (object: object) => boolean;
// Compiled at its first call.
isFast({});
setFlagsFromString('--no-allow-natives-syntax');

/** The classes of all that can be reached from `root`, and whether all their objects are fast. */
function shapes(root: object): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    const { name } = value.constructor;
    if (name !== 'Array' && name !== 'Object') found.set(name, (found.get(name) ?? true) && isFast(value));
    Object.values(value).forEach(visit);
  };
  visit(root);
  return found;
}

test('the objects of the event loop have fixed hidden classes, and none has become a hash table', async () => {
  // As it is built: what a test runner makes of the sources has other shapes.
  const { assemble } = await builtModule<typeof Assemble>('scenario/assemble.js');
  const { cells } = read(FIGURE4, { file: 'figure4.yaml' });
  const { engine, parts } = assemble(cells[0]!.scenario, { seed: 1, replication: 0, source: () => null! });
  engine.run(parts);
  const found = shapes({ engine, parts });
  for (const name of [
    'Engine',
    'Requests',
    'Moves',
    'Works',
    'Agenda',
    'Floor',
    'Serial',
    'Metrics',
    'Tally',
    'Occupancy',
    'Energy',
    'OverTime',
  ]) {
    expect(found.has(name), name).toBe(true);
  }
  expect([...found].filter(([, fast]) => !fast).map(([name]) => name)).toEqual([]);
});
