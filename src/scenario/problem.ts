/** Turns the issues of a schema into messages for people. */
import type { z } from 'zod';
import type { Hints } from './mistake.ts';
import type { NodeKey } from './node.ts';
import type { Plain } from './scenario.ts';
import { core, definition, expected, fieldNames, inside, schemaAt } from './shape.ts';
import { closest, instead, insteadOfKey } from './suggestion.ts';

export interface Problem extends Hints {
  readonly path: readonly NodeKey[];
  /** A key that is not allowed, a wrong value, or a missing key. */
  readonly of: 'key' | 'value' | 'missing';
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

export function problems(schema: z.ZodType, issues: readonly Issue[], value: Plain): readonly Problem[] {
  return withoutEchoes(issues.flatMap((issue) => explain(schema, issue, value, [])));
}

function explain(
  schema: z.ZodType,
  issue: Issue,
  value: Plain | undefined,
  before: readonly NodeKey[],
): Problem[] {
  const steps = issue.path as NodeKey[];
  const path = [...before, ...steps];
  const found = steps.reduce<Plain | undefined>(inside, value);
  const at = schemaAt(schema, steps, value);
  if (issue.code === 'invalid_union') {
    const { discriminator } = issue as { discriminator?: string };
    if (discriminator !== undefined) return [kind(issue, found, path)];
    const branch = at && found !== undefined ? branchOf(issue.errors, at) : null;
    if (branch) return branch.issues.flatMap((inner) => explain(branch.schema, inner, found, path));
  }
  if (issue.code === 'unrecognized_keys') {
    const names = at ? fieldNames(at, found) : [];
    const has = (name: string): boolean => inside(found, name) !== undefined;
    const [free, taken] = [names.filter((name) => !has(name)), names.filter(has)];
    return issue.keys.map((key) => ({
      path: [...path, key],
      of: 'key',
      message: `there is no ${key} here`,
      ...insteadOfKey(key, free, taken),
    }));
  }
  if (found === undefined) {
    const allowed = at ? expected(at) : issue.message;
    return [{ path, of: 'missing', message: `${path.at(-1) ?? 'it'} is missing`, allowed }];
  }
  const values = issue.code === 'invalid_value' ? issue.values.filter((one) => typeof one === 'string') : [];
  const names = at ? namesOf(at) : values;
  if (names && names.length > 0 && typeof found === 'string') {
    const hints = { ...instead(found, names), ...(at && hasOthers(at) && { allowed: expected(at) }) };
    return [{ path, of: 'value', message: `there is no ${show(found)}`, ...hints }];
  }
  return [{ path, of: 'value', message: `cannot be ${show(found)}`, allowed: rule(issue, at) }];
}

/** A plugin's `kind` that is missing or unknown. */
function kind(issue: Issue, found: Plain | undefined, path: readonly NodeKey[]): Problem {
  const names = ((issue as { options?: readonly unknown[] }).options ?? []).filter(
    (name) => typeof name === 'string',
  );
  if (found === undefined)
    return { path, of: 'missing', message: 'kind is missing', allowed: names.join(', ') };
  return { path, of: 'value', message: `there is no ${show(found)}`, ...instead(show(found), names) };
}

/** The branch of a union that was meant: the one that got further than the type of the value. */
function branchOf(
  errors: readonly (readonly Issue[])[],
  schema: z.ZodType,
): { readonly schema: z.ZodType; readonly issues: readonly Issue[] } | null {
  const { options } = definition(core(schema));
  if (!options) return null;
  const meant = errors.flatMap((issues, i) => {
    const shallow = issues.some(isShallow);
    return shallow ? [] : [{ schema: options[i]!, issues }];
  });
  return meant.length === 1 ? meant[0]! : null;
}

const KIND_OF_VALUE = ['invalid_type', 'invalid_value', 'invalid_union'];

function isShallow(issue: Issue): boolean {
  return issue.path.length === 0 && (KIND_OF_VALUE.includes(issue.code) || isOfAnotherKind(issue));
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.code === 'custom' && issue.params?.['ofAnotherKind'] === true;
}

/** The allowed names, where only names are allowed. */
function namesOf(schema: z.ZodType): readonly string[] | undefined {
  const { type, entries, values, options } = definition(core(schema));
  if (type === 'enum') return Object.values(entries!);
  if (type === 'literal') return values!.map(String);
  if (type !== 'union') return undefined;
  const names = options!.map(namesOf).filter((some) => some !== undefined);
  return names.length > 0 ? [...new Set(names.flat())] : undefined;
}

/** Whether something other than a name is allowed too. */
function hasOthers(schema: z.ZodType): boolean {
  return definition(core(schema)).options?.some((option) => !namesOf(option)) ?? false;
}

function rule(issue: Issue, schema: z.ZodType | undefined): string {
  const words = schema && expected(schema);
  if (issue.code === 'custom') {
    const known = words !== undefined && (isOfAnotherKind(issue) || words.includes(issue.message));
    return known ? words : issue.message;
  }
  if (issue.code === 'too_small' && issue.origin === 'string') return 'text of at least one character';
  return words ?? issue.message;
}

/** A value as it would be written, shortened. */
export function show(value: Plain): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return value === '' ? 'empty' : short;
}

/** Without missing keys that follow from a misspelt one. */
function withoutEchoes(all: readonly Problem[]): readonly Problem[] {
  return all.filter(({ of, path }) => {
    if (of !== 'missing') return true;
    const parent = path.slice(0, -1).join('.');
    return !all.some(
      (other) =>
        other.of === 'key' &&
        other.path.slice(0, -1).join('.') === parent &&
        closest(String(other.path.at(-1)), [String(path.at(-1))]) !== undefined,
    );
  });
}
