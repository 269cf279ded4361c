import type { Source } from './source.ts';
import { LogError } from './logError.ts';

/** Characters after which a line is none: what is read is no text, or one value on a single line. */
const LONGEST = 16 * 1024 * 1024;
const PIECE = 65536;

/** The lines of a text file one at a time, whatever its size: UTF-8, or UTF-16 as its first bytes say. */
export class Lines {
  readonly name: string;
  readonly #source: Source;
  readonly #buffer: Uint8Array = new Uint8Array(PIECE);
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #text = '';
  #from = 0;
  #ended = false;
  /** Number of the last line, from 1. */
  line = 0;

  constructor(name: string, source: Source) {
    this.name = name;
    this.#source = source;
  }

  /** The next line without its end; null when there are no more. */
  next(): string | null {
    for (;;) {
      const end = this.#text.indexOf('\n', this.#from);
      if (end < 0 && !this.#ended) {
        this.#fill();
        continue;
      }
      if (end < 0 && this.#from >= this.#text.length) return null;
      const stop = end < 0 ? this.#text.length : end;
      const line = this.#text.slice(this.#from, this.#text[stop - 1] === '\r' ? stop - 1 : stop);
      this.#from = stop + 1;
      this.line++;
      return line;
    }
  }

  /** The next line that is not empty. */
  filled(): string | null {
    for (let line = this.next(); line !== null; line = this.next()) if (line.trim() !== '') return line;
    return null;
  }

  close(): void {
    this.#source.close();
  }

  #fill(): void {
    if (this.#text.length - this.#from > LONGEST)
      throw new LogError(this.name, 'a line of more than 16 million characters: is it a log?', {
        line: this.line + 1,
        source: this.#text.slice(this.#from, this.#from + 200),
      });
    const size = this.#source.read(this.#buffer);
    const bytes = this.#buffer.subarray(0, size);
    this.#ended = size === 0;
    if (this.#decoder === null) mustBeText(this.name, bytes);
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    this.#text = this.#text.slice(this.#from) + this.#decoder.decode(bytes, { stream: !this.#ended });
    this.#from = 0;
  }
}

/** What files that are no text begin with, and what makes text of them. */
const NO_TEXT: readonly (readonly [string, readonly number[], string])[] = [
  ['compressed with gzip', [0x1f, 0x8b], 'gunzip it'],
  ['compressed with zstd', [0x28, 0xb5, 0x2f, 0xfd], 'unzstd it'],
  ['compressed with bzip2', [0x42, 0x5a, 0x68], 'bunzip2 it'],
  ['compressed with xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'unxz it'],
  ['a zip or a spreadsheet', [0x50, 0x4b, 0x03, 0x04], 'unzip it, or save it as CSV'],
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'make CSV of it with DuckDB'],
];

/** Bytes of another kind would fill the screen as the name of a column. */
function mustBeText(name: string, bytes: Uint8Array): void {
  const found = NO_TEXT.find(([, magic]) => magic.every((byte, k) => bytes[k] === byte));
  if (found) throw new LogError(name, `is ${found[0]}; what is read is text: ${found[2]} first`);
  if (encodingOf(bytes) === 'utf-8' && bytes.includes(0))
    throw new LogError(name, 'is no text: it has bytes of 0');
}

/** By its byte order mark, which the decoder takes off. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
