/** Where the regions of a world are drawn: a block of squares for each kind, on a map where the file says where they lie. */
import type { RegionKind } from '../../../scenario/scenario.ts';

/** Squares of a picture; of more regions several share one. */
const MOST_SQUARES = 2500;
/** From block to block, in blocks; and what the name above one takes, for each block there is across. */
const PITCH = 1.12;
const NAME = 0.07;
/** Blocks across a map at most: what lies further apart is drawn closer. */
const WIDEST = 10;
/** Squares of a kind and of a picture that are numbered. */
const NUMBERED = { side: 4, all: 64 };
/** What the smallest squares leave free of their place, so that neighbours are told apart; larger ones leave as much. */
const GAP = 0.07;

export interface RegionSquare {
  /** From the first to before the last of those that share it. */
  readonly regions: readonly [number, number];
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Which of its kind it is, where there is room to say so; nothing of one that is alone. */
  readonly number?: string;
}

export interface Placed {
  readonly squares: readonly RegionSquare[];
  readonly labels: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  /** How large the picture is, in blocks. */
  readonly width: number;
  readonly height: number;
  /** Regions of a square. */
  readonly each: number;
  /** Whether the file says where they lie. */
  readonly isMap: boolean;
}

export function placed(kinds: readonly RegionKind[]): Placed {
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const each = Math.ceil(total / MOST_SQUARES);
  const most = Math.max(...kinds.map(({ count }) => Math.ceil(count / each)));
  const finest = Math.ceil(Math.sqrt(most));
  const isMap = kinds.every(({ at }) => at !== null);
  const corners = isMap ? cornersOf(kinds.map(({ at }) => at!)) : inRows(kinds.length);
  const across = Math.max(...corners.map(([column]) => column)) + 1;
  const name = NAME * across;
  const squares: RegionSquare[] = [];
  const labels: Placed['labels'][number][] = [];
  let first = 0;
  kinds.forEach(({ name: called, count }, k) => {
    const [left, top] = [corners[k]![0] * PITCH, corners[k]![1] * (PITCH + name) + name];
    labels.push({ name: called, x: left, y: top });
    // Few regions fill their block, with squares of twice the width at most.
    const side = Math.max(Math.ceil(finest / 2), Math.ceil(Math.sqrt(Math.ceil(count / each))));
    const wide = 1 / side - GAP / finest;
    const numbered = each === 1 && count > 1 && side <= NUMBERED.side && total <= NUMBERED.all;
    for (let i = 0; i * each < count; i++) {
      const [x, y] = [left + (i % side) / side, top + Math.floor(i / side) / side];
      const regions = [first + i * each, first + Math.min(count, (i + 1) * each)] as const;
      const corners = { x, y, x2: x + wide, y2: y + wide };
      squares.push({ regions, ...corners, ...(numbered && { number: String(i + 1) }) });
    }
    first += count;
  });
  return {
    squares,
    labels,
    width: Math.max(...squares.map(({ x2 }) => x2)),
    height: Math.max(...squares.map(({ y2 }) => y2)),
    each,
    isMap,
  };
}

type Corner = readonly [column: number, row: number];

/** As many across as down, about. */
function inRows(count: number): Corner[] {
  const across = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, k): Corner => [k % across, Math.floor(k / across)]);
}

/** The nearest two lie a block apart, so that no block covers another; y goes upwards. */
function cornersOf(places: readonly (readonly [number, number])[]): Corner[] {
  const spread = (axis: 0 | 1): { low: number; step: number } => {
    const values = [...new Set(places.map((place) => place[axis]))].sort((a, b) => a - b);
    const gaps = values.slice(1).map((value, i) => value - values[i]!);
    const [low, most] = [values[0]!, values.at(-1)! - values[0]!];
    return { low, step: Math.max(Math.min(...gaps, Infinity), most / WIDEST) };
  };
  const [across, up] = [spread(0), spread(1)];
  const top = Math.max(...places.map(([, y]) => y));
  const steps = (distance: number, step: number): number => (Number.isFinite(step) ? distance / step : 0);
  return places.map(([x, y]): Corner => [steps(x - across.low, across.step), steps(top - y, up.step)]);
}
