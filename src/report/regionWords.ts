/** How the regions of a world were run, and what its intervals are of, in words. */
import { counted, list } from '../kernel/words.ts';
import type { RegionsSummary } from '../regional.ts';
import type { CellSummary, Estimate } from '../results.ts';
import { PERCENT, text } from './format.ts';

const GUESTS =
  'The way there and the way back take the stated delay each; a guest is served as one of the own requests.';

/** Empty of a cell without regions. */
export function regionWords({ replications, regions }: CellSummary): string {
  return regions ? `${worldWords(regions)} ${sourceWords(replications, regions)}` : '';
}

/** Which kind of region meets the slo least, and how much; empty where intervals do not tell any two apart. */
export function leastMet({ regions }: Pick<CellSummary, 'regions'>): string {
  if (farthestApart({ ...(regions && { regions }) }) === '') return '';
  const [least] = regions!.kinds
    .flatMap(({ name, metrics: { 'slo.attainment': slo } }) => (slo?.mean == null ? [] : [{ name, slo }]))
    .toSorted((a, b) => a.slo.mean! - b.slo.mean!);
  return `least in ${least!.name}: ${text(least!.slo, PERCENT)} %`;
}

/** How many there are, and how they are run. */
function worldWords({ count, devices, groups }: RegionsSummary): string {
  const whole = `${counted(count, 'region')} with ${counted(devices, 'device')}`;
  if (groups === count)
    return `${whole}; no region sends requests to another, so that each was run by itself.`;
  if (groups === 1)
    return `${whole}, which were run side by side: what one turns away, others may take. ${GUESTS}`;
  return `${whole} in ${counted(groups, 'group')}; regions of a group were run side by side: what one turns away, others of it may take. ${GUESTS}`;
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

/** The kinds of regions where the slo is met least and most; empty where their intervals do not tell them apart. */
export function farthestApart({ regions }: Pick<CellSummary, 'regions'>): string {
  const known = (regions?.kinds ?? []).flatMap(({ name, metrics }) => {
    const slo = metrics['slo.attainment'];
    return slo?.mean == null ? [] : [{ name, slo: slo as Estimate & { mean: number } }];
  });
  const [least, ...rest] = known.toSorted((a, b) => a.slo.mean - b.slo.mean);
  const most = rest.at(-1);
  if (!least || !most || (least.slo.ci95?.[1] ?? least.slo.mean) >= (most.slo.ci95?.[0] ?? most.slo.mean))
    return '';
  const share = ({ slo }: typeof least): string => `${text(slo, PERCENT)} %`;
  return `By region the slo was met by fewest in ${least.name}, ${share(least)}, and by most in ${most.name}, ${share(most)}.`;
}

/**
 * In which kinds of regions the slo is met less often in the second of two cells than in the first, as further
 * sentences; empty without regions. Of kinds whose intervals overlap nothing is claimed.
 */
export function changedIn(one: Pick<CellSummary, 'regions'>, other: Pick<CellSummary, 'regions'>): string {
  const pairs = (one.regions?.kinds ?? []).flatMap(({ name, metrics }) => {
    const [first, second] = [metrics, other.regions?.kinds.find((kind) => kind.name === name)?.metrics].map(
      (those) => those?.['slo.attainment'],
    );
    return first?.mean == null || second?.mean == null
      ? []
      : [{ name, first, second, gap: first.mean - second.mean }];
  });
  const isLess = ({ first, second }: (typeof pairs)[0]): boolean =>
    (second.ci95?.[1] ?? second.mean!) < (first.ci95?.[0] ?? first.mean!);
  const less = pairs.filter(isLess).sort((a, b) => b.gap - a.gap);
  if (pairs.length < 2) return '';
  const all = less.map(
    ({ name, first, second }) =>
      `${name} (${text(second, PERCENT)} against ${text(first, PERCENT)} % of its requests in time)`,
  );
  const rest = less.length < pairs.length ? ' Elsewhere the intervals overlap or more are in time.' : '';
  return less.length === 0
    ? ' No kind of region loses so much that its intervals show it.'
    : ` It is paid in ${list(all)}.${rest}`;
}
