/** Parse text with a unit to a number of seconds, tokens, joules, watts or dollars. Each returns undefined when the text is not valid. */

/** Joules in a kilowatt-hour. */
export const JOULES_PER_KWH = 3.6e6;

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, min: 60, m: 60, h: 3600, d: 86400 };
const JOULES: Readonly<Record<string, number>> = {
  mJ: 1e-3,
  J: 1,
  kJ: 1e3,
  MJ: 1e6,
  Wh: 3600,
  kWh: JOULES_PER_KWH,
};
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;

function split(text: string): [number, string] | undefined {
  const match = NUMBER.exec(text.trim());
  if (!match) return undefined;
  const value = Number(match[0]);
  return Number.isFinite(value) ? [value, text.trim().slice(match[0].length).trim()] : undefined;
}

function scaled(text: string, factors: Readonly<Record<string, number>>): number | undefined {
  const parts = split(text);
  if (!parts) return undefined;
  const factor = parts[1] === '' ? 1 : Object.hasOwn(factors, parts[1]) ? factors[parts[1]] : undefined;
  return factor === undefined ? undefined : parts[0] * factor;
}

/** `90`, `60s`, `5m`, `1.5h`, `1h30m`, `250ms`. */
export function parseSeconds(text: string): number | undefined {
  const whole = scaled(text, SECONDS);
  if (whole !== undefined) return whole;
  const pieces = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d)\s*/g)];
  if (pieces.length === 0 || pieces.map((piece) => piece[0]).join('') !== text.trim()) return undefined;
  return pieces.reduce((sum, piece) => sum + Number(piece[1]) * SECONDS[piece[2]!]!, 0);
}

/** `0.45`, `0.45/s`, `30/m`, `1000/h`: per second. */
export function parseRate(text: string): number | undefined {
  const [amount, per, ...rest] = text.split('/');
  if (rest.length > 0 || !amount?.trim()) return undefined;
  const value = scaled(amount, {});
  if (value === undefined) return undefined;
  if (per === undefined) return value;
  const unit = SECONDS[per.trim()];
  return unit === undefined ? undefined : value / unit;
}

/** `0.8`, `80 %`. */
export function parseShare(text: string): number | undefined {
  return scaled(text, { '%': 0.01 });
}

/** `1.5 kJ`, `3 Wh`. */
export function parseJoules(text: string): number | undefined {
  return scaled(text, JOULES);
}

/** `8 GB`, `7.4 GiB`. */
export function parseBytes(text: string): number | undefined {
  return scaled(text, BYTES);
}

/** `5`, `5 $`, `$5`, `12 cents`: dollars. */
export function parseDollars(text: string): number | undefined {
  return scaled(text.trim().replace(/^\$\s*/, ''), { $: 1, USD: 1, cents: 0.01, cent: 0.01, ct: 0.01 });
}

/** `0.25 $/kWh`, `25 cents/kWh`: dollars per kilowatt-hour. */
export function parseTariff(text: string): number | undefined {
  const [money, per, ...rest] = text.split('/');
  if (rest.length > 0 || money === undefined) return undefined;
  if (per !== undefined && per.trim() !== 'kWh') return undefined;
  return parseDollars(money);
}
