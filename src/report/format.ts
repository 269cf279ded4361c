/** Numbers as people read them: as many digits as the interval carries, thousands apart, one unit for a column. */
import { grouped } from '../kernel/grouped.ts';
import type { Estimate } from '../results.ts';

/** How a unit is shown: the value times `factor`, in `unit`. */
export interface Scale {
  readonly factor: number;
  readonly unit: string;
}

const PLAIN: Scale = { factor: 1, unit: '' };
export const PERCENT: Scale = { factor: 100, unit: '%' };

/** From the coarsest to the finest: the first that leaves the largest value at 1 or more is taken. */
const STEPS: Readonly<Record<string, readonly Scale[]>> = {
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

/** The scale in which the largest of the values reads best. */
export function scaleFor(unit: string, values: readonly number[]): Scale {
  const steps = STEPS[unit];
  if (!steps) return { factor: 1, unit };
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const fine = steps[steps.length - 1]!;
  return largest === 0 ? steps[0]! : (steps.find(({ factor }) => largest * factor >= 1) ?? fine);
}

/** Rounded to so many decimals, fewer than none for tens and hundreds, with commas between thousands. */
export function rounded(value: number, places: number): string {
  const unit = places < 0 ? Number(`1e${-places}`) : 1;
  const text = (Math.round(Math.abs(value) / unit) * unit).toFixed(0);
  const plain = places > 0 ? Math.abs(value).toFixed(Math.min(20, places)) : text;
  const body = grouped(plain);
  return value < 0 && /[1-9]/.test(body) ? `-${body}` : body;
}

/** Decimals worth showing: one digit of the half-width, two while it begins with 1. */
export function decimals(halfWidth: number): number {
  const [digits = '0', exponent = '0'] = halfWidth.toExponential(1).split('e');
  return (Number(digits) < 2 ? 1 : 0) - Number(exponent);
}

/** A number that comes without an interval: whole when large, else three digits. */
export function plain(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return '–';
  const exponent = Number(value.toExponential(2).split('e')[1]);
  if (exponent < -4) return value.toExponential(1);
  return rounded(value, Number.isInteger(value) ? 0 : Math.max(0, 2 - exponent));
}

/** A figure in two parts, so that a column can line them up; `half` is empty without an interval. */
export interface Parts {
  readonly mean: string;
  readonly half: string;
}

export function parts(estimate: Estimate | undefined, scale: Scale): Parts {
  if (estimate?.mean === undefined || estimate.mean === null) return { mean: '–', half: '' };
  const mean = estimate.mean * scale.factor;
  if (estimate.ci95 === null) return { mean: plain(mean), half: '' };
  const [low, high] = [estimate.ci95[0] * scale.factor, estimate.ci95[1] * scale.factor];
  const half = (high - low) / 2;
  if (!(half > 0)) return { mean: plain(mean), half: '' };
  return around(mean, [low, high], decimals(half));
}

/** Plus or minus its half where the interval is even, from its low to its high end where it is not. */
function around(mean: number, [low, high]: readonly [number, number], places: number): Parts {
  const half = (high - low) / 2;
  const even = Math.abs(high - mean - (mean - low)) <= 0.1 * half;
  const written = even ? `± ${rounded(half, places)}` : `[${rounded(low, places)}, ${rounded(high, places)}]`;
  return { mean: rounded(mean, places), half: written };
}

/** `1,248 ± 12`, `0 [0, 0.15]`, `3.14`; `–` for what is not known. */
export function text(estimate: Estimate | undefined, scale: Scale = PLAIN): string {
  const { mean, half } = parts(estimate, scale);
  return half === '' ? mean : `${mean} ${half}`;
}

/** Dollars with their cents, or cents below one dollar: `$6.04 ± 0.24`, `1.65 cents`. */
export function money(estimate: Estimate | undefined): string {
  if (estimate?.mean == null) return '–';
  const scale = scaleFor('$', [estimate.mean]);
  if (scale.unit !== '$') return `${text(estimate, scale)} ${scale.unit}`;
  const { mean, ci95 } = estimate;
  if (mean >= 1000) return `$${text(estimate, scale)}`;
  if (ci95 === null) return `$${rounded(mean, 2)}`;
  const { mean: middle, half } = around(mean, ci95, 2);
  return `$${middle} ${half}`;
}

/** Text that cannot move the cursor or colour the screen, on one line. */
export function quiet(value: unknown): string {
  return String(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
