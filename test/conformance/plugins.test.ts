import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { casesOf, EXAMPLES, FOLDERS, leastOptions } from '../world/plugins.ts';

describe.each(Object.entries(FOLDERS))('every export of %s', (folder, plugins) => {
  const all = Object.entries(plugins);

  it('is there', () => {
    expect(all.length).toBeGreaterThan(0);
  });

  it.each(all)('%s is a function with a line of help and fields that say what they are', (_, plugin) => {
    expect(plugin).toBeTypeOf('function');
    expect(plugin.help).toMatch(/^\S[^\n]+\S$/);
    for (const [name, field] of Object.entries(plugin.fields)) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(
        z.toJSONSchema(z.object({ [name]: field }), { io: 'input', unrepresentable: 'any' }),
      ).toBeDefined();
    }
  });

  it.each(casesOf(folder))(
    '$text: its options are understood, an unknown one is not',
    ({ name, options }) => {
      const fields = z.strictObject(plugins[name]!.fields);
      expect(fields.safeParse(options).error).toBeUndefined();
      expect(fields.safeParse({ ...options, noSuchOption: 1 }).success).toBe(false);
    },
  );

  it('the examples are of plugins that exist', () => {
    expect(Object.keys(plugins)).toEqual(expect.arrayContaining(Object.keys(EXAMPLES[folder] ?? {})));
  });
});

test('a plugin nobody wrote examples for is built with the least its fields accept', () => {
  const fields = { rate: z.number().positive(), name: z.string(), more: z.number().optional() };
  expect(leastOptions({ fields })).toEqual({ rate: 1, name: '1s' });
  expect(() => leastOptions({ fields: { odd: z.literal('only this') } })).toThrow(
    'no value is known for odd',
  );
});

// A new one that takes arrivals would otherwise not get them from a scenario.
test('what scenarios hold of a workload is by what it takes, not by its name', () => {
  const text = readFileSync(join(import.meta.dirname, '../../src/scenario/fields.ts'), 'utf8');
  for (const name of Object.keys(FOLDERS['workloads']!))
    expect(text).not.toMatch(new RegExp(`\\b${name}: \\{`));
});
