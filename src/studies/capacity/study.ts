/** The largest load of a scenario's fleet within its slo, and whether today's load is below it. */
import type { Carried } from './result.ts';
import { capacity, runsOfEach } from './capacity.ts';
import { READ } from './levels.ts';
import { jobsOf } from '../../experiment/experiment.ts';
import { checkShares } from '../plan/requirement.ts';
import { capacityFigure } from './report/figure.ts';
import { capacityDocument, capacityText } from './report/text.ts';
import { capacitySentences } from './report/words.ts';
import { changedLines } from '../../report/changed.ts';
import { objective } from '../../scenario/objective.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { assumptionsOf } from '../assumptions.ts';
import type { Demands } from '../demands.ts';
import type { Study, StudyKind } from '../study.ts';
import { oneCell, requestsWords } from '../words.ts';

export const CAPACITY: StudyKind<Carried> = {
  name: 'capacity',
  file: 'capacity.json',
  schema: 'edgewise.capacity/1',
  text: (carried, { columns, paint }) => capacityText(carried, { width: columns, paint }),
  answer: (carried) => capacitySentences(carried)[0]!,
};

interface CapacityStudyOptions {
  readonly demands: Demands;
  readonly precision?: number | undefined;
  /** Whether to repeat it with profiles drawn from their uncertainty. */
  readonly modelError: boolean;
}

/** Approximate number of loads tried. */
const SOME_LEVELS = 25;

/** Throws an error of one line when there is nothing to find. */
export function capacityStudy(
  scenarioFile: ScenarioFile,
  { demands, precision, modelError }: CapacityStudyOptions,
): Study<Carried> {
  check(scenarioFile);
  const size = demands.requestsOf(scenarioFile.cells[0]!.scenario);
  const recorded = demands.recordedOf(scenarioFile.cells[0]!.scenario);
  const each = runsOfEach(scenarioFile.replications, recorded);
  const more = recorded === undefined ? ' and more where the interval is wide' : '';
  const runs = SOME_LEVELS * each;
  return {
    kind: CAPACITY,
    scenarioFile,
    // Numbers of loads in the journal depend on all of this.
    design: { precision, modelError, replications: scenarioFile.replications },
    needs: {
      runs,
      requests: size * runs,
      largest: size,
      open: true,
      some: () => [{ job: { ...jobsOf(scenarioFile, 1, 'none')[0]!, only: READ }, requests: size }],
    },
    before: {
      opening: `how much its fleet takes, with ${recorded ? '' : 'about '}${each} runs of each load`,
      notes: changedLines({ ...scenarioFile, expectations: scenarioFile.expect }),
      lines: [
        `about ${SOME_LEVELS} loads, ${each} runs of each${more}; about ${requestsWords(size)} in a run at today's load`,
      ],
      said: { loads: SOME_LEVELS, replications: each },
    },
    assumptions: assumptionsOf(scenarioFile.cells),
    async conclude(bench) {
      const carried = await capacity(scenarioFile, {
        ...bench,
        ...(precision !== undefined && { precision }),
        ...(modelError && { modelError: {} }),
      });
      const figures = [capacityFigure(carried)];
      return {
        result: carried,
        holds: carried.today.outcome !== 'tooMuch',
        figures,
        page: (input) => capacityDocument(carried, figures, input),
      };
    },
  };
}

function check(scenarioFile: ScenarioFile): void {
  const { scenario } = oneCell(scenarioFile, 'a capacity is of one fleet');
  if (scenario.fleet.every(({ count }) => count === 0))
    throw new RangeError(
      `has no machines in its fleet: a capacity is of machines${scenarioFile.planning ? '; edgewise plan says which of its candidates to buy' : ''}`,
    );
  if (objective(scenario) === null)
    throw new RangeError(
      `has no slo, so that any load would do: what should an answer be like? For instance --set slo.ttft=3s, or slo: { ttft: 3s, e2e: 30s } in the file`,
    );
  checkShares(scenario);
}
