/** Runs of one fleet at many loads: the same random numbers at each, nothing run twice. */
import { namesOf } from '../../metrics/definitions.ts';
import type { Only } from '../../metrics/only.ts';
import type { Replication } from '../../results.ts';
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import type { Bench } from '../../experiment/bench.ts';
import { MOVED } from '../../experiment/elasticity.ts';
import type { Job } from '../../experiment/job.ts';

/** What is read of a run: nothing else is measured. */
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

  /** `draw`: of the profiles that the scenarios have; null for the profiles as they are. */
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

  /** The first replications at a load, run as far as they were not. */
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

  /** What was run of a load. */
  of(load: number): readonly Replication[] {
    return this.#known.get(load)?.results ?? [];
  }
}
