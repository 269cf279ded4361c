/** What a log is, in words: how much demand it holds, and how it was read. */
import { given } from '../kernel/given.ts';
import { counted } from '../kernel/words.ts';
import { grouped } from '../kernel/grouped.ts';
import { DAY } from './blocks.ts';
import { instantOf } from './clock.ts';
import { dayOf, formWords } from './moment.ts';
import { firstFrom, type LogStretch } from './stretch.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
/** A log longer than this has times that were misread, most likely. */
const LONG = 366 * DAY;

/** `one recorded week, 19,132 requests`. */
export function demandWords(stretch: LogStretch): string {
  return `${spanWords(stretch)}, ${counted(stretch.high - stretch.low, 'request')}`;
}

/** In days where it touches several and is as long as one, else in hours or minutes. */
function spanWords(stretch: LogStretch): string {
  const [first, last] = daysOf(stretch);
  const days = last - first + 1;
  const seconds = stretch.to - stretch.from;
  if (days > 1 && seconds >= DAY) {
    if (days % 7 !== 0) return `${grouped(days)} recorded days`;
    return days === 7 ? 'one recorded week' : `${grouped(days / 7)} recorded weeks`;
  }
  const [length, unit] = seconds >= 5400 ? [3600, 'hour'] : seconds >= 90 ? [60, 'minute'] : [1, 'second'];
  const count = Number((seconds / length).toPrecision(2));
  return `${count} recorded ${unit}${count === 1 ? '' : 's'}`;
}

/** The first and the last day by the clock of which it has requests; one that `from` or `to` only touches is none of them. */
function daysOf(stretch: LogStretch): readonly [number, number] {
  const { log, low, high } = stretch;
  const [first, last] = [dayAt(stretch, log.arrival[low]!), dayAt(stretch, log.arrival[high - 1]!)];
  const begins = low === 0 || half(stretch, first) ? first : first + 1;
  const ends = high === log.size || half(stretch, last) ? last : last - 1;
  // Days on which nobody asked are recorded too.
  const [from, to] = [dayAt(stretch, stretch.from) + 1, dayAt(stretch, stretch.to) - 1];
  const days = [Math.min(begins, from), Math.max(ends, to)] as const;
  return days[0] <= days[1] ? days : [first, last];
}

function dayAt({ log, clock }: LogStretch, at: number): number {
  const instant = (log.start ?? 0) + at;
  return Math.floor((instant + clock(instant)) / DAY);
}

/** Whether at least half of the requests of a day of the log are in the stretch. */
function half({ log, low, high, clock }: LogStretch, day: number): boolean {
  const at = (midnight: number): number =>
    firstFrom(log.arrival, instantOf(midnight * DAY, clock) - (log.start ?? 0));
  const [begins, ends] = [at(day), at(day + 1)];
  return 2 * (Math.min(high, ends) - Math.max(low, begins)) >= ends - begins;
}

/** `2 to 8 March 2026`; null where the log has no dates. */
export function whenWords(stretch: LogStretch): string | null {
  if (stretch.log.start === null) return null;
  const [first, last] = daysOf(stretch).map(dayOf) as [ReturnType<typeof dayOf>, ReturnType<typeof dayOf>];
  const month = ({ month }: { month: number }): string => MONTHS[month - 1]!;
  const end = `${last.day} ${month(last)} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${month(first)} ${first.year} to ${end}`;
  if (first.month !== last.month) return `${first.day} ${month(first)} to ${end}`;
  return first.day === last.day ? end : `${first.day} to ${end}`;
}

/** How it was read, a sentence each. */
export function readingNotes(stretch: LogStretch): string[] {
  const { found, tenants } = stretch.log;
  const when = whenWords(stretch);
  const notes = [
    `${found.form}; times are ${formWords(found.times)}${when === null ? '' : `, ${when}`}`,
    `columns: ${Object.entries(found.columns)
      .map(
        ([role, name]) =>
          `${ROLES[role]} ${name}${role === 'tenant' ? ` (${counted(tenants.length, 'name')})` : ''}`,
      )
      .join(', ')}`,
  ];
  if (found.sorted) notes.push('rows are not in order of arrival: sorted on reading');
  const left = leftOut(stretch);
  if (left !== null) notes.push(left);
  return notes;
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
function leftOut(stretch: LogStretch): string | null {
  const { kept, strange, ...found } = stretch.log.found;
  const [failed, silent] = [within(stretch, found.failed), within(stretch, found.silent)];
  const parts = given([
    failed > 0 && `${grouped(failed)} that ended in an error`,
    silent > 0 && `${grouped(silent)} without output`,
  ]);
  const odd = strange.length === 0 ? '' : `status ${strange.join(', ')} taken for an answer`;
  if (parts.length === 0) return odd === '' ? null : odd;
  const rows = `rows ${kept ? 'taken in as they are' : 'left out'}: ${parts.join(', ')}`;
  return `${rows}${kept ? '' : ' (errors: keep takes them in)'}${odd === '' ? '' : `; ${odd}`}`;
}

/** How many are in the stretch; what is before the first request of the log or after its last is where that is. */
function within({ log, low, high, from, to }: LogStretch, times: Float64Array): number {
  const [begins, ends] = [low === 0 ? -Infinity : from, high === log.size ? Infinity : to];
  return times.reduce((sum, at) => sum + (at < begins || at > ends ? 0 : 1), 0);
}

/** What is hardly meant. */
export function implausible(stretch: LogStretch): string[] {
  const { found } = stretch.log;
  const years = (stretch.to - stretch.from) / LONG;
  if (years <= 1) return [];
  const hint =
    found.times.kind === 'counted' && found.times.unit === 's'
      ? ': are they milliseconds? unit: ms says so'
      : ': is the time column the right one?';
  return [`the log goes over ${Number(years.toPrecision(2))} years by its times${hint}`];
}
