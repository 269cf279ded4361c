/** What a run of a world of regions takes beforehand. */
import { cellWorld } from '../../experiment/world/fold.ts';
import { World } from '../../experiment/world/world.ts';
import { counted } from '../../kernel/words.ts';
import { plain } from '../../kernel/numbers.ts';
import { axes, cellName } from '../../report/axes.ts';
import { Findings } from '../../experiment/findings.ts';
import type { Cell, ScenarioFile } from '../../scenario/scenario.ts';
import type { Demands } from '../demands.ts';
import type { SampleRun } from '../study.ts';

export const NO_MODEL_ERROR =
  'has regions: profile error is not estimated for a world; use --model-error with a scenario of one of its regions';

/** Jobs that a dry run tries. */
const TRIED = 4;

/** Requests in the largest of the jobs of a cell, about. */
export function largestShare(cell: Cell, demands: Demands): number {
  const { groups, regions } = cellWorld(cell);
  const sizes = cell.scenario.regions!.map(({ scenario }) => demands.requestsOf(scenario));
  return groups.reduce((most, group) => {
    const size = group.reduce((sum, i) => sum + sizes[regions[i]!.kind]!, 0);
    return Math.max(most, size);
  }, 0);
}

/** Kinds of regions that are named. */
const NAMED = 12;

export const regionsIn = ({ scenario }: Cell): number =>
  (scenario.regions ?? []).reduce((sum, { count }) => sum + count, 0);

/** Which regions there are, and in how many parts all runs are done; where cells differ in them, each with its own. */
export function regionLines(cells: readonly Cell[], runs: number, parts: number): string[] {
  const varied = axes(cells.map(({ labels }) => ({ vary: labels })));
  const told = cells.map((cell) => kindWords(cell));
  const where = (i: number): string =>
    told.every((one) => one === told[0]) ? '' : `${cellName({ vary: cells[i]!.labels }, varied)}: `;
  const apart = `every run is of all regions; those that send each other nothing are run apart, in ${counted(parts, 'part')} in all`;
  return [
    ...[...new Set(told.map((text, i) => `${where(i)}${text}`))].slice(0, NAMED),
    ...(parts > runs ? [apart] : []),
  ];
}

/** `12 regions: 4 village, 4 suburb, 4 town`. */
function kindWords(cell: Cell): string {
  const kinds = cell.scenario.regions!;
  const words = kinds
    .slice(0, NAMED)
    .map(({ name, count }) => (count === 1 ? name : `${plain(count)} ${name}`));
  const rest = kinds.length - words.length;
  return `${counted(regionsIn(cell), 'region')}: ${words.join(', ')}${rest > 0 ? ` and ${counted(rest, 'more kind')}` : ''}`;
}

/** A few of its jobs, from all over it. */
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
