/** Figure 4 from its scenario. */
import { join, relative } from 'node:path';
import { namesOf } from '../metrics/definitions.ts';
import { charts } from '../report/charts.ts';
import { figure4 } from '../report/figure4.ts';
import { warningList } from '../report/summaryTable.ts';
import { wrap } from '../report/table.ts';
import { burstsOf } from '../report/timeline.ts';
import { trade } from '../report/trade.ts';
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { RunFlags } from './flags.ts';
import { claims } from './claims.ts';
import { header, keyTable, modelErrorTable, reading } from './outcomeText.ts';
import { packageFolder } from './package.ts';
import { runScenario, type RunToShow } from './runScenario.ts';
import type { Screen, Terminal } from './terminal.ts';

export function runFigure4(flags: RunFlags, terminal: Terminal): Promise<number> {
  const file = join(packageFolder(), 'scenarios', 'figure4.yaml');
  const near = relative('.', file);
  return runScenario(near.startsWith('..') ? file : near, flags, terminal, {
    command: 'figure4',
    figures: (summary, series, scenarioFile) => {
      const bursts = burstsIn(scenarioFile);
      const per = lasting(scenarioFile);
      const { warmup } = scenarioFile.cells[0]!.scenario;
      return [
        figure4(summary, series, { warmup, ...(bursts && { bursts }), ...(per && { per }) }),
        ...charts(summary, series, { warmup }).filter(({ name }) => !PANELS.includes(name)),
      ];
    },
    text,
  });
}

/** The bursts of the cells that have them. */
function burstsIn({ cells }: ScenarioFile): ReturnType<typeof burstsOf> {
  return cells.map(({ scenario }) => burstsOf(scenario.workload)).find((bursts) => bursts !== undefined);
}

/** What the counts are of, when that is an hour. */
function lasting({ cells }: ScenarioFile): string | null {
  const { duration, warmup } = cells[0]!.scenario;
  return duration !== null && duration - warmup === 3600 ? 'hour' : null;
}

const ASSUMED =
  "The paper gives no set-up for its Figure 4: this one is assumed, line by line in scenarios/figure4.yaml. The shape is the paper's, the numbers are not.";

/** Figures of any run that Figure 4 has as panels. */
const PANELS: readonly string[] = ['outcomes', 'cloud'];

/** What the three panels show, less the requests served, which are all that are not rejected; and what it does to people. */
const SHOWN: readonly string[] = namesOf('figure4');

/** A row for each cell, as README.md shows them. */
export function figure4Table(
  summary: Summary,
  screen: Pick<Screen, 'columns' | 'paint'>,
  folder: string,
): string {
  return keyTable(summary, screen, folder, SHOWN);
}

function text({ scenarioFile, outcome: { summary, findings }, folder }: RunToShow, screen: Screen): string {
  const { columns, paint } = screen;
  const warned = warningList(summary, { width: columns, paint });
  return `${[
    header(summary, screen, 'Figure 4'),
    wrap(ASSUMED, columns),
    figure4Table(summary, screen, folder),
    wrap(reading(summary), columns),
    ...trade(summary).map(({ text }) => wrap(text, columns)),
    ...modelErrorTable(summary, screen, folder, SHOWN),
    ...(scenarioFile.expect.length > 0 ? [claims(scenarioFile, summary, findings, screen)] : []),
    ...(warned === '' ? [] : [warned]),
  ].join('\n\n')}\n`;
}
