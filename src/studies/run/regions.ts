/** What is needed before a run with regions. */
import { cellWorld } from '../../experiment/world/fold.ts';
import { World } from '../../experiment/world/world.ts';
import { Findings } from '../../experiment/findings.ts';
import type { Cell, ScenarioFile } from '../../scenario/scenario.ts';
import type { Demands } from '../demands.ts';
import type { SampleRun } from '../study.ts';

export const NO_MODEL_ERROR =
  'has regions: profile error is not estimated for a world; use --model-error with a scenario of one of its regions';

/** Jobs measured by a dry run. */
const TRIED = 4;

/** Approximate requests in the largest job of a cell. */
export function largestShare(cell: Cell, demands: Demands): number {
  const { groups, regions } = cellWorld(cell);
  const sizes = cell.scenario.regions!.map(({ scenario }) => demands.requestsOf(scenario));
  return groups.reduce((most, group) => {
    const size = group.reduce((sum, i) => sum + sizes[regions[i]!.kind]!, 0);
    return Math.max(most, size);
  }, 0);
}

/** Some of its jobs, spread over all regions. */
export function someRegions(scenarioFile: ScenarioFile, demands: Demands): SampleRun[] {
  const { cells } = scenarioFile;
  const jobs = new World(scenarioFile, new Findings(cells.length), true).jobs(1);
  const step = Math.max(1, Math.floor(jobs.length / TRIED));
  return jobs
    .filter((_, i) => i % step === 0)
    .slice(0, TRIED)
    .map((job) => {
      const all = [job.scenario, ...job.world!.others].map((scenario) => demands.requestsOf(scenario));
      return { job, requests: job.world!.regions.reduce((sum, { scenario }) => sum + all[scenario]!, 0) };
    });
}
