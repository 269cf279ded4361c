/** Maps times of a stretch to positions on the board. */

export interface TimelineView {
  readonly from: number;
  readonly to: number;
  /** The current time: later parts are shown pale. */
  readonly now: number;
  readonly width: number;
  readonly height: number;
  readonly ink: (colour: string) => string;
  /** The selected request; null for none. */
  readonly picked: number | null;
}

/** Width for the names of lanes, if there is room; else they are inside the lanes. */
const NAMES = 132;
const NARROW = 640;
export const AXIS = 26;
/** Opacity of what has not happened yet. */
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
