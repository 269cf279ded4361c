/** What a log is, in words: how much demand it holds, and how it was read. */
import { grouped } from '../kernel/grouped.ts';
import { DAY } from './blocks.ts';
import { dayOf, formWords } from './moment.ts';
import type { RecordedLog } from './recordedLog.ts';
import type { Stretch } from './stretch.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
/** A log longer than this has times that were misread, most likely. */
const LONG = 366 * DAY;

/** `one recorded week, 19,132 requests`. */
export function demandWords(stretch: Stretch): string {
  return `${spanWords(stretch)}, ${countWords(stretch.high - stretch.low)}`;
}

function countWords(count: number): string {
  return count === 1 ? '1 request' : `${grouped(count)} requests`;
}

/** In days where it touches several, else in hours or minutes. */
function spanWords(stretch: Stretch): string {
  const [first, last] = daysOf(stretch);
  const days = last - first + 1;
  const seconds = stretch.to - stretch.from;
  if (days > 1 && seconds > DAY / 2) {
    if (days % 7 !== 0) return `${grouped(days)} recorded days`;
    return days === 7 ? 'one recorded week' : `${grouped(days / 7)} recorded weeks`;
  }
  const [length, unit] = seconds >= 5400 ? [3600, 'hour'] : seconds >= 90 ? [60, 'minute'] : [1, 'second'];
  const count = Number((seconds / length).toPrecision(2));
  return `${count} recorded ${unit}${count === 1 ? '' : 's'}`;
}

/** The first and the last day that it touches, by the clock. */
function daysOf({ log, from, to, clock }: Stretch): readonly [number, number] {
  const zero = log.start ?? 0;
  const day = (at: number): number => Math.floor((zero + at + clock(zero + at)) / DAY);
  return [day(from), day(to)];
}

/** `2 to 8 March 2026`; null where the log has no dates. */
export function whenWords(stretch: Stretch): string | null {
  if (stretch.log.start === null) return null;
  const [first, last] = daysOf(stretch).map(dayOf) as [ReturnType<typeof dayOf>, ReturnType<typeof dayOf>];
  const month = ({ month }: { month: number }): string => MONTHS[month - 1]!;
  const end = `${last.day} ${month(last)} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${month(first)} ${first.year} to ${end}`;
  if (first.month !== last.month) return `${first.day} ${month(first)} to ${end}`;
  return first.day === last.day ? end : `${first.day} to ${end}`;
}

/** How it was read, a sentence each. */
export function readingNotes(stretch: Stretch): string[] {
  const { found, tenants } = stretch.log;
  const when = whenWords(stretch);
  const notes = [
    `${found.form}; times are ${formWords(found.times)}${when === null ? '' : `, ${when}`}`,
    `columns: ${Object.entries(found.columns)
      .map(([role, name]) => `${ROLES[role]} ${name}${role === 'tenant' ? namesWords(tenants.length) : ''}`)
      .join(', ')}`,
  ];
  if (found.sorted) notes.push('rows are not in order of arrival: sorted on reading');
  const left = leftOut(stretch.log);
  if (left !== null) notes.push(left);
  return notes;
}

function namesWords(count: number): string {
  return ` (${grouped(count)} ${count === 1 ? 'name' : 'names'})`;
}

const ROLES: Readonly<Record<string, string>> = {
  time: 'time',
  prompt: 'prompt tokens',
  output: 'output tokens',
  tenant: 'tenant',
  status: 'status',
  error: 'error',
  firstToken: 'first token',
  end: 'end',
};

/** What rows without an answer became of; null where there are none. */
function leftOut({ found }: RecordedLog): string | null {
  const { failed, silent, kept, strange } = found;
  const parts = [
    ...(failed > 0 ? [`${grouped(failed)} that ended in an error`] : []),
    ...(silent > 0 ? [`${grouped(silent)} without output`] : []),
  ];
  const odd = strange.length === 0 ? '' : `status ${strange.join(', ')} taken for an answer`;
  if (parts.length === 0) return odd === '' ? null : odd;
  const rows = `rows ${kept ? 'taken in as they are' : 'left out'}: ${parts.join(', ')}`;
  return `${rows}${kept ? '' : ' (errors: keep takes them in)'}${odd === '' ? '' : `; ${odd}`}`;
}

/** What is hardly meant. */
export function implausible(stretch: Stretch): string[] {
  const { found } = stretch.log;
  const years = (stretch.to - stretch.from) / LONG;
  if (years <= 1) return [];
  const hint =
    found.times.kind === 'counted' && found.times.unit === 's'
      ? ': are they milliseconds? unit: ms says so'
      : ': is the time column the right one?';
  return [`the log goes over ${Number(years.toPrecision(2))} years by its times${hint}`];
}
