import type { Lines } from './lines.ts';
import { LogError } from './logError.ts';
import type { Records } from './records.ts';

type Value = Readonly<Record<string, unknown>>;

/** Records whose paths are the columns: one that is written without an answer has no lengths. */
const SAMPLE = 200;
/** Objects in objects that are looked into. */
const DEPTH = 4;

/** A JSON object on each line; fields of objects within are columns by their path, as `usage.prompt_tokens`. */
export class Objects implements Records {
  readonly form: string = 'JSON Lines';
  readonly names: readonly string[];
  readonly started: string | null;
  line = 0;
  source = '';
  readonly #lines: Lines;
  readonly #paths: readonly (readonly string[])[];
  readonly #ahead: { readonly line: number; readonly source: string; readonly value: Value }[] = [];
  #at = 0;
  #value: Value = {};

  constructor(lines: Lines, first: string) {
    this.#lines = lines;
    const head = parsed(lines, first);
    const isHead = isHeadOf(head);
    this.started = isHead && typeof head['started'] === 'string' ? head['started'] : null;
    if (!isHead) this.#ahead.push({ line: lines.line, source: first, value: head });
    while (this.#ahead.length < SAMPLE && this.#readAhead());
    const paths = new Map<string, readonly string[]>();
    for (const { value } of this.#ahead) pathsOf(value, [], paths);
    this.names = [...paths.keys()];
    this.#paths = [...paths.values()];
  }

  next(): boolean {
    if (this.#at < this.#ahead.length) {
      const { line, source, value } = this.#ahead[this.#at++]!;
      this.line = line;
      this.source = source;
      this.#value = value;
      return true;
    }
    this.#ahead.length = 0;
    this.#at = 0;
    const line = this.#lines.filled();
    if (line === null) return false;
    this.line = this.#lines.line;
    this.source = line;
    this.#value = ofOneRun(this.#lines, line);
    return true;
  }

  text(column: number): string {
    let value: unknown = this.#value;
    for (const key of this.#paths[column] ?? []) {
      if (typeof value !== 'object' || value === null) return '';
      value = (value as Value)[key];
    }
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : JSON.stringify(value);
  }

  numeric(column: number): string {
    return this.text(column);
  }

  close(): void {
    this.#lines.close();
  }

  #readAhead(): boolean {
    const source = this.#lines.filled();
    if (source === null) return false;
    this.#ahead.push({ line: this.#lines.line, source, value: ofOneRun(this.#lines, source) });
    return true;
  }
}

const isHeadOf = ({ log }: Value): boolean => typeof log === 'string' && log.startsWith('edgewise.log/');

/** Another head begins another run, whose requests came at the same times again. */
function ofOneRun(lines: Lines, source: string): Value {
  const value = parsed(lines, source);
  if (isHeadOf(value))
    throw new LogError(lines.name, 'another run begins here, and one log is one run', {
      line: lines.line,
      source,
      allowed: 'a log of one cell with --replications 1, or the lines of one run in a file of their own',
    });
  return value;
}

function parsed({ name, line }: Lines, source: string): Value {
  let value: unknown;
  let why = 'is not an object';
  try {
    value = JSON.parse(source);
  } catch (error) {
    why = `is not JSON: ${(error as Error).message}`;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Value;
  throw new LogError(name, `the line ${why}`, { line, source, allowed: 'a JSON object on each line' });
}

function pathsOf(value: Value, path: readonly string[], found: Map<string, readonly string[]>): void {
  for (const [key, part] of Object.entries(value)) {
    const whole = [...path, key];
    if (typeof part === 'object' && part !== null && !Array.isArray(part) && whole.length < DEPTH)
      pathsOf(part as Value, whole, found);
    else if (!found.has(whole.join('.'))) found.set(whole.join('.'), whole);
  }
}
