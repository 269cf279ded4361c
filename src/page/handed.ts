/** The figures of a run as the command line has them, loaded when first wanted. */
import type { Round } from '../experiment/rounds.ts';
import { charts } from '../report/charts.ts';
import { themed, type Figure } from '../report/figure.ts';
import { figure4Panels, type Figure4PanelOptions } from '../report/figure4.ts';
import { burstsOf } from '../report/timeline.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

export function figuresOf(
  scenarioFile: ScenarioFile,
  { summary, findings }: Round,
  { width, theme }: Required<Pick<Figure4PanelOptions, 'width' | 'theme'>>,
): Figure[] {
  const series = scenarioFile.cells.map((_, cell) => findings.series(cell));
  const bursts = scenarioFile.cells
    .map(({ scenario }) => burstsOf(scenario.workload))
    .find((one) => one !== undefined);
  const more = { ...(bursts && { bursts }), warmup: scenarioFile.cells[0]!.scenario.warmup };
  return [
    ...figure4Panels(summary, series, { ...more, width, theme }),
    ...charts(summary, series, more).map((made) => themed(made, theme)),
  ];
}
