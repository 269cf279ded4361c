/** Figures of U and PCR over alpha: for edge, cloud and both in every cell, and for the cells compared. */
import type { Sensitivity } from '../result.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { nominal, sideBySide, quantity } from '../../../report/layers.ts';
import { plain } from '../../../report/format.ts';
import { list } from '../../../kernel/words.ts';
import { CLOUD, EDGE, INK, QUIET, SOFT } from '../../../report/palette.ts';
import { cellLook, cellNames } from './cells.ts';

const NAMES: Readonly<Record<string, string>> = { edge: 'edge', cloud: 'cloud', all: 'both, as they come' };
const PLATFORMS: Readonly<Record<string, string>> = { edge: EDGE, cloud: CLOUD, all: INK };
const DASHES: Readonly<Record<string, readonly number[]>> = { edge: [1, 0], cloud: [6, 3], all: [2, 2] };
const MEASURES: Readonly<Record<string, string>> = {
  utility: 'Utility, U = alpha Q + (1 - alpha) R',
  pcr: 'PCR, utility per cent of cost',
};

export function alphaFigures(study: Sensitivity): Figure[] {
  return Object.keys(MEASURES).flatMap((measure) => {
    const lines = study.alpha.lines.filter((line) => line.measure === measure);
    if (lines.length === 0) return [];
    const blends = lines.filter(({ platform }) => platform === 'all');
    return [
      platformFigure(study, measure, lines),
      ...(study.cells.length > 1 && blends.length > 1 ? [cellFigure(study, measure, blends)] : []),
    ];
  });
}

/** A piece of the line itself. */
const STROKE = { symbolType: 'stroke', symbolSize: 500, symbolStrokeWidth: 2.5, symbolOpacity: 1 };

const POWERS: readonly number[] = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4, 1e5];

type Lines = Sensitivity['alpha']['lines'];

const X = quantity('alpha', 'alpha, the weight of quality', {
  scale: { domain: [0, 1], nice: false },
  axis: { grid: false, domain: true, ticks: true, tickCount: 5 },
});

/** An answer per cent is some hundred times cheaper at the edge: PCR needs a logarithmic axis. */
function heightAxis(measure: string, lines: Lines): Spec {
  const all = lines.flatMap(({ at }) => at.map(({ mean }) => mean)).filter((mean) => mean > 0);
  const logarithmic = measure === 'pcr' && Math.max(...all) > 20 * Math.min(...all);
  return {
    type: 'quantitative',
    title: MEASURES[measure],
    scale: logarithmic ? { type: 'log', nice: false } : { zero: measure === 'pcr', nice: true },
    ...(logarithmic && { axis: { format: '~r', values: POWERS } }),
  };
}

function lineLayers(y: Spec, color: Spec, strokeDash: Spec): Spec[] {
  const only = [{ filter: 'isValid(datum.mean)' }];
  return [
    {
      transform: only,
      mark: { type: 'area', opacity: 0.22 },
      encoding: { x: X, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      transform: only,
      mark: { type: 'line', strokeWidth: 2.2 },
      encoding: { x: X, y: { ...y, field: 'mean' }, color, strokeDash, tooltip: { field: 'says' } },
    },
  ];
}

function rows(line: Lines[number], kind: string, picture: string): object[] {
  return line.at.map(({ alpha, mean, ci95 }) => ({
    alpha,
    mean,
    low: ci95?.[0] ?? mean,
    high: ci95?.[1] ?? mean,
    kind,
    picture,
    says: `${kind}, alpha ${alpha}: ${plain(mean)}`,
  }));
}

function platformFigure({ cells, alpha, design }: Sensitivity, measure: string, lines: Lines): Figure {
  const names = cellNames(cells);
  const kinds = Object.keys(NAMES).filter((one) => lines.some(({ platform }) => platform === one));
  const values = lines.flatMap((line) => rows(line, NAMES[line.platform]!, names[line.cell]!));
  const crossings = alpha.contests
    .filter((one) => one.measure === measure && one.between === 'platforms')
    .flatMap(({ where, crossings }) => {
      const cell = cells.findIndex((labels) =>
        Object.entries(where).every(([path, label]) => labels[path] === label),
      );
      return crossings.map((one) => mark(one, names[cell]!));
    });
  const by = (range: readonly unknown[]): Spec =>
    nominal(
      'kind',
      kinds.map((one) => NAMES[one]!),
      range,
      { title: 'answered by', ...STROKE },
    );
  const color = by(kinds.map((one) => PLATFORMS[one]!));
  const dash = by(kinds.map((one) => DASHES[one]!));
  const layer = [...crossingLayers(), ...lineLayers(heightAxis(measure, lines), color, dash)];
  const pictures = [...new Set(lines.map(({ cell }) => names[cell]!))];
  return figure(
    `alpha-platforms-${measure}`,
    `${MEASURES[measure]!.split(',')[0]} over alpha: ${list(kinds.map((one) => (one === 'all' ? 'both' : NAMES[one]!)))}`,
    sideBySide({
      values: [...values, ...crossings],
      pictures,
      widths: [400, 250],
      view: { height: pictures.length > 1 ? 190 : 270, layer },
    }),
    `Dashed upright: where the best changes, shaded as far as the paired interval cannot tell. Bands: 95 %, ${design.many} replications.`,
  );
}

function mark(
  { alpha, unsure }: Sensitivity['alpha']['contests'][number]['crossings'][number],
  picture: string,
): object {
  return { cross: alpha, from: unsure?.[0] ?? alpha, to: unsure?.[1] ?? alpha, picture };
}

function crossingLayers(): Spec[] {
  const only = [{ filter: 'isValid(datum.cross)' }];
  return [
    {
      transform: only,
      mark: { type: 'rect', color: QUIET, opacity: 0.4 },
      encoding: { x: { ...X, field: 'from' }, x2: { field: 'to' } },
    },
    {
      transform: only,
      mark: { type: 'rule', color: SOFT, strokeDash: [4, 3], strokeWidth: 1.2 },
      encoding: { x: { ...X, field: 'cross' } },
    },
  ];
}

function cellFigure({ cells, design }: Sensitivity, measure: string, lines: Lines): Figure {
  const names = cellNames(cells);
  const looks = cellLook(cells);
  const kinds = lines.map(({ cell }) => names[cell]!);
  const values = lines.flatMap((line) => rows(line, names[line.cell]!, ''));
  const by = (range: readonly unknown[]): Spec => nominal('kind', kinds, range, { title: null, ...STROKE });
  const layer = lineLayers(
    heightAxis(measure, lines),
    by(lines.map(({ cell }) => looks.colours[cell]!)),
    by(lines.map(({ cell }) => looks.dashes[cell]!)),
  );
  return figure(
    `alpha-cells-${measure}`,
    `${MEASURES[measure]!.split(',')[0]} over alpha: all answers of each cell`,
    sideBySide({ values, pictures: [''], widths: [420, 420], view: { height: 280, layer } }),
    `Bands: 95 % intervals, ${design.many} replications.`,
  );
}
