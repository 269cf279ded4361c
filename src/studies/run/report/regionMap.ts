/** Maps of regions: a square for every region, a block for every kind, where the file has coordinates at its place, shaded by a result. */
import { plain } from '../../../kernel/numbers.ts';
import { metricOf, namesOf } from '../../../metrics/definitions.ts';
import type { WorldResult } from '../../../regional.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { PERCENT } from '../../../report/format.ts';
import { INK } from '../../../report/palette.ts';
import { pictureWidth, sideBySide, quantity } from '../../../report/layers.ts';
import type { Summary } from '../../../results.ts';
import type { ScenarioFile, RegionKind } from '../../../scenario/scenario.ts';

/** Most panels of a figure. */
const MOST_CELLS = 12;

interface Square extends Omit<RegionSquare, 'regions'> {
  readonly picture: string;
  readonly cell: number;
  readonly value: number;
  readonly says: string;
}

/**
 * Empty without regions; else one for each metric that differs between regions. `worlds` has the means over replications
 * of each cell.
 */
export function regionMaps(
  scenarioFile: ScenarioFile,
  summary: Summary,
  worlds: readonly (WorldResult | null)[],
): Figure[] {
  const varied = axes(summary.cells);
  const cells = summary.cells.flatMap((cell, number) => {
    const world = worlds[number];
    return world ? [{ number, world, picture: cellName(cell, varied) }] : [];
  });
  const [first] = cells;
  if (!first || first.world.names.length < 2) return [];
  const places = placed(scenarioFile.cells[first.number]!.scenario.regions!);
  const shown = cells.slice(0, MOST_CELLS);
  return namesOf('map').flatMap((metric) => {
    const squares = shown.flatMap(({ number, world, picture }) =>
      squaresOf(metric, world, places).map((one): Square => ({ ...one, picture, cell: number })),
    );
    const differs = squares.some(({ value }) => value !== squares[0]!.value);
    return differs ? [mapFigure(metric, squares, places, shown)] : [];
  });
}

/** In per cent, averaged over the regions of a square. */
function squaresOf(
  metric: string,
  { figures, names, rows }: WorldResult,
  { squares }: Placed,
): Omit<Square, 'picture' | 'cell'>[] {
  const [place, arrived] = [figures.indexOf(metric), figures.indexOf('arrived')];
  if (place < 0) return [];
  const { count } = metricOf(metric);
  return squares.flatMap(({ regions: [from, to], ...corners }) => {
    let sum = 0;
    let of = 0;
    for (let i = from; i < to; i++) {
      const value = rows[i * figures.length + place]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      of += count ? rows[i * figures.length + arrived]! : 1;
    }
    if (of === 0) return [];
    const value = (PERCENT.factor * sum) / of;
    const name = to - from === 1 ? names[from]! : `${names[from]!} to ${names[to - 1]!}`;
    return [{ ...corners, value, says: `${name}: ${plain(value)} %` }];
  });
}

function mapFigure(
  metric: string,
  squares: readonly Square[],
  { labels, width: across, height: down, each, isMap }: Placed,
  cells: readonly { readonly picture: string }[],
): Figure {
  const { long, count, short } = metricOf(metric);
  const pictures = cells.map(({ picture }) => picture);
  const title = count ? `${long} (% of what arrived there)` : `${long} (%)`;
  const widths = [420, 300] as const;
  const width = pictureWidth(pictures.length, widths);
  const axis = { axis: null, scale: { nice: false, zero: false, domain: [0, across] } };
  const x = { field: 'x', type: 'quantitative', ...axis };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { nice: false, zero: false, domain: [down, 0] },
  };
  const marks: Spec = {
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x,
      x2: { field: 'x2' },
      y,
      y2: { field: 'y2' },
      color: quantity('value', null, {
        scale: { scheme: 'cividis', reverse: true, zero: false },
        legend: { type: 'gradient', gradientLength: 240, orient: 'bottom', direction: 'horizontal' },
      }),
      tooltip: { field: 'says' },
    },
  };
  const names: Spec = {
    data: { values: labels },
    mark: { type: 'text', align: 'left', baseline: 'bottom', dy: -2, fontSize: 11, color: INK },
    encoding: { x, y, text: { field: 'name' } },
  };
  const numbers = squares.some(({ number }) => number !== undefined) ? [numbersIn(squares, { x, y })] : [];
  const view = { height: Math.round((width * down) / across), layer: [marks, ...numbers, names] };
  const made = figure(
    `regions-${metric}`,
    title,
    sideBySide({ values: squares, pictures, widths, view }),
    each === 1 ? 'A square is a region' : `A square is ${each} regions of a kind, their mean`,
  );
  const where = isMap
    ? 'A block for each kind of region, where the file places it.'
    : 'A block for each kind of region, its regions in their order from the left and from the top.';
  return { ...made, caption: where, choice: { of: 'Regions', label: short } };
}

/** Squares are light up to this share of the scale, and dark above, in a dark theme too. */
const PALE = 0.55;

/** The number of each square in its corner. */
function numbersIn(squares: readonly Square[], place: Spec): Spec {
  const values = squares.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const dark = `datum.value > ${least + PALE * (most - least)}`;
  return {
    mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, dy: 4, fontSize: 11 },
    encoding: {
      ...place,
      text: { condition: { test: 'isValid(datum.number)', field: 'number' }, value: '' },
      color: { condition: { test: dark, value: 'white' }, value: 'black' },
    },
  };
}

/** Most squares; with more regions, several share one. */
const MOST_SQUARES = 2500;
/** Distance of blocks in block widths; and space for the name above one, per block in a row. */
const PITCH = 1.12;
const NAME = 0.07;
/** Most blocks across a map: larger distances are reduced. */
const WIDEST = 10;
/** Most squares, of a kind and in all, that are numbered. */
const NUMBERED = { side: 4, all: 64 };
/** Gap between the smallest squares as a share of their size; larger ones have the same gap. */
const GAP = 0.07;

interface RegionSquare {
  /** The regions that share it: the first, and one past the last. */
  readonly regions: readonly [number, number];
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Its number within its kind, if there is room; missing for the only one of a kind. */
  readonly number?: string;
}

interface Placed {
  readonly squares: readonly RegionSquare[];
  readonly labels: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  /** Size of the panel, in blocks. */
  readonly width: number;
  readonly height: number;
  /** Regions per square. */
  readonly each: number;
  /** Whether the file has coordinates. */
  readonly isMap: boolean;
}

export function placed(kinds: readonly RegionKind[]): Placed {
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const each = Math.ceil(total / MOST_SQUARES);
  const most = Math.max(...kinds.map(({ count }) => Math.ceil(count / each)));
  const finest = Math.ceil(Math.sqrt(most));
  const isMap = kinds.every(({ at }) => at !== null);
  const corners = isMap ? cornersOf(kinds.map(({ at }) => at!)) : inRows(kinds.length);
  const across = Math.max(...corners.map(([column]) => column)) + 1;
  const name = NAME * across;
  const squares: RegionSquare[] = [];
  const labels: Placed['labels'][number][] = [];
  let first = 0;
  kinds.forEach(({ name: called, count }, k) => {
    const [left, top] = [corners[k]![0] * PITCH, corners[k]![1] * (PITCH + name) + name];
    labels.push({ name: called, x: left, y: top });
    // Few regions fill their block, with squares of at most twice the width.
    const side = Math.max(Math.ceil(finest / 2), Math.ceil(Math.sqrt(Math.ceil(count / each))));
    const wide = 1 / side - GAP / finest;
    const numbered = each === 1 && count > 1 && side <= NUMBERED.side && total <= NUMBERED.all;
    for (let i = 0; i * each < count; i++) {
      const [x, y] = [left + (i % side) / side, top + Math.floor(i / side) / side];
      const regions = [first + i * each, first + Math.min(count, (i + 1) * each)] as const;
      const corners = { x, y, x2: x + wide, y2: y + wide };
      squares.push({ regions, ...corners, ...(numbered && { number: String(i + 1) }) });
    }
    first += count;
  });
  return {
    squares,
    labels,
    width: Math.max(...squares.map(({ x2 }) => x2)),
    height: Math.max(...squares.map(({ y2 }) => y2)),
    each,
    isMap,
  };
}

type Corner = readonly [column: number, row: number];

/** Rows of about equal length and number. */
function inRows(count: number): Corner[] {
  const across = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, k): Corner => [k % across, Math.floor(k / across)]);
}

/** Scaled so that the nearest two are one block apart and none overlap; y points upwards. */
function cornersOf(places: readonly (readonly [number, number])[]): Corner[] {
  const spread = (axis: 0 | 1): { low: number; step: number } => {
    const values = [...new Set(places.map((place) => place[axis]))].sort((a, b) => a - b);
    const gaps = values.slice(1).map((value, i) => value - values[i]!);
    const [low, most] = [values[0]!, values.at(-1)! - values[0]!];
    return { low, step: Math.max(Math.min(...gaps, Infinity), most / WIDEST) };
  };
  const [across, up] = [spread(0), spread(1)];
  const top = Math.max(...places.map(([, y]) => y));
  const steps = (distance: number, step: number): number => (Number.isFinite(step) ? distance / step : 0);
  return places.map(([x, y]): Corner => [steps(x - across.low, across.step), steps(top - y, up.step)]);
}
