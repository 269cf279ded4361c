/** The request log of a whole scenario: a part per job while it runs, merged in order of jobs at the end. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RowGroup } from 'hyparquet';
import { keyText, type JobKey } from '../experiment/job.ts';
import { ParquetFile, readFooter } from './parquetFile.ts';
import { requestFile, type RequestForm } from './requestForm.ts';
import { requestColumns } from './requestRows.ts';
import { REQUEST_TEXTS } from './requestTexts.ts';
import { TextFile } from './textFile.ts';
import { textRuns, type ByteRange } from './textRuns.ts';

type Run = Pick<JobKey, 'cell' | 'replication'>;

const NOTE = 'edgewise.runs';

/** The file of a job's part. */
export function partPath(folder: string, { cell, replication }: Run, form: RequestForm): string {
  return join(folder, `${cell}-${replication}.${form}`);
}

/** The runs in the log so far, in parts or in an earlier whole file. */
export class LoggedRuns {
  readonly #form: RequestForm;
  readonly #file: string;
  readonly #parts: string;
  readonly #whole: ReadonlyMap<string, readonly RowGroup[] | ByteRange>;

  constructor(folder: string, parts: string, form: RequestForm) {
    this.#form = form;
    this.#file = join(folder, requestFile(form));
    this.#parts = parts;
    this.#whole = form === 'parquet' ? wholeRuns(this.#file) : textRuns(this.#file, REQUEST_TEXTS[form]);
  }

  has(run: Run): boolean {
    return this.#whole.has(nameOf(run)) || existsSync(partPath(this.#parts, run, this.#form));
  }

  /** Merges these runs in this order, and removes the parts. `named`: whether there are names of tenants. */
  gather(runs: readonly Run[], named: boolean): void {
    const names = runs.map(nameOf);
    if (names.join() !== [...this.#whole.keys()].join())
      if (this.#form === 'parquet') this.#writeParquet(runs, named);
      else this.#writeText(runs, REQUEST_TEXTS[this.#form].head(named));
    rmSync(this.#parts, { recursive: true, force: true });
  }

  #writeParquet(runs: readonly Run[], named: boolean): void {
    const file = new ParquetFile(this.#file, requestColumns(named));
    try {
      const counts: [string, number][] = [];
      for (const run of runs) {
        const before = this.#whole.get(nameOf(run)) as readonly RowGroup[] | undefined;
        const path = before ? this.#file : partPath(this.#parts, run, 'parquet');
        const groups = before ?? readFooter(path).row_groups;
        file.copy(path, groups);
        counts.push([nameOf(run), groups.length]);
      }
      file.finish({ [NOTE]: JSON.stringify(counts) });
    } catch (error) {
      file.abandon();
      throw error;
    }
  }

  #writeText(runs: readonly Run[], head: string): void {
    const file = new TextFile(this.#file);
    try {
      file.write(head);
      for (const run of runs) {
        const before = this.#whole.get(nameOf(run)) as ByteRange | undefined;
        if (before) file.copy(this.#file, before.from, before.to);
        else file.copyAll(partPath(this.#parts, run, this.#form));
      }
      file.finish();
    } catch (error) {
      file.abandon();
      throw error;
    }
  }
}

function nameOf({ cell, replication }: Run): string {
  return keyText({ cell, replication, draw: null });
}

/** The row groups of a whole file by run; empty when there is no such file, or it was not written by Edgewise. */
function wholeRuns(path: string): Map<string, readonly RowGroup[]> {
  if (!existsSync(path)) return new Map();
  try {
    const { row_groups: groups, key_value_metadata: notes } = readFooter(path);
    const note = notes?.find(({ key }) => key === NOTE)?.value ?? '[]';
    let at = 0;
    return new Map(
      (JSON.parse(note) as [string, number][]).map(([name, count]) => [
        name,
        groups.slice(at, (at += count)),
      ]),
    );
  } catch {
    return new Map();
  }
}
