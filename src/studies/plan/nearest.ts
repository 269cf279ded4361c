/** When no fleet passes: the one that comes nearest, and why it fails. */
import type { PlannedLevel as LevelResult } from './result.ts';
import { deciding, type FleetOutcome, type Assessed } from './fleetResult.ts';
import { causeOf } from './cause.ts';
import type { Level } from './level.ts';

/** A fleet at the planned level, or under a condition. */
interface Shortfall {
  readonly growth: number;
  readonly missing: readonly number[];
  readonly assessed: readonly Assessed[];
}

/** The fleet whose worst miss is smallest; of equals the cheapest. */
export function nearestOf(level: Level, seen: readonly FleetOutcome[]): LevelResult['nearest'] {
  const tried = seen.filter((fleet) => level.trial.isComplete(fleet));
  const all = (tried.length > 0 ? tried : seen).map((fleet) => ({ fleet, ...worst(fleet, level.growth) }));
  const [first] = all.sort((a, b) => a.by - b.by || a.fleet.cost.total.mean! - b.fleet.cost.total.mean!);
  if (!first) return null;
  const { fleet, place } = first;
  const missed = deciding(place.assessed).filter(({ verdict }) => verdict !== 'passes');
  const { ask } = missed.find(({ verdict }) => verdict === 'fails') ?? missed[0] ?? fleet.assessed[0]!;
  const { growth, missing } = place;
  const trial = level.at(growth);
  const counts = fleet.counts.map((count, i) => count - missing[i]!);
  return { fleet, growth, missing, cause: causeOf({ ask, trial, counts, demand: level.demandAt(growth) }) };
}

function worst(fleet: FleetOutcome, growth: number): { readonly place: Shortfall; readonly by: number } {
  const here: Shortfall = { growth, missing: fleet.counts.map(() => 0), assessed: fleet.assessed };
  return [here, ...fleet.conditions]
    .map((place) => ({ place, by: lacking(place.assessed) }))
    .reduce((a, b) => (b.by > a.by ? b : a));
}

function lacking(assessed: readonly Assessed[]): number {
  return deciding(assessed).reduce((sum, { bound, sense, figure, verdict }) => {
    if (verdict === 'passes') return sum;
    if (figure.mean === null) return sum + 1e9;
    const by = sense === 'least' ? bound - figure.mean : figure.mean - bound;
    return sum + Math.max(1e-9, by) / Math.max(bound, 1e-9);
  }, 0);
}
