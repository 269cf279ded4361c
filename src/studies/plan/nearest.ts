/** When no fleet passes: the one that comes nearest and why it fails, and which single bound would have to be relaxed, how far. */
import type { PlannedLevel as LevelResult, Relaxation } from './result.ts';
import { deciding, type FleetOutcome, type Assessed, isMet } from './fleetResult.ts';
import { causeOf } from './cause.ts';
import type { Level } from './level.ts';
import { log, pow } from '../../kernel/math.ts';
import { ASKS, type Ask } from '../../asks.ts';

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

/** The smallest relaxation of each bound alone; of fleets that need the same, the cheapest. */
export function relaxationsOf(level: Level, seen: readonly FleetOutcome[]): Relaxation[] {
  const tried = seen.filter((fleet) => level.trial.isComplete(fleet));
  return deciding(level.trial.asked).flatMap(({ ask, bound, sense }) => {
    const all = tried.flatMap((fleet): Relaxation[] => {
      const places = [fleet.assessed, ...fleet.conditions.map(({ assessed }) => assessed)].map(deciding);
      const others = places.flatMap((assessed) => assessed.filter((one) => one.ask !== ask));
      // By the mean: most fleets have only as many runs as it took to see them fail.
      if (!others.every(isMet)) return [];
      const figures = places.flatMap((assessed) => assessed.filter((one) => one.ask === ask)).map(figureOf);
      if (figures.length === 0 || figures.includes(null)) return [];
      const worst =
        sense === 'least' ? Math.min(...(figures as number[])) : Math.max(...(figures as number[]));
      const needed = outwards(ask, worst, sense);
      // A relaxation that would require nothing at all is of no use.
      return sense === 'least' && needed <= 0 ? [] : [{ ask, bound, sense, needed, fleet }];
    });
    const further = ({ needed }: Relaxation): number => (sense === 'least' ? -needed : needed);
    const cost = ({ fleet }: Relaxation): number => fleet.cost.total.mean ?? Infinity;
    const [best] = all.sort((a, b) => further(a) - further(b) || cost(a) - cost(b));
    return best ? [best] : [];
  });
}

/** The confidence bound, or the estimate where there is none. */
const figureOf = ({ sure, figure }: Assessed): number | null => sure ?? figure.mean;

/** In the file's units: whole points of a share, two digits otherwise, rounded away from the bound. */
function outwards(ask: Ask, value: number, sense: Relaxation['sense']): number {
  const isShare = ASKS[ask].amount === 'share';
  const step = isShare ? 0.01 : pow(10, Math.floor(log(Math.max(value, 1e-9)) / log(10)) - 1);
  const steps = value / step;
  const whole = sense === 'least' ? Math.floor(steps + 1e-9) : Math.ceil(steps - 1e-9);
  return Number((whole * step).toPrecision(6));
}
