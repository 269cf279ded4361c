/** Times of a long run as somebody reads them: dates where it replays a log with dates. */
import type { Dates } from '../model.ts';
import { clockText } from '../kernel/clockText.ts';
import type { Explained } from './result.ts';

const DAY = 86_400;

/** Days and clocks for a run that has no dates and goes on for longer than a day. */
export function daysOf(duration: number): Pick<Dates, 'shown'> | undefined {
  return duration > DAY ? { shown: clockText } : undefined;
}

export function dated(explained: Explained, dates: Pick<Dates, 'shown'> | undefined): Explained {
  if (dates === undefined) return explained;
  const { request, worst, refused, timeline } = explained;
  return {
    ...explained,
    ...(request && { request: { ...request, shown: dates.shown(request.arrival) } }),
    ...(worst && {
      worst: { ...worst, rows: worst.rows.map((row) => ({ ...row, shown: dates.shown(row.arrival) })) },
    }),
    ...(refused && {
      refused: { ...refused, rows: refused.rows.map((row) => ({ ...row, shown: dates.shown(row.at) })) },
    }),
    ...(timeline && {
      timeline: { ...timeline, shown: [dates.shown(timeline.from), dates.shown(timeline.to)] },
    }),
  };
}
