/** A moment as whole seconds and the fraction of a second, kept apart so that nothing of the fraction is lost. */
export interface Moment {
  readonly seconds: number;
  readonly fraction: number;
}

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;

/** A plain number of seconds, or `2023-11-16 18:17:03.9799600` with or without a zone. */
export function parseMoment(text: string): Moment | undefined {
  const match = WRITTEN.exec(text.trim());
  if (!match) {
    const number = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(number)) return undefined;
    const seconds = Math.floor(number);
    return { seconds, fraction: number - seconds };
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) {
    return undefined;
  }
  const zone = match[8];
  const sign = zone?.startsWith('-') ? -1 : 1;
  const shift =
    zone === undefined || zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const minutes = (days(year, month, day) * 24 + hour) * 60 + minute - shift;
  return { seconds: minutes * 60 + second, fraction: Number(match[7] ?? 0) };
}

/** Days from 1 March of the year 0, so that the leap day ends a year. */
function days(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  return (
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * m + 2) / 5) +
    day
  );
}
