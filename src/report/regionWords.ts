/** How the regions of a world were run, and what its intervals are of, in words. */
import { counted } from '../kernel/words.ts';
import type { RegionsSummary } from '../regional.ts';
import type { CellSummary } from '../results.ts';

/** Empty of a cell without regions. */
export function regionWords({ replications, regions }: CellSummary): string {
  return regions ? `${worldWords(regions)} ${sourceWords(replications, regions)}` : '';
}

/** How many there are, and how they are run. */
function worldWords({ count, devices, groups }: RegionsSummary): string {
  const whole = `${counted(count, 'region')} with ${counted(devices, 'device')}`;
  if (groups === count)
    return `${whole}; no region sends requests to another, so that each was run by itself.`;
  if (groups === 1) return `${whole}, which were run side by side: what one turns away, others may take.`;
  return `${whole} in ${counted(groups, 'group')}; regions of a group were run side by side: what one turns away, others of it may take.`;
}

function sourceWords(replications: number, { intervals, groups, count }: RegionsSummary): string {
  switch (intervals) {
    case 'replications':
      return `Intervals are over ${counted(replications, 'replication')} of the whole world: how regions differ from each other is not in them.`;
    case 'regions':
      return groups === count
        ? 'There is one replication. Intervals are from how regions of a kind differ in it: as they send each other nothing, each is a sample of its kind.'
        : 'There is one replication. Intervals are from how groups of the same kinds of regions differ in it: as they send each other nothing, each is a sample.';
    case 'none':
      return replications > 1
        ? 'Nothing random differs between the replications, and there are no intervals.'
        : 'There is one replication, and some regions are like too few others to say how far off its figures may be: there are no intervals. More replications give them.';
  }
}
