/** Axes for inputs, and the boundaries of a map's fields along them. */
import { amountText } from '../../../kernel/amount.ts';
import type { Spec } from '../../../report/figure.ts';
import type { Input } from '../result.ts';

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

/** Tick marks: durations at minutes and hours, logarithmic axes at 1, 2 and 5. */
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
  if (!logarithmic) return { tickCount: 6, labelOverlap: 'greedy', labelSeparation: 4 };
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

/** Boundaries of a map's fields: half-way between neighbours (geometrically on a logarithmic axis), and the ends of the range. */
export function sides(values: readonly number[], { low, high, logarithmic }: Input): [number, number][] {
  const middle = (a: number, b: number): number => (logarithmic ? Math.sqrt(a * b) : (a + b) / 2);
  return values.map((value, i) => [
    i === 0 ? Math.min(low, value) : middle(values[i - 1]!, value),
    i === values.length - 1 ? Math.max(high, value) : middle(value, values[i + 1]!),
  ]);
}
