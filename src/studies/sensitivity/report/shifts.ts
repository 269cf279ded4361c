/** The effect of moving an input, in text and as a table on the page. */
import { metricOf } from '../../../metrics/definitions.ts';
import { amountText } from '../../../kernel/amount.ts';
import type { Input, Sensitivity, OutputShift } from '../result.ts';
import { columnTable, type PageColumn } from '../../../report/dataTable.ts';
import { sortedColumn, textColumn } from '../../../report/columns.ts';
import { PERCENT, text, scaleOf } from '../../../report/format.ts';
import { markup, type Html } from '../../../report/html.ts';
import { note } from '../../../report/section.ts';
import { atMostAll } from '../../../sentences/comparison.ts';
import { nameColumns, shareColumn } from './cells.ts';

/** `-50 ± 8 %`, `+4.2 ± 1.1 points`, `+28 [26, 33] s`; with the extreme value if it is inside the range. */
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

/** Null without rows. */
export function shiftTable({ inputs, outputs, cells }: Sensitivity): Html | null {
  const rows = outputs.flatMap(({ metric, cell, shifts, indices }) =>
    (shifts ?? []).flatMap((shift, i) => {
      if (!shift) return [];
      const { total = 0, first = 0 } = indices?.[i] ?? {};
      return [{ metric, cell, input: inputs[i]!, shift, jointly: Math.max(0, total - first) }];
    }),
  );
  if (rows.length === 0) return null;
  const end = (heading: string, at: 0 | -1): PageColumn =>
    sortedColumn(heading, '', rows, ({ metric, shift }) => {
      const means = shift.at.map(({ mean }) => ({ mean, ci95: null }));
      const { factor, unit } = scaleOf(metric, means);
      const one = shift.at.at(at)!;
      return { body: `${text(one, { factor, unit })} ${unit}`.trim(), sort: one.mean };
    });
  const names = [
    ...nameColumns(cells, rows),
    textColumn('From, to', rows, ({ shift: { from, to }, input: { unit } }) =>
      [from, to].map((value) => amountText(value, unit)).join(' to '),
    ),
  ];
  const told = [
    end('at the low end', 0),
    end('at the high end', -1),
    sortedColumn('change', '', rows, ({ input, metric, shift }) => ({
      body: shiftText(input, metric, shift),
      sort: shift.relative.mean ?? shift.difference.mean,
    })),
    shareColumn('jointly', rows, ({ jointly }) => [jointly, null]),
  ];
  return markup`${note(READING)}${columnTable([...names, ...told], { names: names.length - 1 })}`;
}
