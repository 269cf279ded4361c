/** The runs of a world: a job for each group of regions that talk, and replications of the whole as these come in. */
import type { ScenarioFile, Scenario } from '../../scenario/scenario.ts';
import type { Findings } from '../findings.ts';
import type { Failed, Finished, Job, JobKey, JobRegions } from '../job.ts';
import { cellWorld, WorldFold, type CellWorld } from './fold.ts';

/** Whether a file is of a world. */
export function isWorld({ cells }: Pick<ScenarioFile, 'cells'>): boolean {
  return cells.some(({ scenario }) => scenario.regions !== undefined);
}

export class World {
  readonly #seed: number;
  readonly #cells: readonly CellWorld[];
  /** Numbers of jobs that a cell has at most: a job's cell is the cell times these, and its group. */
  readonly #stride: number;
  readonly #findings: Findings;
  /** Those that are not complete yet, by cell and replication. */
  readonly #open: Map<string, WorldFold> = new Map();
  readonly #alone: boolean;
  /** Replications whose regions make no world. */
  readonly refused: Failed[] = [];

  /** `alone` says that there is one replication, of which intervals may be told from its regions. */
  constructor({ cells, seed }: Pick<ScenarioFile, 'cells' | 'seed'>, findings: Findings, alone: boolean) {
    this.#seed = seed;
    this.#cells = cells.map(cellWorld);
    this.#stride = Math.max(...this.#cells.map(({ groups }) => groups.length));
    this.#findings = findings;
    this.#alone = alone;
  }

  /** Replication by replication, and in it cell by cell: no more than a few are then under way at a time. */
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

  /** Without one of its regions there is no world. */
  fail(failed: Failed): void {
    this.#findings.fail(this.#wholeOf(failed));
  }

  /** As one of the whole world: which cell it is of. */
  #wholeOf(failed: Failed): Failed {
    return { ...failed, ...this.#keyOf(failed) };
  }

  #keyOf({ cell, replication, draw }: JobKey): JobKey {
    return { cell: Math.floor(cell / this.#stride), replication, draw };
  }
}

const textOf = ({ cell, replication }: JobKey): string => `${cell} ${replication}`;

/** A group's regions, with each scenario once. */
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
