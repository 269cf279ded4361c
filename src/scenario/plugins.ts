/** All plugins with their help: what the catalogue command lists. */
import type { z } from 'zod';
import { COMMON, FOLDERS, MORE } from './fields.ts';
import type { Plain } from './scenario.ts';
import { definition, expected, noted } from './shape.ts';

/** A field of a plugin. */
export interface PluginField {
  readonly name: string;
  /** The values allowed: `a duration above 0, for instance 60s, 5m, 1.5h`. */
  readonly expects: string;
  readonly description: string;
  readonly required: boolean;
  /** The default; null when there is none, or when it is null. */
  readonly default: Plain;
}

/** A plugin with its help and its fields. */
export interface PluginEntry {
  readonly name: string;
  readonly help: string;
  readonly fields: readonly PluginField[];
}

/** By folder: arrivals, workloads, limiters, strategies, devices, orders, faults, clouds. */
export function plugins(): Readonly<Record<string, readonly PluginEntry[]>> {
  const folders = Object.entries(FOLDERS).map(([folder, exported]) => {
    const entries = Object.entries(exported).map(([name, { help, fields }]): PluginEntry => {
      const all = { ...COMMON[folder], ...MORE[name], ...fields } as Readonly<Record<string, z.ZodType>>;
      return { name, help, fields: Object.entries(all).map(([key, schema]) => field(key, schema)) };
    });
    return [folder, entries] as const;
  });
  return Object.fromEntries(folders);
}

function field(name: string, schema: z.ZodType): PluginField {
  return {
    name,
    expects: expected(schema),
    description: noted(schema, 'description') ?? '',
    required: schema._zod.optin === undefined,
    default: usual(schema),
  };
}

function usual(schema: z.ZodType): Plain {
  const { defaultValue, innerType } = definition(schema);
  if (defaultValue !== undefined) return JSON.parse(JSON.stringify(defaultValue)) as Plain;
  return innerType ? usual(innerType) : null;
}
