/** What to buy: the cheapest fleet for every level of demand, from the candidates of a scenario's plan section. */
import { jobsOf } from '../../experiment/experiment.ts';
import type { ModelError } from '../../experiment/modelError.ts';
import { plannable, planning } from './planning.ts';
import { readsOf } from './ledger.ts';
import { fleets, plannedScenario, withFleet } from './space.ts';
import { counted } from '../../kernel/words.ts';
import type { Planned } from './result.ts';
import { changedLines } from '../../report/changed.ts';
import { beforehandWords } from './report/words.ts';
import { planDocument } from './report/planDocument.ts';
import { planFigures } from './report/figures.ts';
import { levelSentences } from './report/sentences.ts';
import { planText } from './report/text.ts';
import type { Planning, Scenario, ScenarioFile } from '../../scenario/scenario.ts';
import { hardlyMeant } from '../../scenario/warning.ts';
import { assumptionsOf } from '../assumptions.ts';
import type { Demands } from '../demands.ts';
import type { StudyBefore, Needs, Study, StudyKind } from '../study.ts';
import { oneCell, requestsWords } from '../words.ts';

export const PLAN: StudyKind<Planned> = {
  name: 'plan',
  file: 'plan.json',
  schema: 'edgewise.plan/2',
  text: (planned, { columns, paint }) => planText(planned, { width: columns, paint }),
  answer: (planned) => levelSentences(planned, planned.levels[0]!)[0] ?? null,
};

interface PlanStudyOptions {
  readonly demands: Demands;
  /** Whether to run every fleet instead of searching. */
  readonly grid: boolean;
  /** On, off, or undefined: on if the profiles have a known uncertainty. */
  readonly modelError: boolean | undefined;
}

/** Approximate runs of a plan. */
const SOME_RUNS = 300;
/** Approximate default of the most runs of a fleet: more when a requirement is hard to decide. */
const MOST_RUNS = 128;
/** Other fleets tried by default when the cheapest is not robust. */
const UNASKED = 12;

/** Throws an error of one line for what cannot be planned. */
export function planStudy(
  scenarioFile: ScenarioFile,
  { demands, grid, ...options }: PlanStudyOptions,
): Study<Planned> {
  const plan = plannable(scenarioFile, (scenario) => demands.recordedOf(scenario));
  oneCell(scenarioFile, 'a plan is of one scenario');
  const { planning: section, recorded } = plan;
  const size = demands.requestsOf(plan.scenarioFile.cells[0]!.scenario);
  const modelError = modelErrorOf(options.modelError, section);
  const { replications } = scenarioFile;
  return {
    kind: PLAN,
    scenarioFile,
    // Numbers of fleets in the journal depend on all of this.
    design: { planning: section, replications, grid, modelError },
    needs: needsOf(scenarioFile, section, size),
    before: { ...beforeOf(scenarioFile, section, size, grid), ...(recorded && { recorded: [recorded] }) },
    assumptions: assumptionsOf(bought(scenarioFile, section)),
    async conclude(bench) {
      const { say } = bench;
      const planned = await planning(scenarioFile, {
        ...bench,
        grid,
        ...(modelError && { modelError }),
        ...(say && {
          onReplicating: (level, made) => say(beforehandWords(level, made, level === section.growth[0])),
        }),
      });
      return {
        result: planned,
        holds: planned.levels.every(({ recommended }) => recommended !== null),
        figures: planFigures(planned),
        page: (input) => planDocument(planned, input),
      };
    },
  };
}

/** On if any profile has a known uncertainty, unless it was switched off. */
function modelErrorOf(asked: boolean | undefined, { candidates }: Planning): ModelError | null {
  if (asked === true) return {};
  const known = candidates.some(({ profile }) => profile.uncertainty.length > 0);
  return known && asked === undefined ? { others: UNASKED } : null;
}

/** The cells with all candidates as their fleet, in place of the file's own, which may be empty. */
function bought({ cells }: ScenarioFile, { candidates }: Planning): ScenarioFile['cells'] {
  const fleet = candidates.map((one) => ({ ...one, count: one.count.most }));
  return cells.map((cell) => ({ ...cell, scenario: { ...cell.scenario, fleet } }));
}

function needsOf(scenarioFile: ScenarioFile, section: Planning, size: number): Needs {
  const scenario = plannedScenario(scenarioFile);
  const { growth, mostRuns, mostRequests, candidates } = section;
  const count = fleets(section, scenario).length;
  const largest = Math.max(...growth) * size;
  const each = count * (mostRuns ?? MOST_RUNS);
  return {
    runs: SOME_RUNS,
    requests: SOME_RUNS * largest,
    largest,
    open: true,
    most: {
      runs: growth.length * each,
      requests: growth.reduce((sum, times) => sum + Math.min(mostRequests, each * size * times), 0),
    },
    least: scenarioFile.replications * count,
    some() {
      const most = candidates.map((one) => one.count.most);
      const whole: Scenario = withFleet(scenario, section, most);
      const only = readsOf(section, scenario);
      return jobsOf({ ...scenarioFile, cells: [{ labels: {}, scenario: whole }] }, 1, 'none').map((job) => ({
        job: { ...job, only },
        requests: size,
      }));
    },
  };
}

function beforeOf(scenarioFile: ScenarioFile, section: Planning, size: number, grid: boolean): StudyBefore {
  const { growth, mostRuns, mostRequests } = section;
  const count = fleets(section, plannedScenario(scenarioFile)).length;
  const levels = growth.length === 1 ? 'one level' : `${growth.length} levels`;
  const limits = `up to ${mostRuns ?? `about ${MOST_RUNS}`} runs of an undecided fleet, up to ${requestsWords(mostRequests)} at each level`;
  return {
    opening: `${counted(count, 'fleet')} to choose from${growth.length === 1 ? '' : `, ${levels} of demand`}`,
    warnings: hardlyMeant(scenarioFile),
    notes: changedLines({ ...scenarioFile, expectations: scenarioFile.expect }),
    lines: [
      `${counted(count, 'fleet')} at ${levels} of demand (${growth.join(', ')} times the file's), ${grid ? 'all of them run' : 'searched'}; ${limits}; about ${requestsWords(size)} in a run at the file's demand`,
    ],
    said: { fleets: count, growth, mostRuns, mostRequests, grid, requestsPerRun: size },
    takes: (time) =>
      `every fleet at ${mostRuns ?? MOST_RUNS} runs would take ${time}${grid ? '' : '; the search leaves most of that out'}; where demand breaks the choice, its break-even and the figures come on top`,
  };
}
