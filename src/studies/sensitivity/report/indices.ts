/** Figures of what an output depends on: Sobol's indices as bars, Morris's effects as points. */
import { metricOf } from '../../../metrics/definitions.ts';
import type { Input, Interval, Output, Sensitivity } from '../result.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { plain, text, PERCENT, scaleOf } from '../../../report/format.ts';
import { EDGE, INK, PAPER, SOFT, tint } from '../../../report/palette.ts';
import { cellNames } from './cells.ts';
import { sideBySide, nominal, whiskers, type Whisker, quantity } from '../../../report/layers.ts';

const ROW = 38;
const BAR = 14;
/** Offset of a bar from the middle of its row, in rows. */
const ASIDE = 0.2;
const TOTAL = 'in all, with others (total index)';
const FIRST = 'by itself (first order)';

export function indexFigures(study: Sensitivity): Figure[] {
  return study.metrics.flatMap((metric) => {
    const outputs = study.outputs.filter((one) => one.metric === metric && one.indices !== null);
    return outputs.length === 0 ? [] : [indexFigure(study, metric, outputs)];
  });
}

function indexFigure(study: Sensitivity, metric: string, outputs: readonly Output[]): Figure {
  const { inputs, cells, design } = study;
  const names = cellNames(cells);
  const order = byTotal(study, outputs);
  const bars = outputs.flatMap(({ cell, indices }) =>
    order.flatMap((i, row): ShareBar[] => {
      const { first, first95, total, total95 } = indices![i]!;
      const { name } = inputs[i]!;
      const said = (value: number, ci95: Interval | null): string =>
        `${text({ mean: Math.min(1, value), ci95 }, PERCENT)} %`;
      return [
        {
          picture: names[cell]!,
          row: row - ASIDE,
          kind: TOTAL,
          ...bar(total, total95),
          says: `${name}: in all ${said(total, total95)}`,
        },
        {
          picture: names[cell]!,
          row: row + ASIDE,
          kind: FIRST,
          ...bar(first, first95),
          says: `${name}: alone ${said(first, first95)}`,
        },
      ];
    }),
  );
  return figure(
    `indices-${metric}`,
    `What it depends on: ${metricOf(metric).long}`,
    shareBars(bars, {
      names: order.map((i) => inputs[i]!.name),
      height: ROW,
      bar: BAR,
      end: 1,
      kinds: { [TOTAL]: tint(EDGE, 0.45), [FIRST]: EDGE },
    }),
    `Whiskers: 95 % intervals, by resampling the ${design.samples} rows of the sample.${left(inputs, design.fixed)}`,
  );
}

/** The inputs left out of the indices. */
function left(inputs: readonly Input[], fixed: readonly number[]): string {
  const names = fixed.map((i) => inputs[i]!.name);
  return names.length === 0 ? '' : ` Without effect in the screening, and left out: ${names.join(', ')}.`;
}

export function screeningFigures(study: Sensitivity): Figure[] {
  return study.metrics.flatMap((metric) => {
    const outputs = study.outputs.filter((one) => one.metric === metric && one.screening !== null);
    return outputs.length === 0 ? [] : [screeningFigure(study, metric, outputs)];
  });
}

function screeningFigure(
  { inputs, cells, design }: Sensitivity,
  metric: string,
  outputs: readonly Output[],
): Figure {
  const names = cellNames(cells);
  const scale = scaleOf(
    metric,
    outputs.flatMap(({ screening }) => screening!.map(({ size }) => ({ mean: size, ci95: null }))),
  );
  const values = outputs.flatMap(({ cell, screening }) =>
    screening!.map(({ size, size95, spread, spread95 }, i) => ({
      picture: names[cell],
      input: inputs[i]!.name,
      size: size * scale.factor,
      low: size95 ? size95[0] * scale.factor : null,
      high: size95 ? size95[1] * scale.factor : null,
      spread: Number.isFinite(spread) ? spread * scale.factor : 0,
      under: spread95 ? spread95[0] * scale.factor : null,
      over: spread95 ? spread95[1] * scale.factor : null,
      says: `${inputs[i]!.name}: effect ${plain(size * scale.factor)}, spread ${plain(spread * scale.factor)} ${scale.unit}`,
    })),
  );
  const farX = 1.25 * Math.max(1e-12, ...values.map(({ size, high }) => high ?? size));
  const farY = 1.1 * Math.max(1e-12, ...values.map(({ spread, over }) => over ?? spread));
  const unit = scale.unit === '' ? '' : ` (${scale.unit})`;
  const axis = (field: string, title: string, far: number): Spec =>
    quantity(field, title, { scale: { domain: [0, far], nice: false } });
  const x = axis('size', `Mean size of the effect${unit}`, farX);
  const y = axis('spread', `Its spread${unit}`, farY);
  const end = Math.min(farX, farY);
  const layer: Spec[] = [
    {
      data: { values: [{ size: 0, spread: 0, farX: end, farY: end }] },
      mark: { type: 'rule', color: SOFT, strokeDash: [4, 3], strokeWidth: 1 },
      encoding: { x, y, x2: { field: 'farX' }, y2: { field: 'farY' } },
    },
    {
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'rule', color: INK, strokeWidth: 1.2 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
    },
    {
      transform: [{ filter: 'isValid(datum.under)' }],
      mark: { type: 'rule', color: INK, strokeWidth: 1.2 },
      encoding: { x, y: { ...y, field: 'under' }, y2: { field: 'over' } },
    },
    {
      mark: { type: 'point', size: 70, color: EDGE, stroke: PAPER, strokeWidth: 1 },
      encoding: { x, y, tooltip: { field: 'says' } },
    },
    {
      mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 6, dy: -4, stroke: PAPER, strokeWidth: 3 },
      encoding: { x, y, text: { field: 'input' } },
    },
    {
      mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 6, dy: -4 },
      encoding: { x, y, text: { field: 'input' } },
    },
  ];
  const pictures = [...new Set(values.map(({ picture }) => picture!))];
  return figure(
    `screening-${metric}`,
    `Screening: ${metricOf(metric).long}`,
    sideBySide({
      values,
      pictures,
      widths: [420, 270],
      view: { height: pictures.length > 1 ? 200 : 280, layer },
    }),
    `Effect of crossing the whole range, over ${design.walks} walks (Morris). Above the dashed line it depends on the place more than it is large.`,
  );
}

export interface ShareBar extends Whisker {
  readonly picture: string;
  /** In units of rows, from the first. */
  readonly row: number;
  readonly kind: string;
  readonly says: string;
}

interface ShareRows {
  readonly names: readonly string[];
  /** Pixels of a row, and of a bar in it. */
  readonly height: number;
  readonly bar: number;
  /** Least end of the scale. */
  readonly end: number;
  /** The kinds of bars and their colours. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** The rank of each input by its largest share. */
export function byWeight(inputs: readonly unknown[], weight: (input: number) => number): number[] {
  return inputs.map((_, i) => i).sort((a, b) => weight(b) - weight(a));
}

/** Inputs that are not fixed, by the largest of their total shares. */
export function byTotal({ inputs, design }: Sensitivity, outputs: readonly Output[]): number[] {
  const weight = (i: number): number => Math.max(...outputs.map(({ indices }) => indices![i]?.total ?? 0));
  return byWeight(inputs, weight).filter((i) => !design.fixed.includes(i));
}

export function bar(share: number, ci95: readonly [number, number] | null): Whisker {
  const [low, high] = ci95?.map((end) => Math.max(0, end)) ?? [null, null];
  return { mean: Math.min(1, Math.max(0, share)), low: low ?? null, high: high ?? null };
}

export function shareBars(
  values: readonly ShareBar[],
  { names, height, bar: thick, end, kinds }: ShareRows,
): Spec {
  const most = Math.max(end, ...values.map(({ mean, high }) => high ?? mean ?? 0));
  const y = {
    field: 'row',
    type: 'quantitative',
    title: null,
    scale: { domain: [-0.5, names.length - 0.5], reverse: true, nice: false },
    axis: {
      values: names.map((_, row) => row),
      // Without it every second label is dropped.
      tickCount: names.length,
      labelExpr: `${JSON.stringify(names)}[datum.value]`,
      grid: false,
      labelOverlap: false,
      labelColor: INK,
    },
  };
  const x = quantity('mean', 'Share of the variance', {
    scale: { domain: [0, most], nice: false },
    axis: { format: '.0%', tickCount: 5 },
  });
  const legend = { title: null, orient: 'top', symbolType: 'square' };
  const several = Object.keys(kinds).length > 1;
  const color = nominal('kind', Object.keys(kinds), Object.values(kinds), several ? legend : null);
  const layer: Spec[] = [
    {
      mark: { type: 'bar', orient: 'horizontal', height: thick },
      encoding: { x, y, color, tooltip: { field: 'says' } },
    },
    ...whiskers(values, 6).map((mark): Spec => ({ encoding: { y }, layer: [mark] })),
  ];
  const pictures = [...new Set(values.map(({ picture }) => picture))];
  return sideBySide({
    values,
    pictures,
    widths: [420, 250],
    view: { height: height * names.length, layer },
  });
}
