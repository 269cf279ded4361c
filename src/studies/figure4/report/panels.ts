/** The three panels of Figure 4: requests served and refused, tokens redirected and their cost, utilisation over time. */
import { scaleFor } from '../../../report/format.ts';
import { cloudBar, countBar, loadBars, type LoadBar } from '../../../report/loadBars.ts';
import type { LoadEntry, LoadGroup } from '../../../report/loads.ts';
import type { Spec } from '../../../report/figure.ts';
import { length, view, type Bursts } from '../../../report/timeline.ts';
import { utilizationPanel } from '../../../report/utilizationPanel.ts';
import { reach, span } from '../../../report/layers.ts';

const BAR = 19;
/** Space between the rows of a panel, and the height of a row's title. */
const GAP = 14;
const ROW_TITLE = 20;
const MOST_POINTS = 160;

/** The size of a panel, and the period of its counts. */
interface PanelSize {
  readonly width: number;
  /** Height of each row. */
  readonly height: number;
}

interface Counted extends PanelSize {
  readonly per: string;
}

/** Row heights by number of rows, so that all panels have the same height. */
export function heights(loads: readonly LoadGroup[]): (rows: number) => number {
  const strategies = Math.max(...loads.map(({ entries }) => entries.length));
  const whole = 2 * BAR * Math.max(6, loads.length * strategies) + 2 * ROW_TITLE + GAP;
  return (rows) => (whole - (rows - 1) * GAP) / rows - ROW_TITLE;
}

export function outcomePanel(loads: readonly LoadGroup[], { width, height, per }: Counted): Spec {
  const most = 1.13 * farthest(loads, ['edge.served', 'edge.rejected']);
  const rows = loads.map(({ name, entries }, i) =>
    loadBars({
      title: name || '\u00a0',
      bars: entries.flatMap(outcomes),
      parts: ['processed', 'rejected'],
      width,
      height,
      most,
      counts: i === loads.length - 1 ? `Requests per ${per}` : null,
    }),
  );
  const key = 'Filled: processed by the edge; outlined: rejected by it';
  return panel('a', 'Requests processed and rejected', key, rows, GAP + 6);
}

/** Units of tokens, written out for a title. */
const TOKENS: Readonly<Record<string, string>> = {
  tokens: 'Tokens',
  'k tokens': 'Thousand tokens',
  'M tokens': 'Million tokens',
};

export function redirectPanel(loads: readonly LoadGroup[], { width, height, per }: Counted): Spec {
  const scale = scaleFor('tokens', [farthest(loads, ['cloud.tokens'])]);
  const most = 1.5 * farthest(loads, ['cloud.tokens']) * scale.factor;
  const unit = TOKENS[scale.unit] ?? scale.unit;
  const rows = loads.map(({ name, entries }, i) =>
    loadBars({
      title: name || '\u00a0',
      bars: entries.map((entry) => cloudBar({ ...entry, strategy: entry.name }, scale)),
      parts: ['tokens'],
      width,
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

/** Options of panel c. */
interface OverTimeOptions {
  readonly bursts?: Bursts;
  readonly warmup?: number;
}

export function overTime(
  load: LoadGroup,
  pair: readonly LoadEntry[],
  { width, height }: PanelSize,
  options: OverTimeOptions,
): Spec {
  const end = Math.max(0, ...load.entries.flatMap(({ series }) => series.map(length)));
  const warmup = Math.max(options.warmup ?? 0, load.entries[0]!.cell.warmup ?? 0);
  const shown = view(end, warmup, options.bursts, MOST_POINTS);
  const rows = pair.map((entry, i) =>
    utilizationPanel(entry, {
      width,
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

function outcomes(entry: LoadEntry): LoadBar[] {
  const of = { ...entry, strategy: entry.name };
  return [countBar(of, 'processed', 'edge.served'), countBar(of, 'rejected', 'edge.rejected')];
}

/** The largest value of these metrics, intervals included; never 0, so that a scale can end there. */
function farthest(loads: readonly LoadGroup[], metrics: readonly string[]): number {
  const cells = loads.flatMap(({ entries }) => entries.map(({ cell }) => cell));
  const ends = cells.flatMap((cell) => metrics.map((metric) => reach(span(cell.metrics[metric]))));
  return Math.max(...ends) || 1;
}
