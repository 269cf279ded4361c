/** Maps of regions: a square for every region, a panel for every cell, shaded by a result. */
import { plain } from '../../../kernel/numbers.ts';
import { metricOf, namesOf } from '../../../metrics/definitions.ts';
import type { WorldResult } from '../../../regional.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { PERCENT } from '../../../report/format.ts';
import { INK } from '../../../report/palette.ts';
import { pictureWidth, sideBySide } from '../../../report/sideBySide.ts';
import type { Spec } from '../../../report/spec.ts';
import type { Summary } from '../../../results.ts';
import type { ScenarioFile } from '../../../scenario/scenario.ts';
import { placed, type Placed, type RegionSquare } from './regionPlaces.ts';

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
      color: {
        field: 'value',
        type: 'quantitative',
        title: null,
        scale: { scheme: 'cividis', reverse: true, zero: false },
        legend: { type: 'gradient', gradientLength: 240, orient: 'bottom', direction: 'horizontal' },
      },
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
