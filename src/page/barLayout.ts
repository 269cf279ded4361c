/** Layout of a bar chart: groups one below the other, each with rows, and a lane for every bar that is not stacked. */

interface Bar {
  readonly value: number;
  readonly ci95: readonly [number, number] | null;
  readonly ghost: number | null;
  /** The label at its end. */
  readonly text: string;
  readonly faint?: boolean;
  /** Whether it begins where the bar before ends. */
  readonly stacked?: boolean;
}

interface BarRow {
  readonly name: string;
  readonly colour: string;
  readonly bars: readonly Bar[];
}

export interface BarGroup {
  readonly title: string;
  readonly rows: readonly BarRow[];
}

/** A bar with its start, in units of the axis, and its lane within the row. */
export interface LaidBar {
  readonly bar: Bar;
  readonly from: number;
  readonly lane: number;
  /** Whether no stacked bar follows. */
  readonly isLast: boolean;
}

interface LaidRow {
  readonly row: BarRow;
  readonly bars: readonly LaidBar[];
  readonly top: number;
  readonly height: number;
}

interface LaidGroup {
  readonly title: string;
  readonly top: number;
  readonly rows: readonly LaidRow[];
}

export const BAR = 15;
/** Distance between the tops of two lanes. */
export const LANE = BAR + 3;
const BETWEEN = 13;
const TITLE = 22;

/** Vertical positions in pixels, and the total height. */
export function laid(groups: readonly BarGroup[]): {
  readonly groups: readonly LaidGroup[];
  readonly height: number;
} {
  let y = 0;
  const all = groups.map(({ title, rows }): LaidGroup => {
    const top = y;
    y += title === '' ? 0 : TITLE;
    return {
      title,
      top,
      rows: rows.map((row): LaidRow => {
        const start = y;
        const bars = lanesOf(row.bars);
        const height = (1 + bars.at(-1)!.lane) * LANE;
        y += height + BETWEEN;
        return { row, bars, top: start, height: height - (LANE - BAR) };
      }),
    };
  });
  return { groups: all, height: y - BETWEEN };
}

/** The largest value of bars and dashed marks. */
export function reachOf(rows: readonly BarRow[]): number {
  return Math.max(
    0,
    ...rows.flatMap(({ bars }) => [
      ...lanesOf(bars).map(({ bar, from }) => from + bar.value),
      ...bars.map(({ ghost }) => ghost ?? 0),
    ]),
  );
}

function lanesOf(bars: readonly Bar[]): LaidBar[] {
  let lane = -1;
  let from = 0;
  return bars.map((bar, i) => {
    if (!bar.stacked) {
      lane++;
      from = 0;
    }
    const start = from;
    from += bar.value;
    return { bar, from: start, lane, isLast: bars[i + 1]?.stacked !== true };
  });
}
