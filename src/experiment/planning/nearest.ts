/** When nothing does: what comes nearest, and what stands in its way. */
import type { FleetOutcome, Level as LevelResult } from '../../planned.ts';
import { causeOf } from './cause.ts';
import type { Level } from './level.ts';
import { deciding } from './requirement.ts';

/** The one that misses by least, of equals the cheapest. */
export function nearestOf(level: Level, seen: readonly FleetOutcome[]): LevelResult['nearest'] {
  const all = seen.map((fleet) => ({ fleet, by: missing(fleet) }));
  const [first] = all.sort((a, b) => a.by - b.by || a.fleet.cost.total.mean! - b.fleet.cost.total.mean!);
  if (!first) return null;
  const { fleet } = first;
  const missed = deciding(fleet.kept).filter(({ verdict }) => verdict !== 'kept');
  const { ask } = missed.find(({ verdict }) => verdict === 'broken') ?? missed[0] ?? fleet.kept[0]!;
  return { fleet, cause: causeOf({ ask, trial: level.trial, counts: fleet.counts, demand: level.demand }) };
}

function missing({ kept }: FleetOutcome): number {
  return deciding(kept).reduce((sum, { bound, sense, figure, verdict }) => {
    if (verdict === 'kept') return sum;
    if (figure.mean === null) return sum + 1e9;
    const by = sense === 'least' ? bound - figure.mean : figure.mean - bound;
    return sum + Math.max(1e-9, by) / Math.max(bound, 1e-9);
  }, 0);
}
