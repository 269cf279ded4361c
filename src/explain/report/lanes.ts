/** Layout of the requests of a stretch: a lane per machine, with a row for each request that it holds at once. */
import type { Timeline, TimelineBar } from '../result.ts';

/** Within a lane: where its bars are, and how much of its lower part the band of the window may fill. */
export const TOP = 0.08;
export const BOTTOM = 0.74;
export const BAND = 0.2;

/** A bar in its lane. */
export interface LaneBar {
  readonly bar: TimelineBar;
  readonly lane: number;
  /** Its row in the lane, from above, and the number of rows. */
  readonly row: number;
  rows: number;
}

/** Overlapping bars of a lane are stacked. */
export function packed(bars: readonly TimelineBar[], laneOf: (machine: number) => number): LaneBar[] {
  const ends = new Map<number, number[]>();
  const all = bars
    .toSorted((a, b) => a.from - b.from || a.request - b.request)
    .map((bar): LaneBar => {
      const lane = laneOf(bar.machine);
      const rows = ends.get(lane) ?? [];
      ends.set(lane, rows);
      const free = rows.findIndex((end) => end <= bar.from);
      const row = free < 0 ? rows.length : free;
      rows[row] = bar.end;
      return { bar, lane, row, rows: 0 };
    });
  for (const one of all) one.rows = ends.get(one.lane)!.length;
  return all;
}

/** The lanes from above: machines, limits without a machine, the cloud; only those with content. */
export interface Lanes {
  readonly names: readonly string[];
  /** The lane of a bar's or mark's machine. */
  readonly of: (machine: number | null) => number;
}

export function lanesOf({ machines, bars, marks }: Timeline): Lanes {
  const hasCloud = bars.some(({ machine }) => machine === -1) || marks.some(({ machine }) => machine === -1);
  const hasLimits = marks.some(({ machine }) => machine === null);
  const names = [
    ...shortened(machines.map(({ name }) => name)),
    ...(hasLimits ? ['limits'] : []),
    ...(hasCloud ? ['cloud'] : []),
  ];
  return {
    names,
    of: (machine) => (machine === null ? machines.length : machine === -1 ? names.length - 1 : machine),
  };
}

/** The board and its number, if all have the same model. */
function shortened(names: readonly string[]): string[] {
  const models = new Set(names.flatMap((name) => /\/(.*?)(?:#|$)/.exec(name)?.[1] ?? []));
  return models.size > 1 ? [...names] : names.map((name) => name.replace(/\/.*?(?=#|$)/, ''));
}

export type RequestState = 'waiting' | 'reading the prompt' | 'writing the answer' | 'in the cloud';

/** The phases of a bar in order, without empty ones. */
export function phasesOf({
  machine,
  from,
  start,
  firstToken,
  end,
}: TimelineBar): (readonly [state: RequestState, from: number, to: number])[] {
  if (machine === -1) return end > from ? [['in the cloud', from, end]] : [];
  const seated = start ?? end;
  const read = Math.max(seated, Math.min(firstToken ?? end, end));
  const all = [
    ['waiting', from, seated],
    ['reading the prompt', seated, read],
    ['writing the answer', read, end],
  ] as const;
  return all.filter(([, began, ended]) => ended > began);
}
