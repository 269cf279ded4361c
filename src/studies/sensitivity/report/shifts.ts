/** What moving an input does, in a few words and as a table of the page. */
import { metricOf } from '../../../metrics/definitions.ts';
import { amountText } from '../../../kernel/amount.ts';
import type { Input, Sensitivity, OutputShift } from '../result.ts';
import { dataTable } from '../../../report/dataTable.ts';
import { PERCENT, text } from '../../../report/format.ts';
import { markup, type Html } from '../../../report/html.ts';
import { scaleOf } from '../../../report/quantity.ts';
import { note } from '../../../report/section.ts';
import { atMostAll } from '../../../sentences/comparison.ts';
import { cellNames } from './data.ts';

/** `-50 ± 8 %`, `+4.2 ± 1.1 points`, `+28 [26, 33] s`; and where it is not the ends that are the most and the least. */
export function shiftText({ unit }: Input, metric: string, shift: OutputShift): string {
  const change = changeText(metric, shift);
  const turn =
    shift.turn === null
      ? ''
      : `, ${shift.turn.highest ? 'highest' : 'lowest'} at ${amountText(shift.turn.value, unit)}`;
  return `${change}${turn}`;
}

function changeText(metric: string, { difference, relative }: OutputShift): string {
  const inPercent = !metricOf(metric).share && relative.mean !== null;
  const shown = inPercent ? atMostAll(relative) : difference;
  const scale = inPercent ? PERCENT : scaleOf(metric, [difference]);
  const unit = metricOf(metric).share ? 'points' : scale.unit;
  return `${(shown.mean ?? 0) > 0 ? '+' : ''}${text(shown, scale)} ${unit}`.trim();
}

const READING =
  'The mean over all values of the other inputs, at the two ends of the range of one: a polynomial fitted to what moving that input alone does in the rows of the indices, with 95 % intervals by resampling the rows. Shares change in points, all else in per cent of the mean at the low end, where that is known well enough. “Jointly” is what of the variance the input explains only together with others: where that is much, how much moving it does depends on them.';

/** Null where no rows were asked for. */
export function shiftTable({ inputs, outputs, cells }: Sensitivity): Html | null {
  const all = cellNames(cells);
  const several = cells.length > 1;
  const rows = outputs.flatMap(({ metric, cell, shifts, indices }) =>
    (shifts ?? []).flatMap((shift, i) => {
      if (!shift) return [];
      const input = inputs[i]!;
      const { total = 0, first = 0 } = indices?.[i] ?? {};
      const scale = scaleOf(
        metric,
        shift.at.map(({ mean }) => ({ mean, ci95: null })),
      );
      const ends = [shift.at[0]!, shift.at.at(-1)!].map((end) => ({
        body: `${text(end, scale)} ${scale.unit}`.trim(),
        sort: end.mean,
      }));
      return [
        {
          cells: [
            metricOf(metric).long,
            input.name,
            ...(several ? [all[cell]!] : []),
            `${amountText(shift.from, input.unit)} to ${amountText(shift.to, input.unit)}`,
            ...ends,
            { body: shiftText(input, metric, shift), sort: shift.relative.mean ?? shift.difference.mean },
            {
              body: text({ mean: Math.max(0, total - first), ci95: null }, PERCENT),
              sort: total - first,
            },
          ],
        },
      ];
    }),
  );
  if (rows.length === 0) return null;
  return markup`${note(READING)}${dataTable({
    names: several ? 3 : 2,
    columns: [
      { heading: 'Figure' },
      { heading: 'Input' },
      ...(several ? [{ heading: 'Cell' }] : []),
      { heading: 'From, to' },
      { heading: 'at the low end', kind: 'number' },
      { heading: 'at the high end', kind: 'number' },
      { heading: 'change', kind: 'number' },
      { heading: 'jointly', unit: '% of variance', kind: 'number' },
    ],
    rows,
  })}`;
}
