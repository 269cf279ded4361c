/** A text file written in pieces that gets its name when it is finished. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { leave, settle, unfinishedPath, writeFully } from './atomic.ts';
import { guarded, StoreError } from './storeError.ts';

const CHUNK = 1 << 16;

export class TextFile {
  readonly #path: string;
  readonly #file: number;
  #waiting = '';

  constructor(path: string) {
    this.#path = path;
    this.#file = guarded('cannot be written', path, () => openSync(unfinishedPath(path), 'w'));
  }

  write(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= CHUNK) this.#flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.#flush();
    guarded('cannot be written', this.#path, () => writeFully(this.#file, bytes));
  }

  /** Copies bytes of another file. */
  copy(path: string, from: number, to: number): void {
    this.#flush();
    const file = guarded('cannot be read', path, () => openSync(path, 'r'));
    try {
      const chunk = new Uint8Array(Math.min(1 << 20, Math.max(1, to - from)));
      for (let at = from; at < to;) {
        const length = Math.min(chunk.length, to - at);
        const count = guarded('cannot be read', path, () => readSync(file, chunk, 0, length, at));
        if (count === 0) throw new StoreError(`${path}: ends in the middle`);
        guarded('cannot be written', this.#path, () => writeFully(this.#file, chunk.subarray(0, count)));
        at += count;
      }
    } finally {
      closeSync(file);
    }
  }

  /** All of it. */
  copyAll(path: string): void {
    this.copy(
      path,
      0,
      guarded('cannot be read', path, () => statSync(path).size),
    );
  }

  finish(): void {
    this.#flush();
    settle(this.#path, this.#file);
  }

  /** Removes the incomplete file. */
  abandon(): void {
    leave(this.#path, this.#file);
  }

  #flush(): void {
    const text = this.#waiting;
    if (text === '') return;
    this.#waiting = '';
    guarded('cannot be written', this.#path, () => writeFully(this.#file, Buffer.from(text)));
  }
}
