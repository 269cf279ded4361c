/** Figures of a sweep: first-order indices, and the mean over the range of each input. */
import { counted } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { choices } from '../../../report/choices.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { PERCENT, text } from '../../../report/format.ts';
import { EDGE } from '../../../report/palette.ts';
import { curvesFigure } from '../../sensitivity/report/curves.ts';
import { cellNames } from '../../sensitivity/report/cells.ts';
import { bar, byWeight, shareBars, type ShareBar } from '../../sensitivity/report/indices.ts';
import type { Sweep, SweptOutput } from '../result.ts';

const ROW = 26;
const BAR = 13;
const ALONE = 'by itself';
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
  const order = byWeight(inputs, (i) => Math.max(...outputs.map(({ effects }) => effects[i]!.share ?? -1)));
  const bars = outputs.flatMap(({ cell, effects }) =>
    order.flatMap((input, row): ShareBar[] => {
      const { share, ci95 } = effects[input]!;
      if (share === null) return [];
      const says = `${inputs[input]!.name}: ${text({ mean: share, ci95 }, PERCENT)} %`;
      return [{ picture: names[cell]!, row, kind: ALONE, ...bar(share, ci95), says }];
    }),
  );
  return figure(
    `shares-${metric}`,
    `What each input explains by itself: ${metricOf(metric).long}`,
    shareBars(bars, {
      names: order.map((input) => inputs[input]!.name),
      height: ROW,
      bar: BAR,
      end: 0.1,
      kinds: { [ALONE]: EDGE },
    }),
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

/** The number of runs. */
function soFar({ planned, done }: Sweep['runs']): string {
  return `${counted(done, 'run')}${done < planned ? ' so far' : ''}`;
}
