/** The folder of a run: its journal while it runs, its results at the end. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentOutcome } from '../experiment/experiment.ts';
import type { Findings } from '../experiment/findings.ts';
import type { CellSum, Finished } from '../experiment/job.ts';
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { makeFolder, removeUnfinished, writeAtomically } from './atomic.ts';
import { JOURNAL, Journal, journalFault, journalFingerprint, readJournal, SERIES } from './journal.ts';
import { lock } from './lock.ts';
import { REQUEST_FORMS, requestFile, type RequestForm } from './requestForm.ts';
import { LoggedRuns } from './requestParts.ts';
import { SHARD } from './shardFile.ts';
import { namesTenants } from './sources.ts';
import { guarded, StoreError } from './storeError.ts';
import { readSums, writeSums } from './sums.ts';
import { SWEEP, SWEEP_RUNS } from './sweepRuns.ts';
import { runFiles } from './runFiles.ts';

const SUMS = 'sums.jsonl';
const REQUESTS = '.requests';
/** What a run leaves, and what `force` therefore removes. Nothing else is ever removed. */
const OURS: readonly string[] = [
  JOURNAL,
  SERIES,
  SUMS,
  REQUESTS,
  SHARD,
  'summary.json',
  SWEEP,
  SWEEP_RUNS,
  'runs.csv',
  'series.csv',
  'tenants.csv',
  'priorities.csv',
  'regions.csv',
  ...REQUEST_FORMS.map(requestFile),
  'figures',
  'report.html',
  'explain.html',
  'scenario.yaml',
];

export interface OpenOptions {
  /** Of the scenario file whose results are to go there. */
  readonly fingerprint: string;
  /** Whether the results of another file may be removed. */
  readonly force?: boolean;
  /** The form in which every request is to be logged: runs that are not are then not done. */
  readonly requests?: RequestForm;
  /** Other files that studies leave here. */
  readonly left?: readonly string[];
}

/** The folder a run is kept in: opening it locks it, and tells what was finished before; `writeResults` leaves what came out. */
export class RunFolder {
  readonly path: string;
  /** Over the time series of the jobs that are `done` without them. */
  readonly sums: readonly CellSum[];
  readonly #fingerprint: string;
  readonly #journal: Journal;
  readonly #unlock: () => void;
  /** Where the results of earlier runs end in the journal. */
  readonly #before: number;
  readonly #logged: LoggedRuns | null;

  /** Throws in one line, and has changed nothing, when the folder cannot be written or holds something else. */
  constructor(path: string, { fingerprint, force = false, requests, left = [] }: OpenOptions) {
    this.path = path;
    this.#fingerprint = fingerprint;
    prepare(path);
    this.#unlock = lock(path);
    try {
      const journal = join(path, JOURNAL);
      if (force && !same(path, fingerprint)) for (const name of [...OURS, ...left]) remove(join(path, name));
      else refuseOthers(path, fingerprint, [...left, SWEEP]);
      guarded('cannot be written', path, () => removeUnfinished(path));
      this.#journal = new Journal(journal, fingerprint);
      this.#before = this.#journal.end;
      this.sums = readSums(join(path, SUMS), fingerprint);
      this.#logged = requests ? new LoggedRuns(path, this.requests, requests) : null;
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** What earlier runs finished. May be read again and again. */
  get done(): Iterable<Finished> {
    const path = join(this.path, JOURNAL);
    const end = this.#before;
    const logged = this.#logged;
    return {
      *[Symbol.iterator]() {
        for (const finished of readJournal(path, end))
          if (logged === null || finished.draw !== null || logged.has(finished)) yield finished;
      },
    };
  }

  /** Keeps a result: whatever happens to this process after, it is not lost. */
  record(finished: Finished): void {
    this.#journal.append(finished);
  }

  /** Where the runs' request logs go until all are there. */
  get requests(): string {
    return join(this.path, REQUESTS);
  }

  /** The folder is of the whole study, whatever it was before. */
  forgetShard(): void {
    remove(join(this.path, SHARD));
  }

  /** A file of the folder, whole or not at all. */
  write(name: string, content: string | Uint8Array | Iterable<string>): void {
    writeAtomically(join(this.path, name), content);
  }

  /** The summary, the tables, the resolved scenario and the request log. */
  writeResults(
    scenarioFile: ScenarioFile,
    { summary, findings }: Pick<ExperimentOutcome, 'summary' | 'findings'>,
  ): void {
    this.#journal.sync();
    const runs = scenarioFile.cells.flatMap((_, cell) =>
      findings.of(cell).map(([replication]) => ({ cell, replication })),
    );
    this.#logged?.gather(runs, namesTenants(scenarioFile));
    for (const [name, content] of runFiles(scenarioFile, { summary, findings })) this.write(name, content);
    // To a precision, the same command asks again from its first round on: that is fewer than there are.
    if (!summary.precision) this.#sumUp(findings);
  }

  /** Once all is written, the time series of single jobs have done their work: their sums are kept. */
  #sumUp(findings: Findings): void {
    const sums: CellSum[] = [];
    for (let cell = 0; cell < findings.cells; cell++) {
      const sum = findings.sum(cell);
      if (sum === null) return;
      if (sum.lines.length > 0) sums.push({ cell, ...sum });
    }
    if (sums.length === 0) return;
    writeSums(join(this.path, SUMS), this.#fingerprint, sums);
    this.#journal.forgetSeries();
  }

  close(): void {
    try {
      this.#journal.close();
    } finally {
      this.#unlock();
    }
  }
}

/** The summary of a finished run. */
export function readSummary(path: string): Summary {
  return readResult(path, 'summary.json', 'edgewise.summary/1') as Summary;
}

/** What a study has left in its folder under that name. */
export function readResult(path: string, name: string, schema: string | undefined): unknown {
  const file = join(path, name);
  if (existsSync(path)) guarded('cannot be read', path, () => readdirSync(path));
  if (!existsSync(file))
    throw new StoreError(
      existsSync(join(path, SHARD))
        ? `${path}: holds one part of a study: edgewise merge makes one of all its parts`
        : existsSync(join(path, JOURNAL))
          ? `${path}: the run is not finished: run the same command again to finish it`
          : `${path}: there is no finished run here (no ${name})`,
      true,
    );
  const text = guarded('cannot be read', file, () => readFileSync(file, 'utf8'));
  let result: { readonly schema?: unknown } | null;
  try {
    result = JSON.parse(text) as { readonly schema?: unknown } | null;
  } catch {
    throw new StoreError(`${file}: is not JSON`, true);
  }
  if (result?.schema !== schema)
    throw new StoreError(`${file}: schema is ${JSON.stringify(result?.schema)}, not "${schema}"`, true);
  return result;
}

function prepare(path: string): void {
  guarded('cannot be made', path, () => makeFolder(path));
  if (!guarded('cannot be read', path, () => statSync(path)).isDirectory())
    throw new StoreError(`${path}: is a file, not a folder`, true);
}

function same(path: string, fingerprint: string): boolean {
  return journalFingerprint(join(path, JOURNAL)) === fingerprint;
}

/** A folder beside it that is not there yet. */
function unused(path: string): string {
  const bare = path.replace(/[/\\]+$/, '');
  for (let k = 2; ; k++) if (!existsSync(`${bare}-${k}`)) return `${bare}-${k}`;
}

function refuseOthers(path: string, fingerprint: string, left: readonly string[]): void {
  const there = journalFingerprint(join(path, JOURNAL));
  if (there === fingerprint) return;
  const remedy = `--out ${unused(path)} keeps both, --force removes what is there`;
  if (there !== null)
    throw new StoreError(`${path}: holds the results of a different scenario or version; ${remedy}`, true);
  const fault = journalFault(join(path, JOURNAL));
  if (fault === 'otherFormat')
    throw new StoreError(`${path}: was written by another version of the program; ${remedy}`, true);
  // Without its first line nobody knows which scenario the others are of.
  if (fault === 'damaged')
    throw new StoreError(`${path}: the first line of ${JOURNAL} is damaged; ${remedy}`, true);
  if (['summary.json', ...left].some((name) => existsSync(join(path, name))))
    throw new StoreError(`${path}: holds results whose journal is gone or damaged; ${remedy}`, true);
}

function remove(path: string): void {
  guarded('cannot be removed', path, () => rmSync(path, { recursive: true, force: true }));
}
