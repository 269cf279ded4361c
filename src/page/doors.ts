/** Runs the two questions that need a study: how much load a fleet can serve, and which fleet to buy. */
import type { Progress } from '../experiment/bench.ts';
import { capacity } from '../studies/capacity/capacity.ts';
import type { Executor } from '../experiment/executor.ts';
import { planning } from '../studies/plan/planning.ts';
import type { Source } from '../logs/source.ts';
import { capacitySentences } from '../studies/capacity/report/words.ts';
import { levelSentences } from '../studies/plan/report/sentences.ts';
import { namesOf } from '../studies/plan/report/tables.ts';
import { fleetWords } from '../studies/plan/report/words.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { PlanTold, Tell } from './protocol.ts';

interface Where {
  readonly executor: Executor;
  readonly source: (name: string) => Source;
  readonly signal: AbortSignal;
  readonly version: string;
}

export async function askCapacity(
  id: number,
  scenarioFile: ScenarioFile,
  where: Where,
  tell: (message: Tell) => void,
): Promise<void> {
  const one: ScenarioFile = { ...scenarioFile, cells: scenarioFile.cells.slice(0, 1) };
  const carried = await capacity(one, { ...where, onProgress: told(id, tell) });
  if (!where.signal.aborted) tell({ kind: 'capacity', id, carried, sentences: capacitySentences(carried) });
}

export async function askPlan(
  id: number,
  scenarioFile: ScenarioFile,
  where: Where,
  tell: (message: Tell) => void,
): Promise<void> {
  const planned = await planning(scenarioFile, { ...where, growth: [1], onProgress: told(id, tell) });
  if (where.signal.aborted) return;
  const level = planned.levels[0]!;
  const best = level.recommended;
  const others = level.front.filter(({ name }) => name !== best?.name);
  const names = namesOf(planned);
  const rows: PlanTold['rows'] = [...(best ? [best] : []), ...others].slice(0, 12).map((fleet) => ({
    name: fleetWords(fleet, names),
    month: fleet.cost.total.mean,
    attainment: fleet.attainment,
    cheapest: fleet === best,
  }));
  tell({ kind: 'plan', id, told: { sentences: levelSentences(planned, level), rows } });
}

const told =
  (id: number, tell: (message: Tell) => void) =>
  ({ stage, jobs }: Progress): void =>
    tell({ kind: 'progress', id, words: `${stage}: ${jobs.done} of ${jobs.total} runs` });
