/** Mistakes in a scenario, and how they are shown. */
import { place, type Span } from './span.ts';

/** One mistake in a scenario, and where it is. */
export interface Mistake {
  /** As the user called it: a file, or an option such as `--set`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The text of the line. */
  readonly source: string;
  /** Number of columns marked. */
  readonly length: number;
  /** Whether it is in an option of the command line, which has no lines. */
  readonly option: boolean;
  /** The path of the node, such as `limits.0.window`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** The name of a missing key; null for other mistakes. */
  readonly missing: string | null;
  readonly allowed: string | null;
  readonly nearest: string | null;
}

export interface Hints {
  readonly allowed?: string | undefined;
  readonly nearest?: string | undefined;
}

export function mistake(span: Span, path: string, message: string, hints: Hints = {}): Mistake {
  return {
    file: span.text.file,
    ...place(span),
    option: span.text.option,
    path,
    message,
    missing: null,
    allowed: hints.allowed ?? null,
    nearest: hints.nearest ?? null,
  };
}

/** Thrown when the file, with the options given, is not a valid scenario. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  /** At least one, in the order of the file. */
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(screen(mistakes, false));
    this.mistakes = mistakes;
  }

  /** One screen; `colour` adds the escape codes of a terminal. */
  format(colour = false): string {
    return screen(this.mistakes, colour);
  }
}

/** Mistakes shown in full; more would not fit on a screen. */
const SHOWN = 12;
/** Columns of a line shown. */
const WIDTH = 110;

function screen(mistakes: readonly Mistake[], colour: boolean): string {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const parts = mistakes.slice(0, SHOWN).map((one) => shown(one, paint));
  if (mistakes.length > SHOWN) {
    const rest = mistakes
      .slice(SHOWN, 2 * SHOWN)
      .map((one) => `${where(one)} ${node(one)}${printable(one.message)}`);
    const more = mistakes.length - SHOWN - rest.length;
    parts.push([...rest, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
  }
  if (mistakes.length > 1) parts.push(paint('1', `${mistakes.length} mistakes`));
  return parts.join('\n\n');
}

function where({ file, line, column, option }: Mistake): string {
  return printable(option ? `${file}:` : `${file}:${line}:${column}:`);
}

/** The place in the file; omitted for an option of the same name. */
function node({ path, file, option }: Mistake): string {
  return path === '' || (option && file === `--${path}`) ? '' : `${printable(path)}: `;
}

function shown(mistake: Mistake, paint: (code: string, text: string) => string): string {
  const { line, message, allowed, nearest, option } = mistake;
  const gutter = option ? '' : `${line} `;
  const { text, from, length } = excerpt(mistake);
  const blank = ' '.repeat(gutter.length);
  const lines = [
    `${paint('1', where(mistake))} ${node(mistake)}${paint('31;1', printable(message))}`,
    `  ${paint('2', `${gutter}|`)} ${text}`,
    `  ${paint('2', `${blank}|`)} ${' '.repeat(from)}${paint('31;1', '^'.repeat(length))}`,
  ];
  if (allowed !== null) lines.push(`  ${blank}  allowed: ${printable(allowed)}`);
  if (nearest !== null) lines.push(`  ${blank}  did you mean ${paint('32;1', printable(nearest))}?`);
  return lines.join('\n');
}

/** The line, cut around the mark when it is long. */
function excerpt({ source, column, length }: Mistake): { text: string; from: number; length: number } {
  const first = source.length <= WIDTH ? 0 : Math.max(0, Math.min(column - 41, source.length - WIDTH));
  const cut = source.slice(first, first + WIDTH);
  const text = (first > 0 ? '...' : '') + cut + (first + WIDTH < source.length ? '...' : '');
  const from = column - 1 - first + (first > 0 ? 3 : 0);
  return { text: printable(text), from, length: Math.max(1, Math.min(length, WIDTH - (column - 1 - first))) };
}

/** Replaces control characters, so that file content cannot affect the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
}
