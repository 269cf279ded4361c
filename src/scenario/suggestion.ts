/** Hints for a wrong name: the allowed names, and the one probably meant. */
import { editDistance } from '../catalog/nearest.ts';
import { grouped } from '../kernel/grouped.ts';
import type { Hints } from './mistake.ts';

/** Names listed in full; of more, only the nearest. */
const LISTED = 24;
const NEAREST = 5;

/** `where` tells what lists the names, for when there are too many and none is near. */
export function instead(typed: string, names: readonly string[], where?: string): Hints {
  if (names.length === 0) return { allowed: 'none' };
  const near = nearestFirst(typed, names).filter((name) => isNear(typed, name));
  const listed = names.length > LISTED ? near.slice(0, NEAREST) : names;
  if (listed.length === 0) {
    const lists = where === undefined ? '' : `; ${where} lists them`;
    return { allowed: `one of ${grouped(names.length)} names${lists}`, nearest: undefined };
  }
  const more = names.length - listed.length;
  return {
    allowed: listed.join(', ') + (more > 0 ? ` and ${grouped(more)} more` : ''),
    nearest: near[0],
  };
}

/** Hints for a wrong key: keys that are already present are listed separately, since one of them may have been meant. */
export function insteadOfKey(typed: string, free: readonly string[], taken: readonly string[]): Hints {
  const { allowed, ...hints } = instead(typed, free);
  const there =
    taken.length === 0
      ? ''
      : `${free.length === 0 ? 'nothing more' : allowed}; there already: ${taken.join(', ')}`;
  return {
    ...hints,
    allowed: there === '' ? allowed : there,
    nearest: closest(typed, free) ?? closest(typed, taken),
  };
}

/** The name that was probably meant; undefined when none is near. */
export function closest(typed: string, names: readonly string[]): string | undefined {
  const best = nearestFirst(typed, names)[0];
  return best !== undefined && isNear(typed, best) ? best : undefined;
}

/** Whether the edit distance is so small that one may be a misspelling of the other. */
export function isNear(typed: string, name: string): boolean {
  const longest = Math.max(typed.length, name.length);
  return distance(typed, name) <= Math.max(1, Math.floor(longest * 0.4));
}

function nearestFirst(typed: string, names: readonly string[]): readonly string[] {
  const far = new Map(names.map((name) => [name, distance(typed, name)]));
  return [...far.keys()].sort((a, b) => far.get(a)! - far.get(b)!);
}

/** Edit distance, ignoring case. A part of a name of three letters or more counts as nearer. */
function distance(typed: string, name: string): number {
  const a = typed.toLowerCase().slice(0, 100);
  const b = name.toLowerCase().slice(0, 100);
  if (a.length >= 3 && b.includes(a)) return a === b ? 0 : 0.5 + (b.length - a.length) / 1000;
  return editDistance(a, b);
}
