/** What a person sees of a study of sensitivity. */
import { amountText } from '../kernel/amount.ts';
import type { Input } from '../experiment/sensitivity/input.ts';
import type { Output, Sensitivity } from '../experiment/sensitivity/result.ts';
import { axes, cellName } from '../report/axes.ts';
import { PERCENT, text, type Scale } from '../report/format.ts';
import { quantityOf, scaleOf } from '../report/quantity.ts';
import { table, wrap, type Column } from '../report/table.ts';
import type { Screen } from './terminal.ts';

export interface SensitivityTextOptions {
  readonly folder: string;
  readonly figures: number;
}

export function sensitivityText(
  study: Sensitivity,
  { columns, paint }: Screen,
  { folder, figures }: SensitivityTextOptions,
): string {
  const { scenario, design, seed, version, metrics, outputs } = study;
  const header = `${paint(`Sensitivity of ${scenario}`, 'heading')}  ${paint(
    `${design.points} points, ${design.runs} runs, seed ${seed}, edgewise ${version}`,
    'quiet',
  )}`;
  const options = { width: columns, keys: 1, paint };
  const blocks = metrics.flatMap((metric) => {
    const about = outputs.filter((one) => one.metric === metric);
    const shown = about.length === 1 ? oneCell(study, about[0]!) : manyCells(study, about);
    if (shown.length < 2) return [];
    const { long } = quantityOf(metric);
    return [
      `${paint(long === metric ? metric : `${long} (${metric})`, 'heading')}\n${table(shown, options)}`,
    ];
  });
  const told = study.sentences.map((one) => `• ${wrap(one, columns - 2, '  ')}`);
  const pictures = figures === 0 ? [] : [`${figures} figures in figures/`];
  const where = `${folder}/sensitivity.json and beside it ${['points.csv', ...pictures, 'scenario.yaml'].join(', ')}`;
  return `${[
    header,
    table(varied(study.inputs), { ...options, keys: 2 }),
    ...blocks,
    ...(blocks.length > 0 ? [wrap(reading(study), columns)] : []),
    ...(told.length > 0 ? [`${paint('In short', 'heading')}\n${told.join('\n')}`] : []),
    `${paint('Files', 'heading')}  ${wrap(where, columns - 7, '       ')}`,
  ].join('\n\n')}\n`;
}

function varied(inputs: readonly Input[]): Column[] {
  const scale = ({ logarithmic, whole }: Input): string =>
    [logarithmic ? 'by ratios' : '', whole ? 'whole numbers' : ''].filter(Boolean).join(', ') || 'evenly';
  return [
    { heading: 'varied', unit: '', align: 'left', cells: inputs.map(({ name }) => name) },
    { heading: 'in the file', unit: '', align: 'left', cells: inputs.map(({ path }) => path) },
    {
      heading: 'range',
      unit: '',
      align: 'left',
      cells: inputs.map(({ low, high, unit }) => `${amountText(low, unit)} to ${amountText(high, unit)}`),
    },
    {
      heading: 'value there',
      unit: '',
      align: 'left',
      cells: inputs.map(({ base, unit }) => amountText(base, unit)),
    },
    { heading: 'drawn', unit: '', align: 'left', cells: inputs.map(scale) },
  ];
}

/** Inputs in order of what they do, the most telling measure first. */
function ranked(outputs: readonly Output[], inputs: readonly Input[]): number[] {
  const weight = (input: number): number =>
    Math.max(
      0,
      ...outputs.map(({ indices, screening }) => indices?.[input]?.total ?? screening?.[input]?.size ?? 0),
    );
  return inputs.map((_, i) => i).sort((a, b) => weight(b) - weight(a));
}

function oneCell({ inputs }: Sensitivity, output: Output): Column[] {
  const { indices, screening, base, metric } = output;
  const order = ranked([output], inputs);
  const scale = scaleOf(metric, [base, ...(screening ?? []).map(({ size }) => ({ mean: size, ci95: null }))]);
  const names: Column = {
    heading: 'input',
    unit: '',
    align: 'left',
    cells: order.map((i) => inputs[i]!.name),
  };
  const column = (heading: string, unit: string, of: (input: number) => string): Column => ({
    heading,
    unit,
    cells: order.map(of),
  });
  const share = (value: number, ci95: readonly [number, number] | null): string =>
    text({ mean: value, ci95 }, PERCENT);
  return [
    names,
    ...(indices
      ? [
          column('in all', '% of variance', (i) => share(indices[i]!.total, indices[i]!.total95)),
          column('by itself', '% of variance', (i) => share(indices[i]!.first, indices[i]!.first95)),
        ]
      : []),
    ...(screening
      ? [
          column('effect', scale.unit, (i) => shown(screening[i]!.size, screening[i]!.size95, scale)),
          column('its spread', scale.unit, (i) => shown(screening[i]!.spread, screening[i]!.spread95, scale)),
        ]
      : []),
  ];
}

function shown(value: number, ci95: readonly [number, number] | null, scale: Scale): string {
  return text({ mean: Number.isFinite(value) ? value : null, ci95 }, scale);
}

/** The total index, or where there is none the effect, of every cell. */
function manyCells({ inputs, cells }: Sensitivity, outputs: readonly Output[]): Column[] {
  const order = ranked(outputs, inputs);
  const all = axes(cells.map((vary) => ({ vary })));
  const scale = scaleOf(
    outputs[0]!.metric,
    outputs.flatMap(({ screening }) => (screening ?? []).map(({ size }) => ({ mean: size, ci95: null }))),
  );
  const some = outputs.flatMap(({ cell, indices, screening }): Column[] => {
    const heading = cellName({ vary: cells[cell]! }, all);
    const cellsOf = (of: (input: number) => string): string[] => order.map(of);
    if (indices)
      return [
        {
          heading,
          unit: '% of variance',
          cells: cellsOf((i) => text({ mean: indices[i]!.total, ci95: indices[i]!.total95 }, PERCENT)),
        },
      ];
    if (!screening) return [];
    return [
      {
        heading,
        unit: scale.unit || 'effect',
        cells: cellsOf((i) => shown(screening[i]!.size, screening[i]!.size95, scale)),
      },
    ];
  });
  return [{ heading: 'input', unit: '', align: 'left', cells: order.map((i) => inputs[i]!.name) }, ...some];
}

function reading({ outputs, design }: Sensitivity): string {
  const several = outputs.some(({ cell }) => cell > 0);
  const parts = [
    outputs.some(({ indices }) => indices)
      ? `Share of the variance over all ranges that an input takes part in (total Sobol index${several ? '' : '; by itself: first-order'}) from ${design.samples} rows.`
      : '',
    !several && outputs.some(({ screening }) => screening)
      ? `Effect: mean size of the change over the whole range (Morris) from ${design.walks} walks; its spread: how much that depends on where.`
      : '',
    `± half of the 95 % interval by resampling rows and walks, [low, high] where it is uneven; each point is a mean of ${design.few} ${design.few === 1 ? 'replication' : 'replications'} with the same seeds everywhere.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
