/** A stay of a request cut where its state changes. */
import { type LaneBar, BOTTOM, TOP, phasesOf } from './lanes.ts';
import { clockText } from './clockText.ts';

interface Piece {
  readonly at: number;
  readonly until: number;
  readonly low: number;
  readonly high: number;
  readonly state: string;
  readonly says: string;
}

/** A bar in up to three pieces, as much of it as is in sight. */
export function piecesOf({ bar, lane, row, rows }: LaneBar, from: number, to: number): Piece[] {
  const height = (BOTTOM - TOP) / rows;
  const low = lane + TOP + row * height;
  return phasesOf(bar)
    .filter(([, at, until]) => until > from && at < to)
    .map(([state, at, until]) => ({
      at: Math.max(at, from),
      until: Math.min(until, to),
      low,
      high: low + height * 0.92,
      state,
      says: `request ${bar.request}: ${state} from ${clockText(at)} to ${clockText(until)}`,
    }));
}
