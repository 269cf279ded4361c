/** The figures of a run, as `edgewise run` and `edgewise figure4` write them. Loaded on first use. */
import type { Round } from '../experiment/rounds.ts';
import { charts } from '../report/charts.ts';
import type { Figure } from '../report/figure.ts';
import { figure4 } from '../studies/figure4/report/figure.ts';
import { burstsOf } from '../report/timeline.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

/** Length of a run whose counts are per hour. */
const HOUR = 3600;

export function figuresOf(scenarioFile: ScenarioFile, { summary, findings }: Round): Figure[] {
  const { cells } = scenarioFile;
  const series = cells.map((_, cell) => findings.series(cell));
  const bursts = cells.map(({ scenario }) => burstsOf(scenario.workload)).find((one) => one !== undefined);
  const { duration, warmup } = cells[0]!.scenario;
  const isHour = duration !== null && duration - warmup === HOUR;
  return [
    ...charts(summary, series, { warmup: Math.min(...cells.map(({ scenario }) => scenario.warmup)) }),
    figure4(summary, series, { warmup, ...(bursts && { bursts }), ...(isHour && { per: 'hour' }) }),
  ];
}
