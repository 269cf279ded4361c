/** Runs one fleet at many loads with common random numbers; nothing is run twice. */
import { namesOf } from '../../metrics/definitions.ts';
import type { Only } from '../../metrics/only.ts';
import type { Replication } from '../../results.ts';
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import type { Bench } from '../../experiment/bench.ts';
import { MOVED } from '../../experiment/elasticity.ts';
import type { Job } from '../../experiment/job.ts';

/** The metrics measured in each run. */
export const READ: Only = {
  figures: [...namesOf('capacity'), ...MOVED],
  devices: ['served', 'utilization'],
  warnings: true,
};

export class Levels {
  /** Runs so far, and the requests in them. */
  runs = 0;
  requests = 0;
  readonly #scenarioFile: ScenarioFile;
  readonly #scenarioAt: (load: number) => Scenario;
  readonly #bench: Bench;
  readonly #draw: number | null;
  readonly #known: Map<number, { readonly cell: number; readonly results: Replication[] }> = new Map();

  /** `draw`: which draw of the profiles the scenarios use; null for the nominal profiles. */
  constructor(
    scenarioFile: ScenarioFile,
    scenarioAt: (load: number) => Scenario,
    bench: Bench,
    draw: number | null = null,
  ) {
    this.#scenarioFile = scenarioFile;
    this.#scenarioAt = scenarioAt;
    this.#bench = bench;
    this.#draw = draw;
  }

  get loads(): readonly number[] {
    return [...this.#known.keys()].sort((a, b) => a - b);
  }

  /** Results of the first replications at a load; runs those that are missing. */
  async at(load: number, runs: number): Promise<readonly Replication[]> {
    let known = this.#known.get(load);
    if (!known) this.#known.set(load, (known = { cell: this.#known.size, results: [] }));
    const { cell, results } = known;
    if (results.length < runs) {
      const scenario = this.#scenarioAt(load);
      const jobs = Array.from({ length: runs - results.length }, (_, i): Job => ({
        cell,
        replication: results.length + i,
        draw: this.#draw,
        seed: this.#scenarioFile.seed,
        scenario,
        keep: 'none',
        only: READ,
      }));
      await this.#bench.need(jobs, ({ replication, result }) => {
        results[replication] = result;
        this.runs++;
        this.requests += result.metrics['arrived'] ?? 0;
      });
    }
    return results.slice(0, runs);
  }

  /** Results at a load so far. */
  of(load: number): readonly Replication[] {
    return this.#known.get(load)?.results ?? [];
  }
}
