/** `90 s`, `20:00 min`, `1:02:30 h`. */
export function clockText(time: number): string {
  if (time < 120) return `${Math.round(time * 100) / 100} s`;
  const whole = Math.round(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (whole < 3600) return `${minutes}:${two(whole % 60)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)} h`;
}
