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
/** Files of a run, which `force` therefore removes. Nothing else is ever removed. */
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

interface OpenOptions {
  /** The fingerprint of the scenario file whose results go there. */
  readonly fingerprint: string;
  /** Whether results of another file may be removed. */
  readonly force?: boolean;
  /** The format of the request log, if any: runs without a log then count as not done. */
  readonly requests?: RequestForm;
  /** Files that other studies write here. */
  readonly left?: readonly string[];
}

/** The folder of a run: opening it locks it and returns what was finished before; `writeResults` writes the results. */
export class RunFolder {
  readonly path: string;
  /** Sums of the time series of `done` jobs that no longer have them. */
  readonly sums: readonly CellSum[];
  readonly #fingerprint: string;
  readonly #journal: Journal;
  readonly #unlock: () => void;
  /** Where the results of earlier runs end in the journal. */
  readonly #before: number;
  readonly #logged: LoggedRuns | null;

  /** Throws an error of one line, without changing anything, when the folder cannot be written or contains something else. */
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

  /** Results of earlier runs. May be read repeatedly. */
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

  /** Stores a result, so that it survives the end of this process. */
  record(finished: Finished): void {
    this.#journal.append(finished);
  }

  /** The folder for request logs of single runs until all are there. */
  get requests(): string {
    return join(this.path, REQUESTS);
  }

  /** Marks the folder as that of the whole study, even if it was a shard's. */
  forgetShard(): void {
    remove(join(this.path, SHARD));
  }

  /** Writes a file of the folder atomically. */
  write(name: string, content: string | Uint8Array | Iterable<string>): void {
    writeAtomically(join(this.path, name), content);
  }

  /** Writes the summary, the tables, the resolved scenario and the request log. */
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
    // With a precision, the same command starts again at the first round, which has fewer runs.
    if (!summary.precision) this.#sumUp(findings);
  }

  /** Removes the time series of single jobs once everything is written: their sums are kept. */
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

/** The result file of a study in its folder. */
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

/** The name of a new folder beside it. */
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
  // Without the first line it is unknown which scenario the others belong to.
  if (fault === 'damaged')
    throw new StoreError(`${path}: the first line of ${JOURNAL} is damaged; ${remedy}`, true);
  if (['summary.json', ...left].some((name) => existsSync(join(path, name))))
    throw new StoreError(`${path}: holds results whose journal is gone or damaged; ${remedy}`, true);
}

function remove(path: string): void {
  guarded('cannot be removed', path, () => rmSync(path, { recursive: true, force: true }));
}
