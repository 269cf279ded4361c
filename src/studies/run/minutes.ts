/** A few minutes of one of the runs, request by request, as a figure among the others. */
import { busiest } from '../../explain/busiest.ts';
import { timelineOf } from '../../explain/timeline.ts';
import { axes, cellName, hasEdge } from '../../report/axes.ts';
import { timelineFigure } from '../../explain/report/timeline.ts';
import type { Figure } from '../../report/figure.ts';
import type { Summary } from '../../results.ts';
import type { Setting } from '../../scenario/assemble.ts';
import type { Source } from '../../logs/source.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';

/** Requests of a run that is quickly made again; those of a figure; and seconds of it at least. */
const QUICK = 20_000;
const SHOWN = 80;
const LEAST = 60;

/**
 * The busiest minutes of the first run of the last cell that has machines: what a file is about comes last in it. None of
 * a run that takes long to make again: `explain --from` draws any stretch of it.
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
  const setting: Setting = { seed: scenarioFile.seed, replication: 0, source };
  const end = scenario.duration ?? scenario.warmup + (summary.recorded?.duration ?? 0);
  const whole = timelineOf(scenario, setting, { from: 0, to: end, steps: 1 });
  const seconds = Math.max(LEAST, Math.ceil((SHOWN * (end - scenario.warmup)) / arrived / LEAST) * LEAST);
  const { from, to } = busiest(whole, seconds);
  const timeline = timelineOf(scenario, setting, { from, to });
  if (timeline.bars.length + timeline.marks.length === 0) return [];
  const name = cells.length === 1 ? '' : ` (${cellName(summary, axes(cells))})`;
  const made = timelineFigure(timeline, { of: `The busiest minutes of one run${name}` });
  const again = `edgewise explain DIR${cells.length === 1 ? '' : ` --cell ${cell}`} --from ${from}s --to ${to}s`;
  return [
    { ...made, caption: `${made.caption} ${again} draws it again, --request N tells the story of one.` },
  ];
}
