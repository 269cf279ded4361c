/** The figures of a run, as `edgewise run` writes them and, of all loads in one, as `edgewise figure4` does. Loaded when first wanted. */
import type { Round } from '../experiment/rounds.ts';
import { charts } from '../report/charts.ts';
import type { Figure } from '../report/figure.ts';
import { figure4 } from '../studies/figure4/report/figure.ts';
import { burstsOf } from '../report/timeline.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

/** Seconds of a run whose counts are of an hour. */
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
