/** Runs a scenario: every cell and replication, and the summary. */
import { Stopped } from '../../experiment/bench.ts';
import { countJobs, experiment, jobsOf, type ExperimentOutcome } from '../../experiment/experiment.ts';
import { plainPairs, SLOWER } from '../../experiment/modelError.ts';
import type { Finished } from '../../experiment/job.ts';
import { cellWorld } from '../../experiment/world/fold.ts';
import { meanWorld } from '../../experiment/world/regionsSummary.ts';
import { isWorld, World } from '../../experiment/world/world.ts';
import { counted } from '../../kernel/words.ts';
import { percent } from '../../kernel/numbers.ts';
import { axes, cellName } from '../../report/axes.ts';
import { charts } from '../../report/charts.ts';
import { reportDocument } from '../../report/reportDocument.ts';
import type { Figure } from '../../report/figure.ts';
import { plain } from '../../report/format.ts';
import type { SeriesByCell } from '../../report/loads.ts';
import { answerOf } from '../../report/opening.ts';
import { columnsOf } from '../../report/columns.ts';
import { table } from '../../report/table.ts';
import type { Summary } from '../../results.ts';
import type { ScenarioFile, Cell } from '../../scenario/scenario.ts';
import { assumptionsOf } from '../assumptions.ts';
import type { Demands } from '../demands.ts';
import type { Conclusion, Study, StudyBench, StudyKind, TextPlace, TextScreen, SampleRun } from '../study.ts';
import { requestsWords } from '../words.ts';
import { runMinutes } from './minutes.ts';
import { regionMaps } from './report/regionMap.ts';
import { regionLines, regionsIn } from './report/regions.ts';
import { outcomeText } from './report/text.ts';
import { Findings } from '../../experiment/findings.ts';

export const RUN: StudyKind<Summary> = {
  name: '',
  file: 'summary.json',
  schema: 'edgewise.summary/1',
  tables: ['runs.csv', 'series.csv', 'tenants.csv', 'priorities.csv', 'regions.csv'],
  text: outcomeText,
  answer: answerOf,
};

export interface RunStudyOptions {
  readonly demands: Demands;
  /** Half-width of the intervals as a share of the mean: replications are added until it is reached. */
  readonly precision?: number | undefined;
  readonly modelError?: boolean;
}

/** Overrides of figures and text. */
interface RunShows {
  readonly figures: (summary: Summary, series: SeriesByCell) => readonly Figure[];
  readonly text?: (outcome: ExperimentOutcome, screen: TextScreen, place: TextPlace) => string;
}

/** Assumed factor of runs when a precision is requested. */
const MORE = 4;

export function runStudy(
  scenarioFile: ScenarioFile,
  { demands, precision, modelError: drawing = false }: RunStudyOptions,
  shows: RunShows = usual(scenarioFile),
): Study<Summary> {
  const { cells, replications } = scenarioFile;
  const modelError = drawing ? {} : undefined;
  const sizes = cells.map(({ scenario }) => demands.requestsOf(scenario));
  const recorded = cells.map(({ scenario }) => demands.recordedOf(scenario));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const world = isWorld(scenarioFile);
  if (world && modelError) throw new RangeError(NO_MODEL_ERROR);
  const groups = world ? cells.map((cell) => cellWorld(cell).groups.length) : [];
  const runs = world
    ? replications * groups.reduce((sum, count) => sum + count, 0)
    : countJobs(scenarioFile, replications, modelError && { modelError });
  // Every cell has the same number of runs.
  const requests = (world ? replications : runs / cells.length) * all;
  // A custom text does not show the sensitivity to service time.
  const pairs = shows.text || world ? 0 : plainPairs(cells.length, replications, all);
  const made = runs + (modelError ? 0 : pairs * cells.length);
  const nominal = cells.length * replications;
  const product = `${counted(cells.length, 'cell')} × ${counted(replications, 'replication')}`;
  const drawn = !world && runs > nominal ? ` and ${runs - nominal} with drawn profiles` : '';
  const more =
    precision === undefined ? '' : `, then more until the intervals are within ${percent(precision)}`;
  const times = precision === undefined ? 1 : MORE;
  return {
    kind: RUN,
    scenarioFile,
    needs: {
      runs: times * made,
      requests: world ? times * requests : (times * made * all) / cells.length,
      largest: Math.max(
        0,
        ...sizes.map((size, cell) => (world ? largestShare(cells[cell]!, demands) : size)),
      ),
      open: precision !== undefined,
      most: { runs, requests },
      least: runs,
      some: () =>
        world
          ? someRegions(scenarioFile, demands)
          : jobsOf(scenarioFile, 1, 'none').map((job) => ({ job, requests: sizes[job.cell]! })),
    },
    before: {
      opening: `${product} = ${counted(nominal, 'run')}${more}`,
      warnings: scenarioFile.warnings,
      table: (screen) => listing(scenarioFile, sizes, screen),
      lines: [
        ...(world ? regionLines(cells, nominal, runs) : []),
        `${product}${drawn} = ${counted(world ? nominal : runs, 'run')}, about ${requestsWords(requests)}`,
      ],
      said: { cells: cells.map(({ labels }) => labels), replications },
      ...(world && runs > nominal && { jobName: 'part' }),
      takes: (time) => `${time}${more === '' ? '' : '; more replications for --precision come on top'}`,
      recorded,
    },
    assumptions: assumptionsOf(cells),
    conclude: (bench) => concluded(scenarioFile, bench, { modelError, pairs, precision, shows }),
  };
}

interface Concluding {
  readonly modelError: object | undefined;
  readonly pairs: number;
  readonly precision: number | undefined;
  readonly shows: RunShows;
}

async function concluded(
  scenarioFile: ScenarioFile,
  bench: StudyBench,
  { modelError, pairs, precision, shows }: Concluding,
): Promise<Conclusion<Summary> | undefined> {
  const { cells } = scenarioFile;
  let outcome: ExperimentOutcome | undefined;
  let slowed = 0;
  const options = {
    ...bench,
    onFinished(finished: Finished) {
      bench.onFinished?.(finished);
      if (finished.draw === SLOWER) slowed++;
    },
    ...(modelError && { modelError }),
    ...(bench.shard === undefined && { pairs }),
    ...(precision !== undefined && { precision: { target: precision } }),
  };
  for await (const step of experiment(scenarioFile, options))
    if (step.kind === 'outcome') ({ outcome } = step);
  if (outcome === undefined) return undefined;
  if (outcome.interrupted) throw new Stopped('interrupted');
  const { summary, findings } = outcome;
  const slower = cells.reduce((sum, _, cell) => sum + findings.slower(cell).length, 0);
  const series = cells.map((_, cell) => findings.series(cell));
  const means = cells.map((_, cell) => meanWorld(findings.of(cell).map(([, one]) => one)));
  const maps = regionMaps(scenarioFile, summary, means);
  const minutes = isWorld(scenarioFile) ? [] : runMinutes(scenarioFile, summary, bench.source);
  const figures = [...maps, ...shows.figures(summary, series), ...minutes];
  const { text } = shows;
  return {
    result: summary,
    holds: summary.expectations.every((one) => one.outcome !== 'fails'),
    figures,
    findings,
    ...(!modelError && { unasked: slower - slowed }),
    page: (input) => reportDocument({ summary, figures, ...input }),
    ...(text && { text: (screen, place) => text(outcome, screen, place) }),
  };
}

function usual({ cells }: ScenarioFile): RunShows {
  const warmup = Math.min(...cells.map(({ scenario }) => scenario.warmup));
  return { figures: (summary, series) => charts(summary, series, { warmup }) };
}

/** Cells that are listed. */
const LISTED = 24;

function listing(
  { cells }: ScenarioFile,
  sizes: readonly number[],
  { columns: width, paint }: TextScreen,
): string {
  const varied = axes(cells.map(({ labels }) => ({ vary: labels })));
  const rows = cells.slice(0, LISTED).map((cell, i) => ({ cell, size: sizes[i]! }));
  const columns = columnsOf(rows, [
    ['cell', '', ({ cell }) => cellName({ vary: cell.labels }, varied), 'left'],
    rows.some(({ cell }) => cell.scenario.regions) && ['regions', '', ({ cell }) => plain(regionsIn(cell))],
    ['devices', '', ({ cell }) => plain(cell.scenario.fleet.reduce((sum, { count }) => sum + count, 0))],
    ['requests', 'a run, about', ({ size }) => plain(Math.round(size))],
  ]);
  const more = cells.length > LISTED ? `\n… and ${cells.length - LISTED} more cells` : '';
  return `${table(columns, { width, keys: 1, paint })}${more}`;
}

const NO_MODEL_ERROR =
  'has regions: profile error is not estimated for a world; use --model-error with a scenario of one of its regions';

/** Jobs measured by a dry run. */
const TRIED = 4;

/** Approximate requests in the largest job of a cell. */
function largestShare(cell: Cell, demands: Demands): number {
  const { groups, regions } = cellWorld(cell);
  const sizes = cell.scenario.regions!.map(({ scenario }) => demands.requestsOf(scenario));
  return groups.reduce((most, group) => {
    const size = group.reduce((sum, i) => sum + sizes[regions[i]!.kind]!, 0);
    return Math.max(most, size);
  }, 0);
}

/** Some of its jobs, spread over all regions. */
function someRegions(scenarioFile: ScenarioFile, demands: Demands): SampleRun[] {
  const { cells } = scenarioFile;
  const jobs = new World(scenarioFile, new Findings(cells.length), true).jobs(1);
  const step = Math.max(1, Math.floor(jobs.length / TRIED));
  return jobs
    .filter((_, i) => i % step === 0)
    .slice(0, TRIED)
    .map((job) => {
      const all = [job.scenario, ...job.world!.others].map((scenario) => demands.requestsOf(scenario));
      return { job, requests: job.world!.regions.reduce((sum, { scenario }) => sum + all[scenario]!, 0) };
    });
}
