/** Names and axes that the figures of a study of sensitivity share. */
import { amountText } from '../../../kernel/amount.ts';
import type { Labels } from '../../../results.ts';
import type { Input } from '../result.ts';
import { axes, cellName, spoken } from '../../../report/axes.ts';
import { coloursOf, dashes } from '../../../report/palette.ts';
import type { Spec } from '../../../report/spec.ts';

/** Every cell in words, as a figure writes them. */
export function cellNames(cells: readonly Labels[]): string[] {
  const varied = axes(cells.map((vary) => ({ vary })));
  return cells.map((vary) =>
    varied.length === 1 ? spoken(vary[varied[0]!.path]!) : cellName({ vary }, varied),
  );
}

/** The colour and the dash of every cell: a strategy has its own colour, what else varies is told by the dash. */
export function cellLook(cells: readonly Labels[]): {
  readonly colours: readonly string[];
  readonly dashes: readonly (readonly number[])[];
} {
  const varied = axes(cells.map((vary) => ({ vary })));
  const strategy = varied.find(({ path }) => path === 'strategy');
  const others = varied.filter((axis) => axis !== strategy);
  if (!strategy || others.length === 0)
    return {
      colours: coloursOf(strategy?.path ?? null, strategy?.values ?? cells),
      dashes: dashes(cells.length),
    };
  const own = coloursOf(strategy.path, strategy.values);
  const settings = [...new Set(cells.map((vary) => cellName({ vary }, others)))];
  const lines = dashes(Math.max(4, settings.length));
  return {
    colours: cells.map((vary) => own[strategy.values.indexOf(vary[strategy.path]!)]!),
    dashes: cells.map((vary) => lines[settings.indexOf(cellName({ vary }, others))]!),
  };
}

/** The labels of a group of cells in words; empty when nothing else varies. */
export function groupName(where: Labels): string {
  return Object.values(where).map(spoken).join(', ');
}

/** The axis of an input, along x or y. */
export function inputAxis(input: Input): Spec {
  return {
    type: 'quantitative',
    title: input.unit === '' || input.unit === 's' ? input.name : `${input.name} (${input.unit})`,
    scale: {
      ...(input.logarithmic ? { type: 'log' } : { zero: false }),
      nice: false,
      domain: [input.low, input.high],
    },
    axis: { grid: false, domain: true, ticks: true, ...ticks(input) },
  };
}

const READABLE: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400,
  43200, 86400,
];

/** Durations at minutes and hours, ratios at 1, 2 and 5. */
function ticks({ low, high, logarithmic, unit }: Input): Spec {
  if (unit === 's') {
    const inside = logarithmic
      ? READABLE.filter((value) => value >= low && value <= high)
      : evenly(low, high);
    const words = Object.fromEntries(inside.map((value) => [String(value), amountText(value, 's')]));
    return {
      values: inside,
      labelExpr: `${JSON.stringify(words)}[datum.value]`,
      labelOverlap: 'greedy',
      labelSeparation: 4,
    };
  }
  if (!logarithmic) return { tickCount: 6 };
  const powers = Array.from({ length: 25 }, (_, i) => i - 12).flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  );
  const values = powers.filter((value) => value >= low && value <= high);
  return { values, labelExpr: "format(datum.value, '~r')", labelOverlap: 'greedy', labelSeparation: 4 };
}

function evenly(low: number, high: number): number[] {
  const step = READABLE.find((size) => (high - low) / size <= 6) ?? (high - low) / 5;
  const from = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - from + 1 }, (_, i) => (from + i) * step);
}

/** Half-way between neighbours (by ratios where the axis is so), and the ends of the range: the sides of a field of a map. */
export function sides(values: readonly number[], { low, high, logarithmic }: Input): [number, number][] {
  const middle = (a: number, b: number): number => (logarithmic ? Math.sqrt(a * b) : (a + b) / 2);
  return values.map((value, i) => [
    i === 0 ? Math.min(low, value) : middle(values[i - 1]!, value),
    i === values.length - 1 ? Math.max(high, value) : middle(value, values[i + 1]!),
  ]);
}
