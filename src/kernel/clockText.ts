/** A time of a run as clocks show it. */
import { counted } from './words.ts';

/** In minutes. */
const DAY = 1440;

/** `90 s`, `20:00 min`, `1:02:30 h`; from a day on `2 days 3:05:00`. */
export function clockText(time: number): string {
  if (time < 120) return `${Math.round(time * 100) / 100} s`;
  const whole = Math.round(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (whole < 3600) return `${minutes}:${two(whole % 60)} min`;
  const days = Math.floor(minutes / DAY);
  const rest = `${Math.floor((minutes % DAY) / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  return days === 0 ? `${rest} h` : `${counted(days, 'day')} ${rest}`;
}
