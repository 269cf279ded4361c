/** When no fleet passes: which single bound would have to be relaxed, and how far, for one of the fleets that were run. */
import { log, pow } from '../../kernel/math.ts';
import { ASKS, type Ask } from '../../asks.ts';
import type { Relaxation } from './result.ts';
import { deciding, isMet, type FleetOutcome, type Assessed } from './fleetResult.ts';
import type { Level } from './level.ts';

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
