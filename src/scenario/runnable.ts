/** Whether a scenario file can be run as it is. */
import type { ScenarioFile } from './scenario.ts';

/** The reason why not, to follow the name of the file; null when all cells can be run. */
export function notRunnable({ cells, planning }: ScenarioFile): string | null {
  if (!planning) return null;
  for (const { scenario } of cells) {
    if (scenario.cloud !== null) continue;
    if (scenario.fleet.every(({ count }) => count === 0))
      return 'has no fleet and no cloud, so that nobody answers: edgewise plan says what to buy; a fleet is what is run';
    if (scenario.fallback === 'cloud')
      return 'falls back on a cloud that it does not have: edgewise plan leaves it out, since cloudShare is 0 %; fallback: drop does for a run';
  }
  return null;
}

/** The reason why a file with regions cannot be used for a single fleet; null for other files. */
export function notOneFleet({ cells }: ScenarioFile): string | null {
  return cells.some(({ scenario }) => scenario.regions !== undefined)
    ? 'has regions, and this takes one fleet: edgewise run takes all of them; here, write a file for one of them, or take the fleet and the workload at the top of this one with --set regions=null'
    : null;
}
