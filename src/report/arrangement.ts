/** How the cells of a run are laid out in a chart: along a scale, by colour, in small pictures side by side. */
import { metricOf } from '../metrics/definitions.ts';
import { parseRate, parseSeconds, parseShare } from '../kernel/units.ts';
import type { CellSummary, Estimate, Series, Summary } from '../results.ts';
import { amounts, axes, cellName, spoken, type NamedAxis } from './axes.ts';
import { quiet, type AxisScale as Shown, scaleOf } from './format.ts';
import type { SeriesByCell } from './loads.ts';
import { coloursOf } from './palette.ts';

export interface Scale {
  readonly axis: NamedAxis;
  /** The axis by name; its values carry their units. */
  readonly title: string;
  /** Its values, with what the file calls them. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly logarithmic: boolean;
}

export interface PlacedCell {
  readonly cell: CellSummary;
  /** The cell's number in the run: rows of a figure's data carry it, so that the reader of a page can switch cells off. */
  readonly number: number;
  readonly series: readonly Series[];
  /** Along the scale, if there is one. */
  readonly at: number;
  /** What is told apart by colour. */
  readonly kind: string;
  /** Which small picture. */
  readonly picture: string;
  /** The cell in words. */
  readonly name: string;
}

export interface Arrangement {
  readonly places: readonly PlacedCell[];
  /** Three or more numbers that vary; null when nothing of the kind does. */
  readonly scale: Scale | null;
  /** The path of what the colours stand for; null when there is one only. */
  readonly kindAxis: string | null;
  /** The same by name; empty when there is one only. */
  readonly kindTitle: string;
  readonly kinds: readonly string[];
  readonly colours: readonly string[];
  readonly pictures: readonly string[];
}

/** More values than this cannot be told apart by colour. */
const MOST_KINDS = 8;

export function arrange(summary: Summary, series: SeriesByCell): Arrangement {
  const { cells } = summary;
  const varied = axes(cells);
  const scale = longest(varied);
  const others = varied.filter((axis) => axis !== scale?.axis);
  const kind =
    others.find(({ path, values }) => path === 'strategy' && values.length <= MOST_KINDS) ??
    others.filter(({ values }) => values.length <= MOST_KINDS).at(-1);
  const rest = others.filter((axis) => axis !== kind);
  const numbers = scale && amounts(scale.axis, parse);
  const places = cells.map((cell, i): PlacedCell => ({
    cell,
    number: i,
    series: series[i] ?? [],
    at: numbers?.[scale!.axis.values.indexOf(cell.vary[scale!.axis.path]!)] ?? 0,
    kind: kind ? spoken(cell.vary[kind.path]!) : quiet(summary.scenario),
    picture:
      rest.length === 1 && rest[0]!.values.every((value) => typeof value === 'string')
        ? spoken(cell.vary[rest[0]!.path]!)
        : rest.length === 0
          ? ''
          : cellName(cell, rest),
    name: varied.length === 0 ? quiet(summary.scenario) : cellName(cell, varied),
  }));
  const kinds = [...new Set(places.map((place) => place.kind))];
  const pictures = [...new Set(places.map(({ picture }) => picture))];
  return {
    places,
    scale,
    kindAxis: kind?.path ?? null,
    kindTitle: kind?.name ?? '',
    kinds,
    colours: kind ? coloursOf(kind.path, kind.values) : coloursOf(null, kinds),
    pictures,
  };
}

/** A figure of a place. */
export const metric =
  (name: string) =>
  ({ cell }: PlacedCell): Estimate | undefined =>
    cell.metrics[name];

/** The scale that a figure is shown in, the same in all places. */
export function shown({ places }: Arrangement, name: string): Shown {
  return scaleOf(name, places.map(metric(name)));
}

/** Whether a figure is anywhere something but 0. */
export function known({ places }: Arrangement, name: string): boolean {
  return places.some(({ cell }) => (cell.metrics[name]?.mean ?? 0) !== 0);
}

/** What an axis says of a figure. */
export function titled(name: string, { unit }: Shown): string {
  return unit === '' ? metricOf(name).long : `${metricOf(name).long} (${unit})`;
}

/** The axis of numbers with the most values, if it has three. */
function longest(varied: readonly NamedAxis[]): Scale | null {
  const found = varied
    .filter((axis) => axis.values.length >= 3 && amounts(axis, parse) !== undefined)
    .sort((a, b) => b.values.length - a.values.length)[0];
  if (!found) return null;
  const numbers = amounts(found, parse)!;
  const least = Math.min(...numbers);
  return {
    axis: found,
    title: found.name,
    marks: numbers.map((at, i) => ({ at, label: quiet(found.values[i]!) })),
    logarithmic: least > 0 && Math.max(...numbers) / least >= 20,
  };
}

const READERS: readonly ((text: string) => number | undefined)[] = [
  (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)),
  parseSeconds,
  parseRate,
  parseShare,
];

function parse(text: string): number | undefined {
  for (const read of READERS) {
    const number = read(text);
    if (number !== undefined) return number;
  }
  return undefined;
}
