/** Objects in a text that is one JSON value or one per line, each with its line. */
import type { BrokenRow } from './measurement.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

interface JsonRecord {
  readonly line: number;
  readonly value: JsonObject;
}

export interface JsonRecords {
  readonly records: readonly JsonRecord[];
  readonly broken: readonly BrokenRow[];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An array's elements, or the object itself, count as on line 1 onwards; in a file of lines each has its own. */
export function jsonRecords(text: string, file: string): JsonRecords {
  const whole = parse(text);
  if (whole.ok) {
    const list = Array.isArray(whole.value) ? (whole.value as unknown[]) : [whole.value];
    const starts = Array.isArray(whole.value) ? startsOf(text) : [1];
    return collect(
      list.map((value, i) => ({ line: starts[i] ?? 1, value })),
      file,
    );
  }
  const found: { line: number; value: unknown }[] = [];
  const broken: BrokenRow[] = [];
  text.split('\n').forEach((row, i) => {
    if (row.trim() === '') return;
    const one = parse(row);
    if (one.ok) found.push({ line: i + 1, value: one.value });
    else broken.push({ file, line: i + 1, message: `not JSON: ${one.message}` });
  });
  const { records, broken: odd } = collect(found, file);
  return { records, broken: [...broken, ...odd].sort((a, b) => a.line - b.line) };
}

function collect(found: readonly { line: number; value: unknown }[], file: string): JsonRecords {
  const records: JsonRecord[] = [];
  const broken: BrokenRow[] = [];
  for (const { line, value } of found) {
    if (isObject(value)) records.push({ line, value });
    else broken.push({ file, line, message: `expected an object, not ${JSON.stringify(value)}` });
  }
  return { records, broken };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

/** Lines on which the objects of a top-level array start. */
function startsOf(text: string): number[] {
  const starts: number[] = [];
  let line = 1;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n') line++;
    else if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') {
      if (depth === 1) starts.push(line);
      depth++;
    } else if (char === '}' || char === ']') depth--;
  }
  return starts;
}

/** A positive finite number, or null when the field is missing; throws when it is anything else. */
export function positiveField(value: JsonObject, field: string): number | null {
  const found = value[field];
  if (found === undefined || found === null) return null;
  const number = typeof found === 'string' ? Number(found) : found;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
    throw new RangeError(`${field} must be a number from 0, not ${JSON.stringify(found)}`);
  return number === 0 ? null : number;
}
