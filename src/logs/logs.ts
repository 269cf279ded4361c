import type { Source } from './source.ts';
import { readLog, type ReadLogOptions } from './readLog.ts';
import type { RecordedLog } from './recordedLog.ts';

/** Requests of all logs that are kept, at twenty bytes each; the last one that was read is kept whatever its size. */
const MOST = 2 ** 25;

/** Logs that have been read, for whoever replays them again and again: a thread reads each once. */
export class Logs {
  readonly #source: (name: string) => Source;
  readonly #known: Map<string, RecordedLog> = new Map();

  constructor(source: (name: string) => Source) {
    this.#source = source;
  }

  read(file: string, options: ReadLogOptions = {}): RecordedLog {
    const key = JSON.stringify([file, options]);
    const known = this.#known.get(key);
    if (known) return known;
    const log = readLog(file, this.#source(file), options);
    this.#known.set(key, log);
    let size = [...this.#known.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [oldest, one] of this.#known) {
      if (size <= MOST || one === log) break;
      this.#known.delete(oldest);
      size -= one.size;
    }
    return log;
  }
}
