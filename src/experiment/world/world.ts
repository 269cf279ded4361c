/** Runs scenarios with regions: a job for each connected group, combined to replications of the whole. */
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import type { Findings } from '../findings.ts';
import type { Failed, Finished, Job, JobKey, JobRegions } from '../job.ts';
import { cellWorld, WorldFold, type CellWorld } from './fold.ts';

/** Whether a file has regions. */
export function isWorld({ cells }: Pick<ScenarioFile, 'cells'>): boolean {
  return cells.some(({ scenario }) => scenario.regions !== undefined);
}

export class World {
  readonly #seed: number;
  readonly #cells: readonly CellWorld[];
  /** Most jobs per cell and replication: a job's cell is the cell times this, plus its group. */
  readonly #stride: number;
  readonly #findings: Findings;
  /** Incomplete replications, by cell and replication. */
  readonly #open: Map<string, WorldFold> = new Map();
  readonly #alone: boolean;
  /** Replications whose regions cannot be combined. */
  readonly refused: Failed[] = [];

  /** `alone`: there is one replication, and intervals are computed from its regions. */
  constructor({ cells, seed }: Pick<ScenarioFile, 'cells' | 'seed'>, findings: Findings, alone: boolean) {
    this.#seed = seed;
    this.#cells = cells.map(cellWorld);
    this.#stride = Math.max(...this.#cells.map(({ groups }) => groups.length));
    this.#findings = findings;
    this.#alone = alone;
  }

  /** Replication by replication, within it cell by cell: only few are incomplete at a time. */
  jobs(replications: number): Job[] {
    const jobs: Job[] = [];
    for (let replication = 0; replication < replications; replication++)
      this.#cells.forEach((world, cell) =>
        world.groups.forEach((group, k) => {
          const { scenario, regions } = placed(world, group);
          const key = { cell: cell * this.#stride + k, replication, draw: null };
          jobs.push({ ...key, seed: this.#seed, scenario, keep: 'none', world: regions });
        }),
      );
    return jobs;
  }

  has(job: JobKey): boolean {
    const whole = this.#keyOf(job);
    if (this.#findings.has(whole) || this.#findings.failed(whole)) return true;
    return this.#open.get(textOf(whole))?.has(job.cell % this.#stride) ?? false;
  }

  add(finished: Finished): void {
    const whole = this.#keyOf(finished);
    if (this.has(finished)) return;
    const key = textOf(whole);
    let fold = this.#open.get(key);
    if (!fold) this.#open.set(key, (fold = new WorldFold(this.#cells[whole.cell]!, this.#alone)));
    fold.add(finished.cell % this.#stride, finished.result.parts ?? []);
    if (fold.unlike !== null) {
      this.#open.delete(key);
      const refused = { ...whole, error: fold.unlike };
      this.#findings.fail(refused);
      this.refused.push(refused);
      return;
    }
    if (!fold.complete) return;
    this.#open.delete(key);
    this.#findings.add({ ...whole, result: fold.result() });
  }

  /** A replication fails if one of its regions does. */
  fail(failed: Failed): void {
    this.#findings.fail(this.#wholeOf(failed));
  }

  /** The failure with the index of the cell in place of the job's. */
  #wholeOf(failed: Failed): Failed {
    return { ...failed, ...this.#keyOf(failed) };
  }

  #keyOf({ cell, replication, draw }: JobKey): JobKey {
    return { cell: Math.floor(cell / this.#stride), replication, draw };
  }
}

const textOf = ({ cell, replication }: JobKey): string => `${cell} ${replication}`;

/** The regions of a group, with each scenario once. */
function placed(
  { regions }: CellWorld,
  group: readonly number[],
): { readonly scenario: Scenario; readonly regions: JobRegions } {
  const scenarios = [...new Set(group.map((i) => regions[i]!.scenario))];
  const [scenario, ...others] = scenarios as [Scenario, ...Scenario[]];
  return {
    scenario,
    regions: {
      others,
      regions: group.map((i) => {
        const { name, scenario: own, to, delay } = regions[i]!;
        return { name, scenario: scenarios.indexOf(own), to: to.map((other) => group.indexOf(other)), delay };
      }),
    },
  };
}
