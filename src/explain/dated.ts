/** Dates for the seconds of a run that replays a log with dates. */
import type { Dates } from '../model.ts';
import type { Explained } from './result.ts';

export function dated(explained: Explained, dates: Dates | undefined): Explained {
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
