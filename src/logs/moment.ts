/** Times as logs write them. */

/** A moment as whole seconds and the fraction of a second, kept apart so that nothing of the fraction is lost. */
export interface Moment {
  readonly seconds: number;
  readonly fraction: number;
}

export const UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type Unit = (typeof UNITS)[number];

const PER_SECOND: Readonly<Record<Unit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };
const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};

/** What of a date comes first: `2026-11-09`, `09.11.2026`, `11/09/2026`. */
type Order = 'year' | 'day' | 'month';

/**
 * How times are written: as dates, as a count since 1970, or as a count from a start that is not said. `zone` is the
 * offset from UTC that the first of them has, in seconds; null where none is written.
 */
export type TimeForm =
  | { readonly kind: 'written'; readonly order: Order; readonly zone: number | null }
  | { readonly kind: 'epoch'; readonly unit: Unit }
  | { readonly kind: 'counted'; readonly unit: Unit };

export function formWords(form: TimeForm): string {
  if (form.kind === 'written')
    return `dates and times ${form.order === 'year' ? '' : `with the ${form.order} first `}${form.zone === null ? 'without a zone' : 'with their zone'}`;
  return form.kind === 'epoch'
    ? `epoch ${UNIT_WORDS[form.unit]}`
    : `${UNIT_WORDS[form.unit]} from the start of the log`;
}

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** As spreadsheets and exports write them: the day or the month first, whole or with a leading 0. */
const TURNED =
  /^(\d\d?)([./])(\d\d?)\2(\d{4})(?:,? +|T)(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** With dots the day is first. With slashes it may be either, and only a number beyond 12 says which. */
function orderOf(match: RegExpExecArray): Order | null {
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (match[2] === '.' || first > 12) return 'day';
  if (second > 12) return 'month';
  return first === second ? 'day' : null;
}

/** What a time may be, said where one is not. */
export const TIMES =
  'seconds, milliseconds, microseconds or nanoseconds, since 1970 or from a start; 2026-03-02T09:00:00 or 02.03.2026 09:00:00, with or without a zone';

/** Why a date with slashes is not read; null where that is not why. */
export function eitherWay(text: string): string | null {
  const match = TURNED.exec(text.trim());
  if (!match || orderOf(match) !== null) return null;
  return `whether the day or the month is first in "${text.trim()}" is not known`;
}

/** From a time of the log, and from the unit where it is known; undefined when it is no time at all. */
export function formOf(text: string, unit?: Unit): TimeForm | undefined {
  const trimmed = text.trim();
  const match = WRITTEN.exec(trimmed);
  if (match) return { kind: 'written', order: 'year', zone: zoneOf(match[8]) };
  const turned = TURNED.exec(trimmed);
  if (turned) {
    const order = orderOf(turned);
    return order === null ? undefined : { kind: 'written', order, zone: zoneOf(turned[9]) };
  }
  const number = trimmed === '' ? NaN : Number(trimmed);
  if (!Number.isFinite(number)) return undefined;
  // From 2001 to 2128 in each of the units; what is less counts from a start of its own.
  for (const one of unit === undefined ? UNITS : [unit]) {
    const seconds = number / PER_SECOND[one];
    if (seconds >= 1e9 && seconds < 5e9) return { kind: 'epoch', unit: one };
  }
  return { kind: 'counted', unit: unit ?? 's' };
}

/** A time in the form of the log; undefined when it is in another, or none. */
export function momentOf(text: string, form: TimeForm): Moment | undefined {
  const trimmed = text.trim();
  if (form.kind === 'written') {
    const match = form.order === 'year' ? WRITTEN.exec(trimmed) : turnedAround(trimmed, form.order);
    if (!match || (match[8] === undefined) !== (form.zone === null)) return undefined;
    return writtenMoment(match);
  }
  const number = trimmed === '' ? NaN : Number(trimmed);
  if (!Number.isFinite(number)) return undefined;
  const per = PER_SECOND[form.unit];
  const seconds = Math.floor(number / per);
  return { seconds, fraction: (number - seconds * per) / per };
}

/** Its parts in the order of `WRITTEN`. */
function turnedAround(text: string, order: Order): readonly (string | undefined)[] | null {
  const match = TURNED.exec(text);
  if (!match) return null;
  const [whole, first, , second, year, ...rest] = match;
  return [whole, year, ...(order === 'day' ? [second, first] : [first, second]), ...rest];
}

function writtenMoment(match: readonly (string | undefined)[]): Moment | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const seconds = (daysFrom(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
  return {
    seconds: seconds - (match[8] === undefined ? 0 : zoneSeconds(match[8])),
    fraction: Number(`.${match[7] ?? '0'}`),
  };
}

/** A date, with or without a time and a zone, as somebody writes it: what clocks show, in seconds since 1970. */
export interface Written {
  readonly shown: number;
  /** Seconds from UTC; null where none is written. */
  readonly zone: number | null;
  /** A date alone. */
  readonly bare: boolean;
}

/** Undefined when it is none. */
export function dateOf(text: string): Written | undefined {
  const trimmed = text.trim();
  const bare = /^\d{4}-\d\d-\d\d$/.test(trimmed);
  const match = WRITTEN.exec(bare ? `${trimmed}T00:00` : trimmed);
  const moment = match ? writtenMoment(match) : undefined;
  if (!match || !moment) return undefined;
  // There is no 31 February.
  if (dayOf(daysFrom(Number(match[1]), Number(match[2]), Number(match[3]))).day !== Number(match[3]))
    return undefined;
  const zone = zoneOf(match[8]);
  return { shown: moment.seconds + moment.fraction + (zone ?? 0), zone, bare };
}

/** `2026-03-02 09:00`, of what clocks show, or with the seconds. */
export function shownText(exact: number, seconds = false): string {
  const shown = seconds ? Math.round(exact) : exact;
  const { year, month, day } = dayOf(Math.floor(shown / 86_400));
  const minutes = Math.floor((shown - Math.floor(shown / 86_400) * 86_400) / 60);
  const two = (number: number): string => String(number).padStart(2, '0');
  const rest = seconds ? `:${two(((shown % 60) + 60) % 60)}` : '';
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}${rest}`;
}

const zoneOf = (zone: string | undefined): number | null => (zone === undefined ? null : zoneSeconds(zone));

function zoneSeconds(zone: string): number {
  if (/^(?:z|utc)$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return (zone.startsWith('-') ? -60 : 60) * minutes;
}

/** Days from 1 January 1970; years begin in March here, so that the leap day ends one. */
export function daysFrom(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * m + 2) / 5) + day - 719_469;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The other way round. */
export function dayOf(days: number): Day {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: year + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * m + 2) / 5) + 1,
  };
}
