/** The folder of a sweep: the values of each run, and the results so far, which can be read at any time. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, removeUnfinished, writeAtomically } from './atomic.ts';
import { lock } from './lock.ts';
import { guarded, StoreError } from './storeError.ts';
import { SWEEP, SWEEP_RUNS, SweepRuns } from './sweepRuns.ts';

/** Files of a sweep, removed for another one. */
const OURS: readonly string[] = [SWEEP, SWEEP_RUNS, 'report.html', 'figures', 'scenario.yaml'];

interface SweepFolderOptions {
  /** The fingerprint of the sweep. */
  readonly mark: string;
  readonly force: boolean;
  readonly runs: number;
  readonly numbers: number;
  /** Files of other studies, which are never overwritten. */
  readonly others: readonly string[];
}

export class SweepFolder {
  readonly path: string;
  readonly runs: SweepRuns;
  readonly #unlock: () => void;

  /** Throws an error of one line, without changing anything, when it contains something else. */
  constructor(path: string, { mark, force, runs, numbers, others }: SweepFolderOptions) {
    this.path = path;
    guarded('cannot be made', path, () => makeFolder(path));
    this.#unlock = lock(path);
    try {
      const there = markIn(join(path, SWEEP));
      const other = others.find((name) => !OURS.includes(name) && existsSync(join(path, name)));
      const isSame = there === mark || (there === null && !existsSync(join(path, SWEEP_RUNS)));
      if (other !== undefined || (!isSame && !force))
        throw new StoreError(
          `${path}: holds the results of ${other === undefined ? 'a different sweep or version; choose another --out, or --force to remove what is there' : 'another study; choose another --out'}`,
          true,
        );
      if (!isSame)
        for (const name of OURS)
          guarded('cannot be removed', path, () =>
            rmSync(join(path, name), { recursive: true, force: true }),
          );
      removeUnfinished(path);
      this.runs = new SweepRuns(path, runs, numbers);
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** Writes the results so far. */
  tell(sweep: { readonly fingerprint: string }): void {
    this.write(SWEEP, `${JSON.stringify(sweep)}\n`);
  }

  /** Writes a file of the folder atomically. */
  write(name: string, content: string | Uint8Array): void {
    writeAtomically(join(this.path, name), content);
  }

  close(): void {
    try {
      this.runs.close();
    } finally {
      this.#unlock();
    }
  }
}

/** Null when there is none, or it cannot be read. */
function markIn(path: string): string | null {
  if (!existsSync(path)) return null;
  const text = guarded('cannot be read', path, () => readFileSync(path, 'utf8'));
  try {
    return (JSON.parse(text) as { fingerprint?: string }).fingerprint ?? null;
  } catch {
    return null;
  }
}
