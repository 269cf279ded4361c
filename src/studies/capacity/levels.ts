/** Runs one fleet at many loads with common random numbers, nothing twice; the share of requests in time at a load, with its bounds. */
import { namesOf } from '../../metrics/definitions.ts';
import type { Only } from '../../metrics/only.ts';
import type { Replication, Resampled } from '../../results.ts';
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import type { Bench } from '../../experiment/bench.ts';
import { MOVED } from '../../experiment/modelError.ts';
import type { Job } from '../../experiment/job.ts';
import type { CarriedLevel } from './result.ts';
import { alike } from '../../kernel/spread.ts';
import { estimate } from '../../experiment/estimate.ts';
import { meanBounds } from '../plan/oneSided.ts';

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

const CONFIDENCE = 0.975;

/**
 * The share over all requests, as a mean over runs. A plain mean of the runs' shares would be too high, since runs with
 * more requests have lower shares; each run is replaced by its contribution to the ratio of sums.
 */
export function attained(results: readonly Replication[]): number[] {
  const runs = results.flatMap(({ metrics }) => {
    const share = metrics['slo.attainment'];
    return typeof share === 'number' ? { share, count: metrics['arrived'] ?? 0 } : [];
  });
  const all = runs.reduce((sum, { count }) => sum + count, 0);
  const ratio = runs.reduce((sum, { share, count }) => sum + share * count, 0) / all;
  return runs.map(({ share, count }) => ratio + ((count * runs.length) / all) * (share - ratio));
}

/** Lower bound when no miss was seen: by the rule of three. */
export function leastOf(values: readonly number[], requests: number, drawn: Resampled | undefined): number {
  if (values.length < 2 || alike(values)) return values[0] === 1 ? 1 - 3 / Math.max(3, requests) : values[0]!;
  return meanBounds(values, CONFIDENCE, drawn)[0];
}

export function mostOf(values: readonly number[], drawn: Resampled | undefined): number {
  if (values.length < 2 || alike(values)) return values[0]!;
  return meanBounds(values, CONFIDENCE, drawn)[1];
}

export function levelOf(
  load: number,
  results: readonly Replication[],
  drawn: Resampled | undefined,
): CarriedLevel {
  const { mean, ci95 } = estimate(attained(results), { drawn });
  return {
    load,
    mean: mean ?? 0,
    ci95: ci95 && [Math.max(0, ci95[0]), Math.min(1, ci95[1])],
    replications: results.length,
  };
}
