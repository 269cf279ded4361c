/** A figure of a few minutes of one run, request by request. */
import { busiest, timelineOf } from '../../explain/timeline.ts';
import { Logs } from '../../logs/logs.ts';
import { axes, cellName, hasEdge } from '../../report/axes.ts';
import { timelineFigure } from '../../explain/report/timeline.ts';
import type { Figure } from '../../report/figure.ts';
import type { Summary } from '../../results.ts';
import type { Setting } from '../../scenario/assemble.ts';
import type { Source } from '../../logs/source.ts';
import { foretold } from '../../scenario/known.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';

/** Most requests of a run that is repeated for it; most requests in the figure; its shortest length in seconds. */
const QUICK = 20_000;
const SHOWN = 80;
const LEAST = 60;

/**
 * The busiest minutes of the first run of the last cell that has machines: the last cell is mostly what a file is about.
 * No figure for runs that take long to repeat: `explain --from` draws any stretch of them.
 */
export function runMinutes(
  scenarioFile: ScenarioFile,
  { cells }: Summary,
  source: (name: string) => Source,
): Figure[] {
  const cell = cells.findLastIndex(hasEdge);
  if (cell < 0) return [];
  const summary = cells[cell]!;
  const arrived = summary.metrics['arrived']?.mean ?? 0;
  if (arrived < 1 || arrived > QUICK) return [];
  const { scenario } = scenarioFile.cells[cell]!;
  const setting: Setting = { seed: scenarioFile.seed, replication: 0, source, logs: new Logs(source) };
  const end = scenario.duration ?? scenario.warmup + (summary.recorded?.duration ?? 0);
  const whole = timelineOf(scenario, setting, { from: 0, to: end, steps: 1 });
  const seconds = Math.max(LEAST, Math.ceil((SHOWN * (end - scenario.warmup)) / arrived / LEAST) * LEAST);
  const { from, to } = busiest(whole, seconds);
  const { dates } = foretold(scenario, setting);
  const timeline = {
    ...timelineOf(scenario, setting, { from, to }),
    ...(dates && { shown: [dates.shown(from), dates.shown(to)] as const }),
  };
  if (timeline.bars.length + timeline.marks.length === 0) return [];
  const name = cells.length === 1 ? '' : ` (${cellName(summary, axes(cells))})`;
  const made = timelineFigure(timeline, { of: `The busiest minutes of one run${name}` });
  const again = `edgewise explain DIR${cells.length === 1 ? '' : ` --cell ${cell}`} --from ${from}s --to ${to}s`;
  return [
    { ...made, caption: `${made.caption} ${again} draws it again, --request N tells the story of one.` },
  ];
}
