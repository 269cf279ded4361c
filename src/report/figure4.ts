/** The paper's Figure 4 from a run: what the edge did, what went to the cloud, how evenly the devices worked. */
import type { Estimate, Summary } from '../results.ts';
import type { Label } from './axes.ts';
import { figure, type Figure } from './figure.ts';
import type { Spec } from './spec.ts';
import { money, rounded, scaleFor, text, type Scale } from './format.ts';
import { loadBars, type Bar } from './loadBars.ts';
import { loadsOf, shownEntries, shownLoad, type Entry, type Load, type SeriesByCell } from './loads.ts';
import { length, view, type Bursts } from './timeline.ts';
import { utilizationPanel } from './utilizationPanel.ts';
import { reach, span } from './whisker.ts';

/** What the figure shows besides the summary. */
export interface Figure4Options {
  /** When the bursts of the shown load come: they are shaded. */
  readonly bursts?: Bursts;
  /** Seconds at the start that count for nothing: panel c leaves them out too. */
  readonly warmup?: number;
  /** The load whose utilisation is shown; when not said, the one called bursty, else the last. */
  readonly load?: Label;
  /** The strategies whose utilisation is shown; when not said, all of up to four, else random and loadAware. */
  readonly pair?: readonly [Label, Label];
  /** What the counts are of, `hour`; when not said, `run`. */
  readonly per?: string;
}

const NOTE =
  'The set-up is assumed: the shape, not the numbers, is that of Figure 4 in Jang & Morabito (2025).';

const WIDTH = { outcomes: 250, redirected: 250, utilization: 330 };
const BAR = 19;
/** Between the rows of a panel, and a row's own title. */
const GAP = 14;
const ROW_TITLE = 20;
const MOST_POINTS = 160;

/**
 * Three panels: requests served and refused, tokens redirected and their cost, utilisation over time.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { figure4, read, run } from 'edgewise';
 *
 * const plan = read(readFileSync('scenarios/figure4.yaml', 'utf8'), { file: 'figure4.yaml' });
 * const { summary, findings } = await run(plan, { replications: 2 });
 * const series = plan.cells.map((_, cell) => findings.series(cell));
 * const { spec } = figure4(summary, series, { per: 'hour' });
 * console.log(Object.keys(spec).includes('hconcat')); // true
 * ```
 */
export function figure4(summary: Summary, series: SeriesByCell, options: Figure4Options = {}): Figure {
  const loads = loadsOf(summary, series);
  const shown = shownLoad(loads, options.load);
  const pair = shownEntries(shown, options.pair);
  const per = options.per ?? 'run';
  const strategies = Math.max(...loads.map(({ entries }) => entries.length));
  const whole = 2 * BAR * Math.max(6, loads.length * strategies) + 2 * ROW_TITLE + GAP;
  const heightOf = (rows: number): number => (whole - (rows - 1) * GAP) / rows - ROW_TITLE;
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
      outcomePanel(loads, heightOf(loads.length), per),
      redirectPanel(loads, heightOf(loads.length), per),
      overTime(shown, pair, heightOf(pair.length), options),
    ],
  });
}

function outcomePanel(loads: readonly Load[], height: number, per: string): Spec {
  const most = 1.13 * farthest(loads, ['edge.served', 'edge.rejected']);
  const rows = loads.map(({ name, entries }, i) =>
    loadBars({
      title: name || '\u00a0',
      bars: entries.flatMap(outcomes),
      parts: ['processed', 'rejected'],
      width: WIDTH.outcomes,
      height,
      most,
      counts: i === loads.length - 1 ? `Requests per ${per}` : null,
    }),
  );
  const key = 'Filled: processed by the edge; outlined: rejected by it';
  return panel('a', 'Requests processed and rejected', key, rows, GAP + 6);
}

function redirectPanel(loads: readonly Load[], height: number, per: string): Spec {
  const scale = scaleFor('tokens', [farthest(loads, ['cloud.tokens'])]);
  const most = 1.5 * farthest(loads, ['cloud.tokens']) * scale.factor;
  const unit =
    scale.unit === 'tokens' ? 'Tokens' : scale.unit.replace('k', 'Thousand').replace('M ', 'Million ');
  const rows = loads.map(({ name, entries }, i) =>
    loadBars({
      title: name || '\u00a0',
      bars: entries.map((entry) => redirected(entry, scale)),
      parts: ['tokens'],
      width: WIDTH.redirected,
      height,
      most,
      counts: i === loads.length - 1 ? `${unit} per ${per}` : null,
    }),
  );
  return panel(
    'b',
    'Tokens redirected to the cloud',
    `Bars: tokens; figures: their cost per ${per}`,
    rows,
    GAP + 6,
  );
}

function overTime(load: Load, pair: readonly Entry[], height: number, options: Figure4Options): Spec {
  const end = Math.max(0, ...load.entries.flatMap(({ series }) => series.map(length)));
  const warmup = Math.max(options.warmup ?? 0, load.entries[0]!.cell.warmup ?? 0);
  const shown = view(end, warmup, options.bursts, MOST_POINTS);
  const rows = pair.map((entry, i) =>
    utilizationPanel(entry, {
      width: WIDTH.utilization,
      height,
      view: shown,
      first: i === 0,
      last: i === pair.length - 1,
    }),
  );
  const over = shown.folds === null ? '' : `; over ${shown.folds} bursts of a run`;
  const key = `Thin: each device; strong: their mean${over}`;
  return panel(
    'c',
    `Device utilisation${load.name === '' ? '' : `, ${load.name.toLowerCase()} load`}`,
    key,
    rows,
    GAP,
  );
}

function panel(letter: string, heading: string, key: string, rows: readonly Spec[], spacing: number): Spec {
  const title = {
    text: `${letter}\u2003${heading}`,
    subtitle: key,
    fontSize: 14,
    offset: 10,
    frame: 'bounds',
  };
  return { title, spacing, vconcat: rows, resolve: { scale: { yOffset: 'independent' } } };
}

function outcomes({ name, colour, cell, number }: Entry): Bar[] {
  const arrived = cell.metrics['arrived']?.mean ?? 0;
  const bar = (part: string, estimate: Estimate | undefined): Bar => {
    const share = arrived > 0 ? `${rounded(((estimate?.mean ?? 0) / arrived) * 100, 0)} %` : '';
    const says = `${name}: ${text(estimate)} ${part}, ${share} of those that arrived`;
    return { cell: number, strategy: name, colour, part, ...span(estimate), label: share, says };
  };
  return [bar('processed', cell.metrics['edge.served']), bar('rejected', cell.metrics['edge.rejected'])];
}

function redirected({ name, colour, cell, number }: Entry, scale: Scale): Bar {
  const estimate = cell.metrics['cloud.tokens'];
  const label = money(cell.metrics['cloud.cost']);
  const says = `${name}: ${text(estimate, scale)} ${scale.unit} for ${label}`;
  return {
    cell: number,
    strategy: name,
    colour,
    part: 'tokens',
    ...span(estimate, scale.factor),
    label,
    says,
  };
}

/** The largest of these figures, intervals included; never 0, so that a scale can end there. */
function farthest(loads: readonly Load[], metrics: readonly string[]): number {
  const cells = loads.flatMap(({ entries }) => entries.map(({ cell }) => cell));
  const ends = cells.flatMap((cell) => metrics.map((metric) => reach(span(cell.metrics[metric]))));
  return Math.max(...ends) || 1;
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
function spokenList(loads: readonly Load[]): string {
  const names = loads.map(({ name }) => name.toLowerCase());
  if (names.length === 1) return names[0] === '' ? '' : ` under ${names[0]!} load`;
  return ` under ${names.length > 3 ? 'different loads' : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!} load`}`;
}
