/** A capacity with the profiles as they may be. */
import type { Scenario, ScenarioFile } from '../../scenario/scenario.ts';
import { slower, SLOWER } from '../../experiment/elasticity.ts';
import { meanOf } from '../../kernel/spread.ts';
import type { Replication } from '../../results.ts';
import { attained } from './attained.ts';
import type { CapacityOptions } from './capacity.ts';
import type { Levels } from './levels.ts';
import type { Looking } from './looking.ts';
import type { Carried } from './result.ts';
import { isUncertain, asUncertain, CAPACITY_DRAWS } from './uncertain.ts';
import { withSlower } from './withSlower.ts';

interface FoundLoad {
  readonly looking: Looking;
  /** Runs of each load; and those at today's, and at the largest. */
  readonly runs: number;
  readonly here: readonly Replication[];
  readonly full: readonly Replication[];
  readonly today: number;
  /** The largest; null where there is none to speak of. */
  readonly load: number | null;
  readonly levelsOf: (other: Scenario, draw: number) => Levels;
}

/** The same with profiles drawn from their uncertainty, and with service times a little longer; nothing where that is not asked. */
export async function asTheyMayBe(
  { cells, seed }: ScenarioFile,
  asked: CapacityOptions['modelError'],
  { looking, runs, here, full, today, load, levelsOf }: FoundLoad,
): Promise<Pick<Carried, 'modelError' | 'elasticity'>> {
  const { scenario } = cells[0]!;
  if (!asked || load === null || !scenario.fleet.some(isUncertain)) return {};
  const modelError = await asUncertain({
    ...looking,
    scenario,
    seed,
    levelsOf,
    runs,
    today,
    load,
    draws: asked.draws ?? CAPACITY_DRAWS,
    attained: (results) => meanOf(attained(results)),
  });
  const elasticity = await withSlower(levelsOf(slower(scenario), SLOWER), { here, full, today, load });
  return { ...(modelError && { modelError }), ...(elasticity && { elasticity }) };
}
