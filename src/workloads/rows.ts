import type { Source } from '../model.ts';

/** The rows of a CSV, one at a time, whatever the size of the file. Quoted fields may hold commas and doubled quotes, not line breaks. */
export class Rows {
  readonly #source: Source;
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder();
  readonly #buffer: Uint8Array = new Uint8Array(65536);
  #text = '';
  #from = 0;
  #ended = false;
  /** Number of the last row's line, from 1. */
  line = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The fields of the next row that is not empty; null at the end. */
  next(): string[] | null {
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
      if (line.trim() !== '') return fields(line);
    }
  }

  close(): void {
    this.#source.close();
  }

  #fill(): void {
    const size = this.#source.read(this.#buffer);
    this.#ended = size === 0;
    const more = this.#decoder.decode(this.#buffer.subarray(0, size), { stream: !this.#ended });
    this.#text = this.#text.slice(this.#from) + (this.line === 0 ? more.replace(/^\uFEFF/, '') : more);
    this.#from = 0;
  }
}

function fields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const found: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g;
  for (;;) {
    const match = pattern.exec(line);
    if (!match) return [line];
    found.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '') return found;
  }
}
