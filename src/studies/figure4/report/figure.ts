/** The paper's Figure 4 from a run: requests served and refused, traffic to the cloud, and how evenly devices worked. */
import type { Summary } from '../../../results.ts';
import type { Label } from '../../../scenario/scenario.ts';
import { figure, themed, type Figure, type Theme, type Spec } from '../../../report/figure.ts';
import { heights, outcomePanel, overTime, redirectPanel } from './panels.ts';
import {
  loadsOf,
  shownEntries,
  shownLoad,
  type LoadGroup,
  type SeriesByCell,
} from '../../../report/loads.ts';
import type { Bursts } from '../../../report/timeline.ts';

/** Options of Figure 4. */
export interface Figure4Options {
  /** When the load shown has bursts; they are shaded. */
  readonly bursts?: Bursts;
  /** Warm-up in seconds, which panel c leaves out too. */
  readonly warmup?: number;
  /** The load whose utilisation is shown; by default the one called bursty, else the last. */
  readonly load?: Label;
  /** The strategies whose utilisation is shown; by default all of up to four, else random and loadAware. */
  readonly pair?: readonly [Label, Label];
  /** The period that counts refer to, such as `hour`; `run` by default. */
  readonly per?: string;
}

const NOTE =
  'The set-up is assumed: the shape, not the numbers, is that of Figure 4 in Jang & Morabito (2025).';

const WIDTH = { outcomes: 250, redirected: 250, utilization: 330 };

/**
 * Three panels: requests served and refused, tokens redirected and their cost, utilisation over time.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { figure4, read, run } from 'edgewise';
 *
 * const file = read(readFileSync('scenarios/figure4.yaml', 'utf8'), { file: 'figure4.yaml' });
 * const { summary, findings } = await run(file, { replications: 2 });
 * const series = file.cells.map((_, cell) => findings.series(cell));
 * const { spec } = figure4(summary, series, { per: 'hour' });
 * console.log(Object.keys(spec).includes('hconcat')); // true
 * ```
 */
export function figure4(summary: Summary, series: SeriesByCell, options: Figure4Options = {}): Figure {
  const loads = loadsOf(summary, series);
  const shown = shownLoad(loads, options.load);
  const pair = shownEntries(shown, options.pair);
  const per = options.per ?? 'run';
  const heightOf = heights(loads);
  const title = `Choosing a device${spokenList(loads)}`;
  return figure('figure4', `Figure 4: ${title.toLowerCase()}. ${NOTE}`, {
    title: {
      text: title,
      subtitle: [NOTE, caption(summary)],
      fontSize: 17,
      subtitleFontSize: 13,
      offset: 16,
      frame: 'bounds',
    },
    spacing: 36,
    hconcat: [
      outcomePanel(loads, { width: WIDTH.outcomes, height: heightOf(loads.length), per }),
      redirectPanel(loads, { width: WIDTH.redirected, height: heightOf(loads.length), per }),
      overTime(shown, pair, { width: WIDTH.utilization, height: heightOf(pair.length) }, options),
    ],
  });
}

function caption({ cells, modelError }: Summary): string {
  const fewest = Math.min(...cells.map(({ replications }) => replications));
  const most = Math.max(...cells.map(({ replications }) => replications));
  if (most <= 1) return 'One replication, and so no intervals.';
  const runs = fewest === most ? String(most) : `${fewest} to ${most}`;
  const model = modelError ? ', the grey bands behind them the uncertainty of the device profiles' : '';
  return `Means over ${runs} replications; whiskers are 95 % intervals${model}.`;
}

/** ` under steady and bursty load`. */
function spokenList(loads: readonly LoadGroup[]): string {
  const names = loads.map(({ name }) => name.toLowerCase());
  if (names.length === 1) return names[0] === '' ? '' : ` under ${names[0]!} load`;
  return ` under ${names.length > 3 ? 'different loads' : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!} load`}`;
}

/** Options of the panels of Figure 4. */
export interface Figure4PanelOptions extends Figure4Options {
  /** Approximate width of each panel in pixels, with axis and labels. */
  readonly width?: number;
  readonly theme?: Theme;
}

/** Pixels of a panel's axis and labels. */
const BESIDE = 130;

/** The three panels as separate figures: side by side on a wide page, below each other on a narrow one. */
export function figure4Panels(
  summary: Summary,
  series: SeriesByCell,
  options: Figure4PanelOptions = {},
): Figure[] {
  const { width = 450, theme = 'light', per = 'run' } = options;
  const loads = loadsOf(summary, series);
  const shown = shownLoad(loads, options.load);
  const pair = shownEntries(shown, options.pair);
  const heightOf = heights(loads);
  const room = Math.max(120, width - BESIDE);
  const bars = { width: room, height: heightOf(loads.length), per };
  const made: readonly (readonly [name: string, title: string, panel: Spec])[] = [
    ['figure4-a', 'Requests processed and rejected', outcomePanel(loads, bars)],
    ['figure4-b', 'Tokens redirected to the cloud', redirectPanel(loads, bars)],
    [
      'figure4-c',
      'Device utilisation over time',
      overTime(shown, pair, { width: room, height: heightOf(pair.length) }, options),
    ],
  ];
  return made.map(([name, title, panel]) => themed(figure(name, title, panel), theme));
}
