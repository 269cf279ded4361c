/**
 * Formats numbers for people: the one place that decides how many digits a value and its interval have, in tables and in
 * text.
 */
import { grouped } from './grouped.ts';

/** How a unit is shown: the value times `factor`, in `unit`. */
export interface AxisScale {
  readonly factor: number;
  readonly unit: string;
}

/** From coarse to fine: the first one that shows the largest value as 1 or more is used. */
const STEPS: Readonly<Record<string, readonly AxisScale[]>> = {
  s: [
    { factor: 1, unit: 's' },
    { factor: 1e3, unit: 'ms' },
  ],
  $: [
    { factor: 1, unit: '$' },
    { factor: 100, unit: 'cents' },
  ],
  J: [
    { factor: 1e-6, unit: 'MJ' },
    { factor: 1e-3, unit: 'kJ' },
    { factor: 1, unit: 'J' },
  ],
  tokens: [
    { factor: 1e-6, unit: 'M tokens' },
    { factor: 1e-3, unit: 'k tokens' },
    { factor: 1, unit: 'tokens' },
  ],
};

/** The scale that suits the largest of the values. */
export function scaleFor(unit: string, values: readonly number[]): AxisScale {
  const steps = STEPS[unit];
  if (!steps) return { factor: 1, unit };
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const fine = steps[steps.length - 1]!;
  return largest === 0 ? steps[0]! : (steps.find(({ factor }) => largest * factor >= 1) ?? fine);
}

/** Rounded to so many decimals (negative: to tens or hundreds), with commas between thousands. */
export function rounded(value: number, places: number): string {
  const unit = places < 0 ? Number(`1e${-places}`) : 1;
  const text = (Math.round(Math.abs(value) / unit) * unit).toFixed(0);
  const plain = places > 0 ? Math.abs(value).toFixed(Math.min(20, places)) : text;
  const body = grouped(plain);
  return value < 0 && /[1-9]/.test(body) ? `-${body}` : body;
}

/**
 * Decimals to show of an estimate with this half-width: two digits of the half-width while its leading digits are below
 * 3.5, else one. The half-width shown is then within 15 % of the true one. Dollars never have exactly one decimal.
 */
export function decimals(halfWidth: number, unit: string = ''): number {
  const [digits = '0', exponent = '0'] = halfWidth.toExponential(1).split('e');
  const worth = (Number(digits) < 3.5 ? 1 : 0) - Number(exponent);
  return unit === '$' && worth === 1 ? 2 : worth;
}

/** A number without an interval: whole when large, else three digits. */
export function plain(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return '–';
  const exponent = Number(value.toExponential(2).split('e')[1]);
  if (exponent < -4) return value.toExponential(1);
  return rounded(value, Number.isInteger(value) ? 0 : Math.max(0, 2 - exponent));
}

/** As many digits as the interval justifies; three without an interval. */
export function known(value: number, halfWidth: number, unit: string = ''): string {
  const sure = halfWidth > 0 && Number.isFinite(halfWidth);
  return sure ? rounded(value, decimals(halfWidth, unit)) : plain(value);
}

/** The end of an interval of small width: with its first digit, where fewer would show it as 0. */
export function knownEnd(value: number, halfWidth: number, unit: string = ''): string {
  const text = known(value, halfWidth, unit);
  if (value === 0 || /[1-9]/.test(text)) return text;
  const exponent = Number(value.toExponential(0).split('e')[1]);
  return exponent < -4 ? value.toExponential(0) : rounded(value, -exponent);
}

/**
 * A share in per cent to so many digits, counted from the nearer of 0 and 100: `0.03 %`, `7.3 %`, `99.97 %`; a dash
 * when it is unknown.
 */
export function percent(share: number | null | undefined, digits = 3): string {
  return share === null || share === undefined ? '–' : `${hundredths(share, digits)} %`;
}

/** A share in per cent to so many decimals. */
export function percentTo(share: number | null | undefined, places: number): string {
  return share === null || share === undefined ? '–' : `${rounded(share * 100, places)} %`;
}

/** A share in per cent without the sign: for a column with a unit, or a range with one sign at its end. */
export function hundredths(share: number, digits = 3): string {
  const value = share * 100;
  if (share > 0 && share < SEEN) return `< ${plain(SEEN * 100)}`;
  const fromWhole = Math.abs(100 - value) < Math.abs(value);
  const rest = fromWhole ? Math.abs(100 - value) : Math.abs(value);
  if (rest === 0) return rounded(value, 0);
  const exponent = Number(rest.toExponential(2).split('e')[1]);
  const places = (fromWhole ? digits - 2 : digits - 1) - Math.min(1, exponent);
  const text = rounded(value, Math.max(0, Math.min(6, places)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Smaller shares are shown as 0. */
const SEEN = 0.00001;

/** Dollars: `$1,250`, `$6.04`, `3.12 cents`, `0.0136 cents`; a dash when unknown. */
export function dollars(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  if (size >= 1000) return `${sign}$${rounded(size, 0)}`;
  if (size >= 0.9995 || size === 0) return `${sign}$${rounded(size, 2)}`;
  return `${plain(value * 100)} cents`;
}
