/** Looks up parts of a schema by path, and describes what they expect. */
import type { z } from 'zod';
import type { NodeKey } from './node.ts';
import type { Plain } from './scenario.ts';

/** The parts of zod's definitions that are read here. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly (string | number | boolean)[];
  readonly defaultValue?: unknown;
}

export function definition(schema: z.ZodType): Definition {
  return schema._zod.def;
}

/** The schema without wrappers for optional values and transformations. */
export function core(schema: z.ZodType): z.ZodType {
  const { type, innerType, in: input } = definition(schema);
  if (innerType) return core(innerType);
  if (type === 'pipe' && input) return core(input);
  return schema;
}

/** The schema at `path` in `value`; undefined when there is none. */
export function schemaAt(
  schema: z.ZodType,
  path: readonly NodeKey[],
  value: Plain | undefined,
): z.ZodType | undefined {
  const inner = core(schema);
  const { type, shape, options, element, items, valueType } = definition(inner);
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  if (type === 'union') {
    const branch = fitting(options!, value);
    return branch && schemaAt(branch, path, value);
  }
  const next = shape?.[key] ?? items?.[Number(key)] ?? element ?? valueType;
  return next && schemaAt(next, rest, inside(value, key));
}

export function inside(value: Plain | undefined, key: NodeKey): Plain | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<NodeKey, Plain>>)[key] : undefined;
}

/** The member of a union that a value was probably meant for: by its `kind`, else by its type. */
export function fitting(options: readonly z.ZodType[], value: Plain | undefined): z.ZodType | undefined {
  for (const option of options) {
    const { type, options: nested, shape } = definition(core(option));
    if (type === 'union') {
      const found = fitting(nested!, value);
      if (found) return found;
    } else if (Array.isArray(value)) {
      if (type === 'array' || type === 'tuple') return option;
    } else if (typeof value === 'object' && value !== null) {
      if (type === 'record') return option;
      if (shape && kindFits(shape['kind'], inside(value, 'kind'))) return option;
    } else if (type === typeof value || (type === 'enum' && typeof value === 'string')) {
      return option;
    }
  }
  return undefined;
}

function kindFits(schema: z.ZodType | undefined, kind: Plain | undefined): boolean {
  if (!schema) return true;
  if (kind === undefined) return schema._zod.optin !== undefined;
  return definition(core(schema)).values?.includes(kind as string) ?? true;
}

/** A description of the allowed values. */
export function expected(schema: z.ZodType): string {
  const said = noted(schema, 'expects');
  if (said !== undefined) return said;
  const { type, shape, options, entries, values, element, items } = definition(core(schema));
  if (type === 'union') return [...new Set(options!.map(expected))].join(', or ');
  if (type === 'enum') return Object.values(entries!).join(', ');
  if (type === 'literal') return values!.map(String).join(', ');
  if (type === 'array') return `a list of ${expected(element!)}`;
  if (type === 'tuple') return `a list of ${items!.length}`;
  if (type === 'record') return 'a mapping';
  if (type === 'boolean') return 'true or false';
  if (type === 'number') return 'a number';
  if (type === 'string') return 'text';
  if (shape) return `{ ${Object.keys(shape).map(written(shape)).join(', ')} }`;
  return 'something else';
}

function written(shape: Readonly<Record<string, z.ZodType>>): (key: string) => string {
  return (key) => {
    const { type, values } = definition(core(shape[key]!));
    return type === 'literal' ? `${key}: ${values!.map(String).join(' | ')}` : key;
  };
}

/** Names of the fields of an object there; empty when unknown. */
export function fieldNames(schema: z.ZodType, value: Plain | undefined): readonly string[] {
  const { type, shape, options } = definition(core(schema));
  if (shape) return Object.keys(shape);
  if (type === 'union') {
    const branch = fitting(options!, value);
    return branch ? fieldNames(branch, value) : [];
  }
  // A schema with custom checks may provide the JSON Schema of its forms.
  const forms = schema.meta()?.['anyOf'] as readonly Form[] | undefined;
  const kind = inside(value, 'kind');
  const fitted = forms?.filter(({ properties }) => properties && properties['kind']?.const === kind) ?? [];
  return [...new Set(fitted.flatMap(({ properties }) => Object.keys(properties!)))];
}

interface Form {
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
}

/** A note attached with `meta` to the schema or to the one it wraps. */
export function noted(schema: z.ZodType, name: string): string | undefined {
  const own = schema.meta()?.[name];
  if (typeof own === 'string') return own;
  const { innerType, in: input } = definition(schema);
  const next = innerType ?? input;
  return next && noted(next, name);
}
