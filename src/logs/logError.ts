/** Columns of a line that are shown. */
const WIDTH = 110;

/** Where in a log something is wrong. */
interface LogPlace {
  readonly line?: number;
  /** The text of the line. */
  readonly source?: string;
  /** What of it is meant. */
  readonly mark?: string;
  readonly allowed?: string;
}

/** What is wrong with a log, as one screen: file and line, the line with a mark under what is meant, what is allowed. */
export class LogError extends RangeError {
  override readonly name = 'LogError';

  constructor(file: string, message: string, place: LogPlace = {}) {
    super(screen(file, message, place));
  }
}

function screen(file: string, message: string, { line, source, mark = '', allowed }: LogPlace): string {
  const head = `${line === undefined ? file : `${file}:${line}`}: ${printable(message)}`;
  if (line === undefined || source === undefined)
    return allowed === undefined ? head : `${head}\n  allowed: ${allowed}`;
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  const at = mark === '' ? -1 : source.indexOf(mark);
  const first = at < 0 || source.length <= WIDTH ? 0 : Math.max(0, Math.min(at - 40, source.length - WIDTH));
  const cut = source.slice(first, first + WIDTH);
  const before = first > 0 ? '...' : '';
  const lines = [
    head,
    `  ${gutter} | ${before}${printable(cut)}${first + WIDTH < source.length ? '...' : ''}`,
  ];
  if (at >= 0)
    lines.push(
      `  ${blank} | ${' '.repeat(before.length + at - first)}${'^'.repeat(Math.min(mark.length, WIDTH))}`,
    );
  if (allowed !== undefined) lines.push(`  ${blank}   allowed: ${printable(allowed)}`);
  return lines.join('\n');
}

/** What a file holds must not move the cursor of the terminal it is shown on. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
}
