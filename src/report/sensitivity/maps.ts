/** Two inputs at once: the figure itself as a heat map, and who is best where. */
import type { Labels } from '../../results.ts';
import { spoken } from '../axes.ts';
import { figure, type Figure, type Spec } from '../figure.ts';
import { plain } from '../format.ts';
import { colours, INK, QUIET } from '../palette.ts';
import { quantityOf, scaleOf } from '../quantity.ts';
import {
  cellNames,
  groupName,
  inputAxis,
  sides,
  type Study,
  type StudyInput,
  type StudyMap,
} from './data.ts';
import { sideBySide } from '../sideBySide.ts';

type Field = { readonly x: number; readonly x2: number; readonly y: number; readonly y2: number };

export const UNTOLD = 'cannot tell';

export function mapFigures(study: Study): Figure[] {
  const found = new Map<string, Study['maps'][number][]>();
  for (const map of study.maps) {
    const key = fileName('map', map, study.inputs);
    found.set(key, [...(found.get(key) ?? []), map]);
  }
  return [...found].map(([name, maps]) => heatMap(study, name, maps));
}

function fileName(kind: string, { inputs: [i, j], metric }: StudyMap, inputs: readonly StudyInput[]): string {
  return `${kind}-${inputs[i]!.path}-${inputs[j]!.path}-${metric}`;
}

function fields({ values: [xs, ys], inputs: [i, j] }: StudyMap, inputs: readonly StudyInput[]): Field[][] {
  const across = sides(xs, inputs[i]!);
  const up = sides(ys, inputs[j]!);
  return across.map(([x, x2]) => up.map(([y, y2]) => ({ x, x2, y, y2 })));
}

function heatMap({ inputs, cells, design }: Study, name: string, maps: Study['maps']): Figure {
  const [first] = maps as [Study['maps'][number]];
  const names = cellNames(cells);
  const scale = scaleOf(
    first.metric,
    maps.flatMap(({ means }) => means.flat().map((mean) => ({ mean, ci95: null }))),
  );
  const { long } = quantityOf(first.metric);
  const unit = scale.unit === '' ? '' : ` (${scale.unit})`;
  const values = maps.flatMap((map) =>
    fields(map, inputs).flatMap((row, i) =>
      row.flatMap((field, j) => {
        const mean = map.means[i]![j];
        if (mean == null) return [];
        const value = mean * scale.factor;
        return [{ ...field, picture: names[map.cell], value, says: `${plain(value)} ${scale.unit}`.trim() }];
      }),
    ),
  );
  const layer = [
    {
      // Outlined in its own colour, or the paper shows between the fields.
      mark: { type: 'rect', strokeWidth: 0.6, stroke: { expr: "scale('color', datum.value)" } },
      encoding: {
        ...plane(first, inputs),
        color: {
          field: 'value',
          type: 'quantitative',
          title: long + unit,
          scale: { scheme: 'cividis', reverse: true, zero: false },
          legend: {
            type: 'gradient',
            gradientLength: 240,
            titleLimit: 300,
            orient: 'bottom',
            direction: 'horizontal',
          },
        },
        tooltip: { field: 'says' },
      },
    },
    own(first, inputs),
  ];
  return figure(
    name,
    long,
    sideBySide({
      values,
      pictures: [...new Set(values.map(({ picture }) => picture!))],
      widths: [360, 230],
      view: { height: 230, layer },
    }),
    `Mean of ${design.many} replications at each point; cross: the file's own values.`,
  );
}

/** Both axes of a map. */
function plane({ inputs: [i, j] }: StudyMap, inputs: readonly StudyInput[]): Spec {
  return {
    x: { field: 'x', ...inputAxis(inputs[i]!) },
    x2: { field: 'x2' },
    y: { field: 'y', ...inputAxis(inputs[j]!) },
    y2: { field: 'y2' },
  };
}

/** The file's own values. */
function own({ inputs: [i, j] }: StudyMap, inputs: readonly StudyInput[]): Spec {
  return {
    data: { values: [{ x: inputs[i]!.base, y: inputs[j]!.base }] },
    mark: { type: 'point', shape: 'cross', size: 90, color: '#ffffff', stroke: INK, strokeWidth: 1.2 },
    encoding: { x: { field: 'x', ...inputAxis(inputs[i]!) }, y: { field: 'y', ...inputAxis(inputs[j]!) } },
  };
}

export function winnerFigures(study: Study): Figure[] {
  const found = new Map<string, Study['winners'][number][]>();
  for (const map of study.winners) {
    const key = fileName('best', map, study.inputs);
    found.set(key, [...(found.get(key) ?? []), map]);
  }
  return [...found].map(([name, maps]) => {
    const [first] = maps as [Study['winners'][number]];
    const values = maps.flatMap((map) =>
      fields(map, study.inputs).flatMap((row, i) =>
        row.map((field, j) => ({
          ...field,
          picture: groupName(map.where),
          ...winnerOf(map.winners[i]![j]!),
        })),
      ),
    );
    const layer = [bestLayer(plane(first, study.inputs), contenders(maps)), own(first, study.inputs)];
    return figure(
      name,
      `Best by ${quantityOf(first.metric).long.toLowerCase()}`,
      sideBySide({ values, pictures: pictured(maps), widths: [360, 260], view: { height: 230, layer } }),
      `Grey: the paired 95 % intervals of ${study.design.many} replications cannot tell. Cross: the file's own values.`,
    );
  });
}

/** Where each strategy is best by alpha and one input. */
export function regionFigures(study: Study): Figure[] {
  const { inputs, regions, design } = study;
  const found = new Map<string, Study['regions'][number][]>();
  for (const one of regions) {
    const key = `region-${inputs[one.input]!.path}-${one.measure}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found].map(([name, maps]) => {
    const [first] = maps as [Study['regions'][number]];
    const input = inputs[first.input]!;
    const half = 0.5 / (first.alphas.length - 1);
    const up = sides(first.values, input);
    const values = maps.flatMap(({ where, winners, alphas }) =>
      winners.flatMap((row, i) =>
        row.map((one, j) => ({
          x: Math.max(0, alphas[j]! - half),
          x2: Math.min(1, alphas[j]! + half),
          y: up[i]![0],
          y2: up[i]![1],
          picture: groupName(where),
          ...winnerOf(one),
        })),
      ),
    );
    const alphaAxis = {
      type: 'quantitative',
      title: 'alpha, the weight of quality',
      scale: { domain: [0, 1], nice: false },
      axis: { grid: false, domain: true, ticks: true, tickCount: 5 },
    };
    const encoding = {
      x: { field: 'x', ...alphaAxis },
      x2: { field: 'x2' },
      y: { field: 'y', ...inputAxis(input) },
      y2: { field: 'y2' },
    };
    const line = {
      data: { values: [{ y: input.base }] },
      mark: { type: 'rule', color: INK, strokeDash: [3, 3], strokeWidth: 1 },
      encoding: { y: { field: 'y', ...inputAxis(input) } },
    };
    const measure = first.measure === 'pcr' ? 'PCR, utility per cent of cost' : 'utility, U';
    return figure(
      name,
      `Best by ${measure}, over alpha and ${input.name}`,
      sideBySide({
        values,
        pictures: pictured(maps),
        widths: [360, 260],
        view: { height: 260, layer: [bestLayer(encoding, contenders(maps)), line] },
      }),
      `Grey: the paired 95 % intervals of ${design.many} replications cannot tell. Dashed: the file's own value.`,
    );
  });
}

type Won = readonly (readonly ({ readonly best: string; readonly told: boolean } | null)[])[];

function winnerOf(one: Won[number][number]): { readonly best: string; readonly says: string } {
  if (!one) return { best: UNTOLD, says: 'all the same' };
  return one.told
    ? { best: spoken(one.best), says: spoken(one.best) }
    : { best: UNTOLD, says: `${UNTOLD}; ${spoken(one.best)} has the best mean` };
}

/** Everybody that has the best mean somewhere, in the order of their first place. */
function contenders(maps: readonly { readonly winners: Won }[]): string[] {
  return [
    ...new Set(
      maps.flatMap(({ winners }) => winners.flat().flatMap((one) => (one ? [spoken(one.best)] : []))),
    ),
  ].sort();
}

function pictured(maps: readonly { readonly where: Labels }[]): string[] {
  return [...new Set(maps.map(({ where }) => groupName(where)))];
}

function bestLayer(encoding: Spec, names: readonly string[]): Spec {
  const color = {
    field: 'best',
    type: 'nominal',
    title: 'best',
    scale: { domain: [...names, UNTOLD], range: [...colours(names.length), QUIET] },
    legend: { symbolType: 'square', orient: 'right' },
  };
  return {
    mark: { type: 'rect', strokeWidth: 0.6 },
    encoding: { ...encoding, color, stroke: color, tooltip: { field: 'says' } },
  };
}
