/** The paper's Figure 4: a run of its scenario with its own figures and text. */
import { given } from '../../kernel/given.ts';
import type { ExperimentOutcome } from '../../experiment/experiment.ts';
import { namesOf } from '../../metrics/definitions.ts';
import { charts } from '../../report/charts.ts';
import { figure4 } from './report/figure.ts';
import { warningList } from '../../report/summaryTable.ts';
import { wrap } from '../../report/table.ts';
import { tenantTables } from '../../report/tenantTable.ts';
import { burstsOf } from '../../report/timeline.ts';
import { trade } from '../../report/trade.ts';
import type { Summary } from '../../results.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';
import { runStudy, type RunStudyOptions } from '../run/study.ts';
import { header, keyTable, modelErrorTable, reading, signText } from '../run/report/text.ts';
import type { Study, TextPlace, TextScreen } from '../study.ts';
import { claimCases } from './claims.ts';
import { claims } from './report/claims.ts';

export function figure4Study(scenarioFile: ScenarioFile, options: RunStudyOptions): Study<Summary> {
  return runStudy(scenarioFile, options, {
    figures(summary, series) {
      const bursts = burstsIn(scenarioFile);
      const per = lasting(scenarioFile);
      const { warmup } = scenarioFile.cells[0]!.scenario;
      return [
        figure4(summary, series, { warmup, ...(bursts && { bursts }), ...(per && { per }) }),
        ...charts(summary, series, { warmup }).filter(({ name }) => !PANELS.includes(name)),
      ];
    },
    text: (outcome, screen, place) => figure4Text(scenarioFile, outcome, screen, place),
  });
}

/** The bursts of the cells that have them. */
function burstsIn({ cells }: ScenarioFile): ReturnType<typeof burstsOf> {
  return cells.map(({ scenario }) => burstsOf(scenario.workload)).find((bursts) => bursts !== undefined);
}

/** The period of the counts, if it is an hour. */
function lasting({ cells }: ScenarioFile): string | null {
  const { duration, warmup } = cells[0]!.scenario;
  return duration !== null && duration - warmup === 3600 ? 'hour' : null;
}

const ASSUMED =
  "The paper gives no set-up for its Figure 4: this one is assumed, line by line in scenarios/figure4.yaml. The shape is the paper's, the numbers are not.";

/** General figures of a run that Figure 4 replaces by its panels. */
const PANELS: readonly string[] = ['outcomes', 'cloud'];

/** Metrics of the three panels, without requests served, which complement the rejected ones; and metrics of latency. */
const SHOWN: readonly string[] = namesOf('figure4');

/** A row for each cell, as README.md shows them. */
export function figure4Table(summary: Summary, screen: TextScreen, folder: string): string {
  return keyTable(summary, screen, folder, SHOWN);
}

function figure4Text(
  scenarioFile: ScenarioFile,
  { summary, findings }: ExperimentOutcome,
  screen: TextScreen,
  { folder, tenants = false }: TextPlace,
): string {
  const { columns, paint } = screen;
  const options = { width: columns, paint };
  const warned = warningList(summary, options);
  return `${given([
    header(summary, screen, 'Figure 4'),
    wrap(ASSUMED, columns),
    figure4Table(summary, screen, folder),
    wrap(`${reading(summary)}${signText(summary, SHOWN)}`, columns),
    ...trade(summary).map(({ text }) => wrap(text, columns)),
    ...modelErrorTable(summary, screen, folder, SHOWN),
    scenarioFile.expect.length > 0 &&
      claims(scenarioFile, summary, claimCases(scenarioFile, findings), screen),
    warned !== '' && warned,
    tenants && tenantTables(summary, options),
  ]).join('\n\n')}\n`;
}
