/** Where a moment of a stretch lies on the board. */

export interface TimelineView {
  readonly from: number;
  readonly to: number;
  /** What is later is shown pale: it has not happened yet. */
  readonly now: number;
  readonly width: number;
  readonly height: number;
  readonly ink: (colour: string) => string;
  /** A request that is picked out; null for none. */
  readonly picked: number | null;
}

/** Room for the names of lanes, where there is any; else they stand in them. */
const NAMES = 132;
const NARROW = 640;
export const AXIS = 26;
/** How much is seen of what has not happened yet. */
export const PALE = 0.28;
export const leftOf = (width: number): number => (width < NARROW ? 0 : NAMES);

export function clock(time: number): string {
  const whole = Math.floor(time + 1e-9);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  const seconds = two(whole % 60);
  return minutes < 60
    ? `${minutes}:${seconds}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${seconds}`;
}

export function xOf({ from, to, width }: TimelineView): (time: number) => number {
  const left = leftOf(width);
  const scale = (width - left) / (to - from);
  return (time) => left + (time - from) * scale;
}
