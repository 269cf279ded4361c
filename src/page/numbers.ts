/** Number formats of the page: shorter than in tables, and fast, since they change during dragging. */
import type { Estimate } from '../results.ts';

/** By number of digits; cached, since creating one is slow. */
const FORMATS: readonly Intl.NumberFormat[] = Array.from(
  { length: 13 },
  (_, digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits }),
);

const formats = (digits: number): Intl.NumberFormat => FORMATS[digits] ?? FORMATS.at(-1)!;

/** Three significant digits, with commas between thousands. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1000) return formats(0).format(Number(value.toPrecision(3)));
  return formats(Math.max(0, 2 - Math.floor(Math.log10(size)))).format(value);
}

/** For axes: 12k, 1.5M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formats(1).format(value / 1e6)}M`;
  if (size >= 1e4) return `${formats(1).format(value / 1e3)}k`;
  return formats(size >= 10 ? 0 : size >= 1 ? 1 : 3).format(value);
}

export const percent = (share: number, digits = 0): string => `${formats(digits).format(share * 100)} %`;

/** With both digits of the cents where there are any, and without them above a hundred. */
export function dollars(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 1000
      ? formats(0).format(Number(size.toPrecision(3)))
      : size >= 100
        ? formats(0).format(size)
        : size < 0.005 || Number.isInteger(size)
          ? formats(0).format(size)
          : size.toFixed(2);
  return `${value < 0 ? '−' : ''}$${text}`;
}

export function seconds(value: number): string {
  if (value >= 5400) return `${number(value / 3600)} h`;
  if (value >= 120) return `${number(value / 60)} min`;
  return value < 1 ? `${formats(0).format(value * 1000)} ms` : `${number(value)} s`;
}

/** Half-width of an interval, or null. */
export const half = ({ ci95 }: Pick<Estimate, 'ci95'>): number | null =>
  ci95 ? (ci95[1] - ci95[0]) / 2 : null;

/** `63 % ± 1`, formatted by `say`. */
export function within(estimate: Estimate | undefined, say: (value: number) => string, factor = 1): string {
  if (estimate?.mean == null) return '–';
  const around = half(estimate);
  return `${say(estimate.mean * factor)}${around === null ? '' : ` ± ${say(around * factor)}`}`;
}
