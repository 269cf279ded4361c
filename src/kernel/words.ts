/** Lists and plurals in text. */
import { grouped } from './grouped.ts';

/** `a, b and c`. */
export function list(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)!}`;
}

/** `1 run`, `1,200 runs`; give the plural where it is irregular. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `2 to 8`; just one of them when both read alike. */
export function fromTo(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`;
}
