/** The request log of a whole plan: a part per job while it runs, one file in order of the jobs at the end. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RowGroup } from 'hyparquet';
import { keyText, type Key } from '../experiment/job.ts';
import { ParquetFile, readFooter } from './parquetFile.ts';
import { requestColumns } from './requestLog.ts';

type Run = Pick<Key, 'cell' | 'replication'>;

const NOTE = 'edgewise.runs';

/** Where the part of a job is. */
export function partPath(folder: string, { cell, replication }: Run): string {
  return join(folder, `${cell}-${replication}.parquet`);
}

interface Source {
  readonly path: string;
  readonly groups: readonly RowGroup[];
}

/** The runs whose requests are logged, in the parts or in a whole file made before. */
export class LoggedRuns {
  readonly #file: string;
  readonly #parts: string;
  readonly #whole: ReadonlyMap<string, Source>;

  constructor(file: string, parts: string) {
    this.#file = file;
    this.#parts = parts;
    this.#whole = wholeRuns(file);
  }

  has(run: Run): boolean {
    return this.#whole.has(nameOf(run)) || existsSync(partPath(this.#parts, run));
  }

  /** Writes the file with these runs in this order, and clears the parts. `named` where they have names of tenants. */
  gather(runs: readonly Run[], named: boolean): void {
    const names = runs.map(nameOf);
    if (names.join() !== [...this.#whole.keys()].join()) this.#write(runs, named);
    rmSync(this.#parts, { recursive: true, force: true });
  }

  #write(runs: readonly Run[], named: boolean): void {
    const file = new ParquetFile(this.#file, requestColumns(named));
    try {
      const counts: [string, number][] = [];
      for (const run of runs) {
        const { path, groups } = this.#whole.get(nameOf(run)) ?? part(partPath(this.#parts, run));
        file.copy(path, groups);
        counts.push([nameOf(run), groups.length]);
      }
      file.finish({ [NOTE]: JSON.stringify(counts) });
    } catch (error) {
      file.abandon();
      throw error;
    }
  }
}

function nameOf({ cell, replication }: Run): string {
  return keyText({ cell, replication, draw: null });
}

function part(path: string): Source {
  return { path, groups: readFooter(path).row_groups };
}

/** The row groups of a whole file by run; none when there is no such file, or it is not one of ours. */
function wholeRuns(path: string): Map<string, Source> {
  if (!existsSync(path)) return new Map();
  try {
    const { row_groups: groups, key_value_metadata: notes } = readFooter(path);
    const note = notes?.find(({ key }) => key === NOTE)?.value ?? '[]';
    let at = 0;
    return new Map(
      (JSON.parse(note) as [string, number][]).map(([name, count]) => [
        name,
        { path, groups: groups.slice(at, (at += count)) },
      ]),
    );
  } catch {
    return new Map();
  }
}
