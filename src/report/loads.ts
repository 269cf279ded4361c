/** The cells of a run as Figure 4 sees them: kinds of load, and under each the strategies. */
import type { CellSummary, Series, Summary } from '../results.ts';
import type { Label } from '../scenario/scenario.ts';
import { axes, cellName, spoken } from './axes.ts';
import { coloursOf } from './palette.ts';

/** Time series of every cell, in the order of the summary's cells; empty for a cell whose series were dropped. */
export type SeriesByCell = readonly (readonly Series[])[];

/** A strategy under one load. */
export interface LoadEntry {
  readonly label: Label;
  readonly name: string;
  readonly colour: string;
  readonly cell: CellSummary;
  /** The cell's number in the run. */
  readonly number: number;
  readonly series: readonly Series[];
}

export interface LoadGroup {
  readonly label: Label;
  /** Empty when there is only one. */
  readonly name: string;
  readonly entries: readonly LoadEntry[];
}

const STRATEGY = 'strategy';

/** Rows by everything that varies but the strategy; without a varied strategy the run is one entry. */
export function loadsOf({ cells, scenario }: Summary, series: SeriesByCell): LoadGroup[] {
  const varied = axes(cells);
  const others = varied.filter(({ path }) => path !== STRATEGY);
  const strategies = varied.find(({ path }) => path === STRATEGY)?.values ?? [scenario];
  const palette = coloursOf(strategies.length > 1 ? STRATEGY : null, strategies);
  const loads = new Map<string, { label: Label; name: string; entries: LoadEntry[] }>();
  cells.forEach((cell, i) => {
    const key = cellName(cell, others);
    const single = others.length === 1 ? cell.vary[others[0]!.path]! : key;
    const load = loads.get(key) ?? {
      label: single,
      name: others.length === 0 ? '' : others.length === 1 ? spoken(single) : key,
      entries: [],
    };
    const label = varied.some(({ path }) => path === STRATEGY) ? cell.vary[STRATEGY]! : scenario;
    const colour = palette[strategies.indexOf(label)] ?? palette[0]!;
    load.entries.push({ label, name: spoken(label), colour, cell, number: i, series: series[i] ?? [] });
    loads.set(key, load);
  });
  return [...loads.values()];
}

/** The load of that label; when none is named the one called bursty, else the last. */
export function shownLoad(loads: readonly LoadGroup[], label: Label | undefined): LoadGroup {
  return (
    loads.find((load) => load.label === label) ??
    loads.find((load) => /burst/i.test(load.name)) ??
    loads[loads.length - 1]!
  );
}

/** More than these are too many to show one below the other. */
const MOST_SHOWN = 4;

/** The strategies whose utilisation is shown: those that are said, else all where they are few, else two of them. */
export function shownEntries({ entries }: LoadGroup, labels: readonly Label[] | undefined): LoadEntry[] {
  if (labels === undefined && entries.length <= MOST_SHOWN) return [...entries];
  const by = (label: Label): LoadEntry | undefined => entries.find((entry) => entry.label === label);
  const found = (labels ?? ['random', 'loadAware']).flatMap((label) => by(label) ?? []);
  return found.length > 0 ? found : [entries[0]!, entries[entries.length - 1]!];
}
