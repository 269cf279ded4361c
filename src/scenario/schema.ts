/** The JSON Schema of a scenario file, for editors: generated from the fields that files are checked against. */
import { z } from 'zod';
import { shortName, type Catalogue } from '../catalog/catalog.ts';
import { shipped } from '../catalog/shipped.ts';
import { CELL, PLANNING, REST, RUN } from './fields.ts';
import { WORLD } from './regionFields.ts';
import { definition } from './shape.ts';
import type { Plain } from './scenario.ts';

/** The JSON Schema of a scenario, draft 2020-12. Rules between fields are not in it: `read` checks them. */
export function schema(catalogue: Catalogue = shipped): object {
  const made = z.toJSONSchema(z.strictObject({ ...RUN, ...CELL, ...REST, ...PLANNING, ...WORLD }), {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => {
      // A transformed field has another type after reading; zod leaves both out.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      const { defaultValue } = definition(zodSchema as unknown as z.ZodType);
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      if (defaultValue !== undefined) jsonSchema.default = defaultValue;
    },
  });
  const { $schema, ...rest } = cleaned(made as unknown as Plain, catalogue) as Readonly<
    Record<string, Plain>
  >;
  return {
    $schema,
    title: 'Edgewise scenario',
    description: 'A scenario: language models on small machines at the edge, with a cloud behind them.',
    ...rest,
    // A file with a plan needs no fleet, and regions may have sections of their own.
    required: (rest['required'] as readonly string[]).filter((name) => !['fleet', 'workload'].includes(name)),
    anyOf: ['workload', 'regions'].map((name) => ({
      properties: { [name]: { description: 'Either workload or regions is required.' } },
      required: [name],
    })),
  };
}

/** Without notes that are only for messages; with the catalogue's names as examples. */
function cleaned(part: Plain, catalogue: Catalogue): Plain {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => cleaned(item, catalogue));
  const found: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(part)) {
    if (key === 'catalogue') found['examples'] = examples(value as string, catalogue);
    else if (key !== 'expects') found[key] = cleaned(value, catalogue);
  }
  return found;
}

function examples(of: string, { profiles, names, cloudNames }: Catalogue): readonly string[] {
  if (of === 'clouds') return cloudNames;
  return [...profiles.filter((profile) => profile.isDefault).map(shortName), ...names];
}
