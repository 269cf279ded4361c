import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plugins } from '../../src/scenario/plugins.ts';
import { read } from '../../src/scenario/read.ts';
import { schema } from '../../src/scenario/schema.ts';
import { starter } from '../../src/scenario/starter.ts';
import { FIGURE4 } from './figure4.ts';
import { OFFICE, readOffice, SHELF } from './shelf.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

const made = schema() as Schema;
const check = new Ajv2020({ allowUnionTypes: true, strict: true, keywords: ['enumDescriptions'] }).compile(
  made,
);
const accepts = (text: string): boolean => check(parse(text));

/** Every part of the schema that has properties, with where it is. */
function* objects(part: unknown, path: string): Generator<readonly [string, Schema]> {
  if (typeof part !== 'object' || part === null) return;
  const found = part as Schema;
  if (found.properties && typeof found.properties === 'object') yield [path, found];
  for (const [key, value] of Object.entries(part)) yield* objects(value, `${path}/${key}`);
}

describe('the JSON Schema', () => {
  it('is draft 2020-12, and valid to the letter', () => {
    expect(made['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('accepts what is read', () => {
    for (const text of [FIGURE4, OFFICE, starter(), readOffice().text, read(FIGURE4, { file: 'f' }).text]) {
      expect([accepts(text), check.errors]).toEqual([true, null]);
    }
  });

  it.each([
    ['an unknown field', OFFICE.replace('duration', 'durations')],
    ['a missing field', OFFICE.replace('name: office', '')],
    ['an unknown strategy', OFFICE.replace('loadAware', 'loadAwre')],
    ['an unknown option of a plugin', OFFICE.replace('loadAware', '{ kind: powerOf, devices: 2 }')],
    ['a count below 0', OFFICE.replace('count: 2', 'count: -2')],
    ['a duration of more than 1,000 years', OFFICE.replace('duration: 10m', 'duration: 1e12')],
    ['a list in the place of a value', OFFICE.replace('10m', '[10m]')],
    ['a claim without a metric', `${OFFICE}expect: [{ lessThan: 3 }]\n`],
  ])('refuses %s', (_, text) => {
    expect(accepts(text)).toBe(false);
  });

  it('has examples of what is a word or fields, and each of them is understood', () => {
    const field = (...path: string[]): Schema =>
      path.reduce(
        (at, key) =>
          at.properties?.[key] ?? formsOf(at).find((one) => one.properties?.[key])!.properties![key]!,
        made,
      );
    const formsOf = (part: Schema): readonly Schema[] =>
      ['anyOf', 'oneOf', 'items'].flatMap((key) => {
        const inner = part[key] as Schema | readonly Schema[] | undefined;
        const all = inner === undefined ? [] : Array.isArray(inner) ? (inner as Schema[]) : [inner as Schema];
        return all.flatMap((one) => [one, ...formsOf(one)]);
      });
    const tried: string[] = [];
    for (const path of [
      'workload.tenants',
      'patience',
      'patience.firstToken',
      'patience.answer',
      'retry',
      'retry.later',
      'fleet.0.queue',
      'fleet.0.failures',
      'fleet.0.outages',
    ]) {
      const found = field(...path.split('.').filter((key) => key !== '0'))['examples'] as readonly unknown[];
      for (const example of found) {
        read(FIGURE4, { file: 'f', set: [`${path}=${JSON.stringify(example)}`] });
        tried.push(`${path} ${JSON.stringify(example)}`);
      }
    }
    expect(tried).toContain('workload.tenants {"count":40,"shares":{"zipf":1.1}}');
    expect(tried.length).toBeGreaterThan(12);
  });

  it('describes every field', () => {
    const silent = [...objects(made, '')].flatMap(([path, { properties }]) =>
      Object.entries(properties!).flatMap(([name, field]) => (field.description ? [] : [`${path}/${name}`])),
    );
    expect(silent).toEqual([]);
  });

  it('completes the names of profiles, and units', () => {
    const text = JSON.stringify(schema(SHELF));
    expect(text).toContain('"examples":["orin/tiny-q4"');
    expect(text).toContain('"examples":["acme/large"]');
    expect(text).toContain('"examples":["60s","5m","1.5h"]');
  });

  it('keeps what is for messages to itself', () => {
    for (const [path, part] of objects(made, '')) {
      expect([path, Object.keys(part)]).not.toContain('expects');
      for (const field of Object.values(part.properties!)) expect(field).not.toHaveProperty('expects');
    }
  });
});

describe('the plugins there are', () => {
  const all = plugins();

  it('are listed by folder, with help', () => {
    expect(Object.keys(all)).toEqual([
      'arrivals',
      'workloads',
      'limiters',
      'strategies',
      'devices',
      'orders',
      'faults',
      'clouds',
    ]);
    for (const { name, help } of Object.values(all).flat())
      expect([name, help.length > 5]).toEqual([name, true]);
  });

  it('say of every field what is expected, what it means, and what it is by default', () => {
    for (const { fields } of Object.values(all).flat()) {
      for (const field of fields) {
        expect(field.expects.length * field.description.length).toBeGreaterThan(0);
        if (field.required) expect(field.default).toBeNull();
      }
    }
    const powerOf = all['strategies']!.find(({ name }) => name === 'powerOf')!;
    expect(powerOf.fields).toEqual([
      {
        name: 'd',
        expects: 'a whole number from 1, for instance 4',
        description: 'devices to compare; all of them if there are no more',
        required: false,
        default: 2,
      },
    ]);
  });

  it('include the fields that a scenario adds', () => {
    const fields = (folder: string, plugin: string): readonly string[] =>
      all[folder]!.find(({ name }) => name === plugin)!.fields.map(({ name }) => name);
    expect(fields('workloads', 'generated')).toContain('arrivals');
    expect(fields('limiters', 'slidingWindow')).toContain('scope');
    expect(fields('clouds', 'listPrice')).toContain('profile');
  });

  it('can be chosen by name or as { kind }, wherever they need nothing else', () => {
    for (const { name, fields } of all['strategies']!) {
      if (fields.some(({ required }) => required)) continue;
      for (const written of [name, `{ kind: ${name} }`]) {
        const text = `${OFFICE.replace('loadAware', written)}cloud: { profile: acme/large }\nslo: { ttft: 2s }\n`;
        expect(readOffice(text).cells[0]!.scenario.strategy.kind).toBe(name);
      }
    }
  });
});
