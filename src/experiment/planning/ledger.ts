/** Runs fleets and keeps what they gave: every fleet meets the same requests, and nothing is run twice. */
import type { Logs } from '../../logs/logs.ts';
import { NOTHING, type Only } from '../../metrics/only.ts';
import type { Listener, Source } from '../../model.ts';
import type { Replication } from '../../results.ts';
import { grown } from '../../scenario/grown.ts';
import type { ScenarioFile, Planning, Scenario } from '../../scenario/scenario.ts';
import type { Executor } from '../executor.ts';
import { keyText, type Finished, type Job } from '../job.ts';
import { drawn } from '../modelError.ts';
import { runJob } from '../runJob.ts';
import { readsOf } from './reads.ts';
import { plannedScenario, withFleet, type Counts } from './space.ts';

export interface PlanningProgress {
  /** What is going on, in a few words. */
  readonly stage: string;
  /** Runs that are over, and those asked for so far. */
  readonly done: number;
  readonly asked: number;
  /** Requests simulated in this run of the program. */
  readonly requests: number;
}

export interface LedgerOptions {
  readonly executor: Executor;
  readonly source: (name: string) => Source;
  /** Logs that were read before. */
  readonly logs?: Logs;
  /** What was finished before. */
  readonly done?: Iterable<Finished>;
  readonly onFinished?: (finished: Finished) => void;
  readonly onProgress?: (progress: PlanningProgress) => void;
  readonly signal?: AbortSignal;
}

/** A fleet at a level of demand, and which of its replications are wanted. */
export interface Wanted {
  readonly growth: number;
  readonly counts: Counts;
  readonly from?: number;
  readonly to: number;
  /** Which draw of the profiles; null or nothing for the profiles as they are. */
  readonly draw?: number | null;
}

/** Thrown when the signal was heard. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export class Ledger {
  stage = '';
  readonly #scenarioFile: ScenarioFile;
  readonly #options: LedgerOptions;
  readonly #scenario: Scenario;
  readonly #planning: Planning;
  readonly #reads: Only;
  readonly #before: Map<string, Replication>;
  /** Fleets are numbered as they are first asked for, which depends on results and on nothing else. */
  readonly #cells: Map<string, number> = new Map();
  readonly #results: Map<string, Replication> = new Map();
  #done = 0;
  #arrived = 0;
  #asked = 0;
  #requests = 0;

  constructor(scenarioFile: ScenarioFile, planning: Planning, options: LedgerOptions) {
    this.#scenarioFile = scenarioFile;
    this.#planning = planning;
    this.#options = options;
    this.#scenario = plannedScenario(scenarioFile);
    this.#reads = readsOf(planning, this.#scenario);
    this.#before = new Map(
      [...(options.done ?? [])].map((finished) => [keyText(finished), finished.result] as const),
    );
  }

  /** Runs so far, those finished before among them. */
  get runs(): number {
    return this.#done;
  }

  /** Requests that arrived in them. */
  get simulated(): number {
    return this.#arrived;
  }

  /** Has these replications run, all of them together. */
  async need(wanted: readonly Wanted[]): Promise<void> {
    const jobs: Job[] = [];
    const seen = new Set<string>();
    for (const { growth, counts, from = 0, to, draw = null } of wanted) {
      const cell = this.#cell(growth, counts);
      const nominal = withFleet(grown(this.#scenario, growth), this.#planning, counts);
      const scenario = draw === null ? nominal : drawn(nominal, this.#scenarioFile.seed, draw);
      for (let replication = from; replication < to; replication++) {
        const job: Job = {
          cell,
          replication,
          draw,
          seed: this.#scenarioFile.seed,
          scenario,
          keep: 'none',
          only: this.#reads,
        };
        const key = keyText(job);
        if (this.#results.has(key) || seen.has(key)) continue;
        seen.add(key);
        const known = this.#before.get(key);
        if (known) this.#keep(key, known);
        else jobs.push(job);
      }
    }
    this.#asked = this.#done + jobs.length;
    const { executor, signal, onFinished, onProgress } = this.#options;
    const tell = (): void => onProgress?.(this.#progress());
    tell();
    if (jobs.length > 0)
      for await (const over of executor.run(jobs, { ...(signal && { signal }) })) {
        if ('error' in over) throw new Error(`a fleet could not be run: ${over.error}`);
        onFinished?.(over);
        this.#requests += over.result.metrics['arrived'] ?? 0;
        this.#keep(keyText(over), over.result);
        tell();
      }
    if (this.#done < this.#asked) throw new Stopped('interrupted');
  }

  /** What was run of these replications, in order. */
  of(
    growth: number,
    counts: Counts,
    from: number = 0,
    to: number = Infinity,
    draw: number | null = null,
  ): Replication[] {
    const cell = this.#cell(growth, counts);
    const found: Replication[] = [];
    for (let replication = from; replication < to; replication++) {
      const result = this.#results.get(keyText({ cell, replication, draw }));
      if (!result) break;
      found.push(result);
    }
    return found;
  }

  /** One of the runs once more, in this thread and with someone listening. */
  watch(growth: number, counts: Counts, replication: number, listen: () => Listener): void {
    const scenario = withFleet(grown(this.#scenario, growth), this.#planning, counts);
    const job: Job = {
      cell: 0,
      replication,
      draw: null,
      seed: this.#scenarioFile.seed,
      scenario,
      keep: 'none',
      only: NOTHING,
    };
    const { source, logs } = this.#options;
    runJob(job, { source, ...(logs && { logs }), listeners: () => [listen()] });
  }

  #keep(key: string, result: Replication): void {
    this.#results.set(key, result);
    this.#done++;
    this.#arrived += result.metrics['arrived'] ?? 0;
  }

  #cell(growth: number, counts: Counts): number {
    const key = `${growth} ${counts.join(' ')}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) this.#cells.set(key, (cell = this.#cells.size));
    return cell;
  }

  #progress(): PlanningProgress {
    return { stage: this.stage, done: this.#done, asked: this.#asked, requests: this.#requests };
  }
}
