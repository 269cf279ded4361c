/** A sensitivity study on a terminal. */
import { given } from '../../../kernel/given.ts';
import { counted } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { amountText } from '../../../kernel/amount.ts';
import { changedLines } from '../../../report/changed.ts';
import { PERCENT, plain, text, scaleOf } from '../../../report/format.ts';
import { shiftText } from './shifts.ts';
import { textColumn } from '../../../report/columns.ts';
import { table, hanging, wrap, type Column } from '../../../report/table.ts';
import type { Interval, Output, Sensitivity } from '../result.ts';
import { fileNames, variedColumns } from './cells.ts';
import { byTotal } from './indices.ts';
import type { TextScreen } from '../../study.ts';

/** The size of the study in one line. */
export function studyFacts({ cells, design, seed, version }: Sensitivity): string {
  const several = cells.length === 1 ? '' : `, ${cells.length} cells`;
  const failed = design.failed === 0 ? '' : `, ${design.failed} of them failed and left out`;
  return `${plain(design.points)} points${several}, ${plain(design.runs)} runs${failed}, seed ${seed}, edgewise ${version}`;
}

export function sensitivityText(study: Sensitivity, { columns, paint }: TextScreen): string {
  const { scenario, metrics, outputs } = study;
  const header = `${paint(`Sensitivity of ${scenario}`, 'heading')}  ${paint(studyFacts(study), 'quiet')}`;
  const options = { width: columns, keys: 1, paint };
  const blocks = metrics.flatMap((metric) => {
    const about = outputs.filter((one) => one.metric === metric && one.indices !== null);
    if (about.length === 0) return [];
    const { long } = metricOf(metric);
    const heading = long === metric ? metric : `${long} (${metric})`;
    const moved = about.some(({ shifts }) => shifts?.some((one) => one));
    return given([
      moved &&
        `${paint(`${heading}: what moving an input does`, 'heading')}\n${table(shifted(study, about), options)}`,
      `${paint(`${heading}: shares of its variance`, 'heading')}\n${table(shares(study, about), options)}`,
    ]);
  });
  const screened = outputs.filter(({ screening }) => screening !== null);
  const screening =
    screened.length === 0
      ? []
      : [
          `${paint('Screening: mean size of the effect (and its spread)', 'heading')}\n${table(effects(study, screened), { ...options, keys: 2 })}`,
        ];
  const told = study.sentences.map((one) => `• ${hanging(one, columns, '  ')}`);
  const read = reading(study, blocks.length > 0, screened.length > 0);
  const changed = changedLines({ ...study, expectations: study.claims?.claims ?? [] });
  return `${[
    [header, ...changed.map((line) => wrap(line, columns))].join('\n'),
    table(variedColumns(study.inputs), { ...options, keys: 2 }),
    ...screening,
    ...blocks,
    ...(read === '' ? [] : [wrap(read, columns)]),
    ...(told.length > 0 ? [`${paint('In short', 'heading')}\n${told.join('\n')}`] : []),
  ].join('\n\n')}\n`;
}

/** Names of cells; a single one is not named. */
function headings({ cells }: Sensitivity, outputs: readonly Output[], alone: string): string[] {
  const names = fileNames(cells);
  return outputs.map(({ cell }) => (cells.length === 1 ? alone : names[cell]!));
}

/** Change from one end of the range to the other, averaged over the other inputs. */
function shifted(study: Sensitivity, outputs: readonly Output[]): Column[] {
  const { inputs } = study;
  const order = inputs.flatMap((_, i) => (outputs.some(({ shifts }) => shifts?.[i]) ? [i] : []));
  const end = (pick: 'low' | 'high'): string[] =>
    order.map((i) => amountText(inputs[i]![pick], inputs[i]!.unit));
  const names = headings(study, outputs, 'change');
  return [
    textColumn('input', order, (i) => inputs[i]!.name),
    { heading: 'from', cells: end('low') },
    { heading: 'to', cells: end('high') },
    ...outputs.map(({ metric, shifts }, k): Column => ({
      heading: names[k]!,
      unit: '95 % interval',
      cells: order.map((i) => {
        const shift = shifts?.[i];
        return shift ? shiftText(inputs[i]!, metric, shift) : '–';
      }),
    })),
  ];
}

/** Two lines per input that is not fixed, the most important first: its total and its first-order share. */
function shares(study: Sensitivity, outputs: readonly Output[]): Column[] {
  const { inputs } = study;
  const order = byTotal(study, outputs);
  const names = headings(study, outputs, 'share');
  const share = (mean: number, ci95: Interval | null): string =>
    text({ mean: Math.min(1, mean), ci95 }, PERCENT);
  return [
    textColumn(
      'input',
      order.flatMap((i) => [inputs[i]!.name, '  by itself']),
      String,
    ),
    ...outputs.map(({ indices }, k): Column => ({
      heading: names[k]!,
      unit: '% of variance',
      cells: order.flatMap((i) => {
        const { total, total95, first, first95 } = indices![i]!;
        return [share(total, total95), share(first, first95)];
      }),
    })),
  ];
}

/** Morris's two measures, side by side for every cell. */
function effects(study: Sensitivity, outputs: readonly Output[]): Column[] {
  const { inputs, metrics } = study;
  const known = metrics.filter((metric) => outputs.some((one) => one.metric === metric));
  const scales = known.map((metric) =>
    scaleOf(
      metric,
      outputs
        .filter((one) => one.metric === metric)
        .flatMap(({ screening }) => screening!.map(({ size }) => ({ mean: size, ci95: null }))),
    ),
  );
  const cells = [...new Set(outputs.map(({ cell }) => cell))].map((cell) =>
    outputs.find((one) => one.cell === cell)!,
  );
  const names = headings(study, cells, 'effect');
  return [
    textColumn(
      'figure',
      known.flatMap((metric, m) => {
        const { unit } = scales[m]!;
        return inputs.map((_, i) => (i > 0 ? '' : `${metric}${unit === '' ? '' : `, ${unit}`}`));
      }),
      String,
    ),
    textColumn(
      'input',
      known.flatMap(() => inputs),
      ({ name }) => name,
    ),
    ...cells.map(({ cell }, k): Column => ({
      heading: names[k]!,
      unit: 'effect (spread)',
      cells: known.flatMap((metric, m) => {
        const found = outputs.find((one) => one.metric === metric && one.cell === cell);
        const { factor } = scales[m]!;
        return inputs.map((_, i) => {
          const effect = found?.screening?.[i];
          return effect ? `${plain(effect.size * factor)} (${plain(effect.spread * factor)})` : '–';
        });
      }),
    })),
  ];
}

function reading({ outputs, design, inputs }: Sensitivity, indices: boolean, screening: boolean): string {
  const fixed = design.fixed.map((i) => inputs[i]!.name).join(', ');
  const beyond = outputs.some((one) =>
    one.indices?.some((found) => found && Math.max(found.total95?.[1] ?? 0, found.first95?.[1] ?? 0) > 1),
  );
  const moved = indices && outputs.some(({ shifts }) => shifts?.some((one) => one));
  const replications = counted(design.few, 'replication');
  const parts = [
    screening
      ? `Effect: mean size of the change over the whole range (Morris) from ${design.walks} walks; its spread: how much that depends on where. Their intervals are in the figures.`
      : '',
    fixed === ''
      ? ''
      : `Without effect in the screening, and left at the file's own value for the shares: ${fixed} (--keep-all takes ${design.fixed.length === 1 ? 'it' : 'them'} in).`,
    indices
      ? `Share of the variance over all ranges that an input explains in all, with what it does jointly with others (total Sobol index); by itself: first-order index; from ${design.samples} rows. ± half of the 95 % interval by resampling the rows, [low, high] where it is asymmetric.`
      : '',
    moved
      ? 'What moving an input does: the mean over all others at the high end of its range less that at the low end, fitted to the rows; in points for shares, in per cent of the low end where that is known well enough.'
      : '',
    beyond ? 'No share is above 100 %; an interval may end above it, since it is not cut off.' : '',
    indices || screening ? `Each point is a mean of ${replications} with the same seeds everywhere.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
