/** Layout of regions: a block of squares for each kind, on a map if the file has coordinates. */
import type { RegionKind } from '../../../scenario/scenario.ts';

/** Most squares; with more regions, several share one. */
const MOST_SQUARES = 2500;
/** Distance of blocks in block widths; and space for the name above one, per block in a row. */
const PITCH = 1.12;
const NAME = 0.07;
/** Most blocks across a map: larger distances are reduced. */
const WIDEST = 10;
/** Most squares, of a kind and in all, that are numbered. */
const NUMBERED = { side: 4, all: 64 };
/** Gap between the smallest squares as a share of their size; larger ones have the same gap. */
const GAP = 0.07;

export interface RegionSquare {
  /** The regions that share it: the first, and one past the last. */
  readonly regions: readonly [number, number];
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Its number within its kind, if there is room; missing for the only one of a kind. */
  readonly number?: string;
}

export interface Placed {
  readonly squares: readonly RegionSquare[];
  readonly labels: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  /** Size of the panel, in blocks. */
  readonly width: number;
  readonly height: number;
  /** Regions per square. */
  readonly each: number;
  /** Whether the file has coordinates. */
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
    // Few regions fill their block, with squares of at most twice the width.
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

/** Rows of about equal length and number. */
function inRows(count: number): Corner[] {
  const across = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, k): Corner => [k % across, Math.floor(k / across)]);
}

/** Scaled so that the nearest two are one block apart and none overlap; y points upwards. */
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
