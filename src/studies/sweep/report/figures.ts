/** A sweep in figures: what each input explains by itself, and the mean over the range of each. */
import { counted } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { choices } from '../../../report/choices.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { PERCENT, text } from '../../../report/format.ts';
import { EDGE, INK } from '../../../report/palette.ts';
import { curvesFigure } from '../../sensitivity/report/curves.ts';
import { cellNames } from '../../sensitivity/report/data.ts';
import { sideBySide } from '../../../report/sideBySide.ts';
import type { Spec } from '../../../report/spec.ts';
import { whiskers } from '../../../report/whisker.ts';
import type { Sweep, SweptOutput } from '../result.ts';

const ROW = 26;
const BAR = 13;
/** Of the values along an axis. */
const DIGITS = 4;
const KINDS: readonly string[] = ['shares', 'means'];

export function sweepFigures(sweep: Sweep): Figure[] {
  const made = (make: (sweep: Sweep, metric: string, outputs: readonly SweptOutput[]) => Figure): Figure[] =>
    sweep.metrics.flatMap((metric) => {
      const outputs = sweep.outputs.filter(
        (one) => one.metric === metric && one.effects.some(({ share }) => share !== null),
      );
      return outputs.length === 0 ? [] : [make(sweep, metric, outputs)];
    });
  return choices(
    [...made(sharesFigure), ...made(meansFigure)],
    (name) => KINDS.find((kind) => name.startsWith(`${kind}-`)) ?? null,
  );
}

function sharesFigure(
  { inputs, cells, runs }: Sweep,
  metric: string,
  outputs: readonly SweptOutput[],
): Figure {
  const names = cellNames(cells);
  const weight = (input: number): number =>
    Math.max(...outputs.map(({ effects }) => effects[input]!.share ?? -1));
  const order = inputs.map((_, i) => i).sort((a, b) => weight(b) - weight(a));
  const values = outputs.flatMap(({ cell, effects }) =>
    order.flatMap((input, row) => {
      const { share, ci95 } = effects[input]!;
      if (share === null) return [];
      const { name } = inputs[input]!;
      return [
        {
          picture: names[cell]!,
          input: name,
          row,
          mean: Math.max(0, share),
          low: ci95 ? Math.max(0, ci95[0]) : null,
          high: ci95 ? Math.max(0, ci95[1]) : null,
          says: `${name}: ${text({ mean: share, ci95 }, PERCENT)} %`,
        },
      ];
    }),
  );
  const most = Math.max(0.1, ...values.map(({ mean, high }) => high ?? mean));
  const words = order.map((input) => inputs[input]!.name);
  const y = {
    field: 'row',
    type: 'quantitative',
    title: null,
    scale: { domain: [-0.5, order.length - 0.5], reverse: true, nice: false },
    axis: {
      values: order.map((_, row) => row),
      // What is left of the values otherwise is every second.
      tickCount: order.length,
      labelExpr: `${JSON.stringify(words)}[datum.value]`,
      grid: false,
      labelOverlap: false,
      labelColor: INK,
    },
  };
  const x = {
    field: 'mean',
    type: 'quantitative',
    title: 'Share of the variance',
    scale: { domain: [0, most], nice: false },
    axis: { format: '.0%', tickCount: 4 },
  };
  const layer: Spec[] = [
    {
      mark: { type: 'bar', orient: 'horizontal', height: BAR, color: EDGE },
      encoding: { x, y, tooltip: { field: 'says' } },
    },
    ...whiskers('x', values, 6).map((mark): Spec => ({ encoding: { y }, layer: [mark] })),
  ];
  const pictures = outputs.map(({ cell }) => names[cell]!);
  const { long } = metricOf(metric);
  return figure(
    `shares-${metric}`,
    `What each input explains by itself: ${long}`,
    sideBySide({ values, pictures, widths: [420, 250], view: { height: ROW * order.length, layer } }),
    `First-order indices over all ranges, ${soFar(runs)}. Whiskers: 95 % intervals.`,
  );
}

function meansFigure(
  { inputs, cells, parts, runs }: Sweep,
  metric: string,
  outputs: readonly SweptOutput[],
): Figure {
  const curves = inputs.flatMap((_, input) =>
    outputs.flatMap(({ cell, effects }) => {
      const { curve } = effects[input]!;
      if (curve.length === 0) return [];
      return [
        {
          cell,
          metric,
          input,
          at: curve.map((one, part) => ({ ...one, value: Number(parts[input]![part]!.toPrecision(DIGITS)) })),
        },
      ];
    }),
  );
  return curvesFigure({
    name: `means-${metric}`,
    title: `Over the range of each input: ${metricOf(metric).long}`,
    subtitle: `Means in equal parts of its range, the others anywhere in theirs, ${soFar(runs)}. Dashed: the file's own value. Bands: 95 % intervals.`,
    inputs,
    cells,
    metric,
    curves,
  });
}

/** How much is behind it. */
function soFar({ planned, done }: Sweep['runs']): string {
  return `${counted(done, 'run')}${done < planned ? ' so far' : ''}`;
}
