/** Figures of which contender is best where, over two inputs, or over alpha and an input; if it is always the same, by how much. */
import { group } from 'd3-array';
import { metricOf } from '../../../metrics/definitions.ts';
import type { Labels } from '../../../results.ts';
import type { Input, Sensitivity, WinnerMap, Won } from '../result.ts';
import type { Regions } from '../alphaResult.ts';
import { spoken } from '../../../report/axes.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { nominal } from '../../../report/layers.ts';
import { text, type AxisScale, scaleOf } from '../../../report/format.ts';
import { coloursOf, INK, QUIET } from '../../../report/palette.ts';
import { groupName } from './cells.ts';
import { inputAxis, sides } from './inputAxis.ts';
import {
  type Field,
  axisOf,
  fieldsOf,
  mapSpec,
  ownValues,
  shades,
  type DrawnField,
  type Ground,
} from './plane.ts';
import { byName } from './maps.ts';

const UNDECIDED = 'undecided';

/** The fields of a panel, and their winners. */
interface Contest {
  readonly where: Labels;
  readonly fields: readonly (readonly Field[])[];
  readonly winners: readonly (readonly Won[])[];
}

interface About {
  readonly name: string;
  /** The metric that decides. */
  readonly metric: string;
  /** The axes, in words. */
  readonly over: string;
  readonly ground: Ground;
  readonly marks: readonly Spec[];
  /** The legend of the marks. */
  readonly marked: string;
  readonly replications: number;
  readonly cells: Sensitivity['cells'];
}

export function winnerFigures({ inputs, cells, winners, design }: Sensitivity): Figure[] {
  return [...byName('best', winners, inputs)].flatMap(([name, maps]) => {
    const [first] = maps as [WinnerMap];
    const [i, j] = first.inputs;
    return contestFigure(
      {
        name,
        metric: first.metric,
        over: `${inputs[i]!.name} and ${inputs[j]!.name}`,
        ground: { across: axisOf(inputs[i]!), up: axisOf(inputs[j]!), height: 230, widths: [360, 260] },
        marks: [ownValues(inputs, first)],
        marked: "Cross: the file's own values.",
        replications: design.many,
        cells,
      },
      maps.map((map) => ({ where: map.where, winners: map.winners, fields: fieldsOf(map, inputs) })),
    );
  });
}

/** Where each strategy is best by alpha and one input. */
export function regionFigures({ inputs, cells, regions, design }: Sensitivity): Figure[] {
  const found = group(regions, ({ input, measure }) => `region-${inputs[input]!.path}-${measure}`);
  return [...found].flatMap(([name, maps]) => {
    const [first] = maps as [Regions];
    const input = inputs[first.input]!;
    return contestFigure(
      {
        name,
        metric: first.measure,
        over: `alpha and ${input.name}`,
        ground: {
          across: { spec: ALPHA, low: 0, high: 1, logarithmic: false },
          up: axisOf(input),
          height: 260,
          widths: [360, 260],
        },
        marks: [ownValue(input)],
        marked: "Dashed: the file's own value.",
        replications: design.many,
        cells,
      },
      maps.map(({ where, winners, alphas, values }) => ({
        where,
        winners,
        fields: sides(values, input).map(([y, y2]) =>
          alphas.map((alpha) => ({ ...around(alpha, alphas), y, y2 })),
        ),
      })),
    );
  });
}

const ALPHA: Spec = {
  type: 'quantitative',
  title: 'alpha, the weight of quality',
  scale: { domain: [0, 1], nice: false },
  axis: { grid: false, domain: true, ticks: true, tickCount: 5 },
};

function around(alpha: number, { length }: readonly number[]): { readonly x: number; readonly x2: number } {
  const half = 0.5 / (length - 1);
  return { x: Math.max(0, alpha - half), x2: Math.min(1, alpha + half) };
}

function ownValue(input: Input): Spec {
  return {
    data: { values: [{ y: input.base }] },
    mark: { type: 'rule', color: INK, strokeDash: [3, 3], strokeWidth: 1 },
    encoding: { y: { field: 'y', ...inputAxis(input) } },
  };
}

/** Empty when no contender is significantly best anywhere. */
function contestFigure(about: About, contests: readonly Contest[]): Figure[] {
  const all = contests.flatMap(({ winners }) => winners.flat());
  const names = [...new Set(all.flatMap((one) => (one ? [one.best] : [])))].sort();
  const told = names.filter((name) => all.some((one) => one?.best === name && one.told));
  if (told.length === 0) return [];
  return [names.length === 1 ? marginFigure(about, contests, names[0]!) : nameFigure(about, contests, told)];
}

function nameFigure(about: About, contests: readonly Contest[], names: readonly string[]): Figure {
  const scale = scaleOf(about.metric, margins(contests));
  const values = drawn(contests, (one) => ({
    best: one?.told ? spoken(one.best) : UNDECIDED,
    says: said(one, scale),
  }));
  const known = names.map(spoken);
  const colour = colourOf(about.cells, contests[0]!.where);
  const color = nominal('best', [...known, UNDECIDED], [...names.map(colour), QUIET], {
    title: 'best',
    symbolType: 'square',
    orient: 'right',
  });
  return figure(
    about.name,
    `Best by ${worded(about.metric)}, over ${about.over}`,
    mapSpec(about.ground, values, color, about.marks),
    `Grey, hatched: the paired 95 % intervals of ${about.replications} replications cannot tell. ${about.marked}`,
  );
}

/** The colour that a contender has in all figures of the study. */
function colourOf(cells: readonly Labels[], where: Labels): (name: string) => string {
  const path = Object.keys(cells[0]!).find((one) => !(one in where))!;
  const labels = [...new Set(cells.map((all) => String(all[path])))];
  const all = coloursOf(path, labels);
  return (name) => all[labels.indexOf(name)]!;
}

function marginFigure(about: About, contests: readonly Contest[], best: string): Figure {
  const scale = scaleOf(about.metric, margins(contests));
  const values = drawn(contests, (one) => ({
    ...(one?.margin != null && { margin: one.margin * scale.factor }),
    says: said(one, scale),
  })).filter((one) => 'margin' in one);
  const known = values.map((one) => ('margin' in one ? one.margin : 0));
  const undecided = contests.some(({ winners }) => winners.flat().some((one) => one && !one.told));
  const sure = undecided
    ? `Hatched: the paired 95 % intervals of ${about.replications} replications cannot tell.`
    : `The paired 95 % intervals of ${about.replications} replications exclude zero everywhere.`;
  const unit = scale.unit === '' ? '' : ` (${scale.unit})`;
  return figure(
    about.name,
    `${spoken(best)} is best by ${worded(about.metric)} at every ${about.over}: by how much`,
    mapSpec(about.ground, values, shades('margin', `better than the second by${unit}`, known), about.marks),
    `${sure} ${about.marked}`,
  );
}

function drawn<More>(contests: readonly Contest[], more: (one: Won) => More): (DrawnField & More)[] {
  return contests.flatMap(({ where, fields, winners }) =>
    winners.flatMap((row, i) =>
      row.map((one, j) => ({
        ...fields[i]![j]!,
        picture: groupName(where),
        hatched: !one?.told,
        ...more(one),
      })),
    ),
  );
}

function margins(contests: readonly Contest[]): { readonly mean: number | null; readonly ci95: null }[] {
  return contests.flatMap(({ winners }) =>
    winners.flat().map((one) => ({ mean: one?.margin ?? null, ci95: null })),
  );
}

function said(one: Won, scale: AxisScale): string {
  if (!one) return 'all the same';
  const by = one.second
    ? `, better than ${spoken(one.second)} by ${text({ mean: one.margin, ci95: one.margin95 }, scale)} ${scale.unit}`
    : '';
  return one.told
    ? `${spoken(one.best)}${by}`.trim()
    : `${UNDECIDED}: ${spoken(one.best)} has the best mean${by}`.trim();
}

function worded(metric: string): string {
  if (metric === 'pcr') return 'PCR, utility per cent of cost';
  if (metric === 'utility') return 'utility, U';
  return metricOf(metric).subject.slice('the '.length);
}
