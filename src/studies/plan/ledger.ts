/** Runs fleets and stores their results: every fleet gets the same requests, and nothing is run twice. */
import type { Logs } from '../../logs/logs.ts';
import { NOTHING, type Only } from '../../metrics/only.ts';
import type { Listener, Source } from '../../model.ts';
import type { Replication } from '../../results.ts';
import { grown } from '../../scenario/grown.ts';
import type { ScenarioFile, Planning, Scenario } from '../../scenario/scenario.ts';
import { Bench, type BenchOptions } from '../../experiment/bench.ts';
import { keyText, type Job } from '../../experiment/job.ts';
import { drawn, MOVED } from '../../experiment/modelError.ts';
import { runJob } from '../../experiment/runJob.ts';
import { plannedScenario, withFleet, type Counts } from './space.ts';
import { namesOf } from '../../metrics/definitions.ts';
import { requirements } from './requirement.ts';

export interface LedgerOptions extends BenchOptions {
  readonly source: (name: string) => Source;
  /** Logs read earlier. */
  readonly logs?: Logs;
}

/** Replications wanted of a fleet at a level of demand. */
export interface Wanted {
  readonly growth: number;
  readonly counts: Counts;
  readonly from?: number;
  readonly to: number;
  /** Which draw of the profiles; null or missing for the nominal profiles. */
  readonly draw?: number | null;
}

export class Ledger {
  readonly #bench: Bench;
  readonly #scenarioFile: ScenarioFile;
  readonly #options: LedgerOptions;
  readonly #scenario: Scenario;
  readonly #planning: Planning;
  readonly #reads: Only;
  /** Fleets are numbered as they are first requested, which depends only on results. */
  readonly #cells: Map<string, number> = new Map();
  readonly #results: Map<string, Replication> = new Map();
  #arrived = 0;

  constructor(scenarioFile: ScenarioFile, planning: Planning, options: LedgerOptions) {
    this.#scenarioFile = scenarioFile;
    this.#planning = planning;
    this.#options = options;
    this.#scenario = plannedScenario(scenarioFile);
    this.#reads = readsOf(planning, this.#scenario);
    this.#bench = new Bench(options);
  }

  /** The present stage in a few words. */
  set stage(words: string) {
    this.#bench.stage = words;
  }

  /** Runs so far, including those of an earlier start. */
  get runs(): number {
    return this.#results.size;
  }

  /** Requests that arrived in them. */
  get simulated(): number {
    return this.#arrived;
  }

  /** Runs these replications, all together. */
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
        jobs.push(job);
      }
    }
    await this.#bench.need(jobs, (finished) => {
      this.#results.set(keyText(finished), finished.result);
      this.#arrived += finished.result.metrics['arrived'] ?? 0;
    });
  }

  /** Results of these replications, in order. */
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

  /** Repeats one of the runs in this thread, with a listener. */
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

  #cell(growth: number, counts: Counts): number {
    const key = `${growth} ${counts.join(' ')}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) this.#cells.set(key, (cell = this.#cells.size));
    return cell;
  }
}

export function readsOf(planning: Planning, scenario: Scenario): Only {
  const asked = requirements(planning, scenario).map(({ ask }) => ask);
  const latencies = asked.filter((ask) => ask.endsWith('.p95'));
  return {
    figures: [...namesOf('planning'), ...latencies, ...MOVED],
    devices: ['served', 'utilization'],
    warnings: true,
  };
}
