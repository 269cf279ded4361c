/** One input at a time, the others at the file's values: a curve with its interval for every cell. */
import { metricOf } from '../../../metrics/definitions.ts';
import type { Sensitivity } from '../result.ts';
import { figure, type Figure, type Spec } from '../../../report/figure.ts';
import { nominal, span, quantity } from '../../../report/layers.ts';
import { text, scaleOf } from '../../../report/format.ts';
import { SOFT } from '../../../report/palette.ts';
import { cellLook, cellNames } from './cells.ts';
import { inputAxis } from './inputAxis.ts';

export function curveFigures(study: Sensitivity): Figure[] {
  return study.metrics.flatMap((metric) => {
    const curves = study.curves.filter(
      (one) => one.metric === metric && one.at.some(({ mean }) => mean !== null),
    );
    return curves.length === 0 ? [] : [curveFigure(study, metric, curves)];
  });
}

function curveFigure(
  { inputs, cells, design }: Sensitivity,
  metric: string,
  curves: Sensitivity['curves'],
): Figure {
  return curvesFigure({
    name: `curves-${metric}`,
    title: `One input at a time: ${metricOf(metric).long}`,
    subtitle: `The others as in the file, whose own value is dashed. Bands: 95 % intervals over ${design.many} replications.`,
    inputs,
    cells,
    metric,
    curves,
  });
}

/** Curves of one metric, a panel for each input. */
interface CurvesFigure extends Pick<Sensitivity, 'inputs' | 'cells' | 'curves'> {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly metric: string;
}

export function curvesFigure({ name, title, subtitle, inputs, cells, metric, curves }: CurvesFigure): Figure {
  const names = cellNames(cells);
  const scale = scaleOf(
    metric,
    curves.flatMap(({ at }) => at),
  );
  const spans = curves.flatMap(({ at }) => at.map((one) => span(one, scale.factor)));
  const far = 1.05 * Math.max(1e-12, ...spans.map(({ mean, high }) => high ?? mean ?? 0));
  const { long } = metricOf(metric);
  const looks = cellLook(cells);
  const shown = [...new Set(curves.map(({ cell }) => cell))];
  const kinds = shown.map((cell) => names[cell]!);
  const varied = [...new Set(curves.map(({ input }) => input))];
  const legend =
    kinds.length > 1
      ? { title: null, orient: 'top', columns: 3, symbolOpacity: 1, symbolType: 'stroke', symbolSize: 400 }
      : null;
  const by = (range: readonly unknown[]): Spec => nominal('kind', kinds, range, legend);
  const pictures = varied.map((i, place): Spec => {
    const values = curves
      .filter(({ input }) => input === i)
      .flatMap(({ cell, at }) =>
        at.map((one) => ({
          at: one.value,
          kind: names[cell],
          ...span(one, scale.factor),
          says: `${names[cell]}, ${inputs[i]!.name} ${one.value}: ${text(one, scale)} ${scale.unit}`,
        })),
      );
    const x = { field: 'at', ...inputAxis(inputs[i]!) };
    const y = quantity(
      'mean',
      place % 3 === 0 ? `${long}${scale.unit === '' ? '' : ` (${scale.unit})`}` : null,
      { scale: { domain: [0, far], nice: false } },
    );
    const color = by(shown.map((cell) => looks.colours[cell]!));
    const strokeDash = by(shown.map((cell) => looks.dashes[cell]!));
    return {
      data: { values },
      width: varied.length === 1 ? 420 : 240,
      height: varied.length === 1 ? 270 : 190,
      layer: [
        {
          data: { values: [{ at: inputs[i]!.base }] },
          mark: { type: 'rule', color: SOFT, strokeDash: [3, 3], strokeWidth: 1 },
          encoding: { x },
        },
        {
          mark: { type: 'area', opacity: 0.2 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        { mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
        { mark: { type: 'point', size: 22 }, encoding: { x, y, color, tooltip: { field: 'says' } } },
      ],
    };
  });
  return figure(name, title, { concat: pictures, columns: 3, spacing: 24 }, subtitle);
}
