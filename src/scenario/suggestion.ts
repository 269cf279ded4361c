/** What to say about a wrong name: what is allowed, and what was probably meant. */
import { editDistance } from '../catalog/nearest.ts';
import type { Hints } from './mistake.ts';

/** Names that are listed in full; of more, only the nearest. */
const LISTED = 24;
const NEAREST = 5;

export function instead(typed: string, names: readonly string[]): Hints {
  if (names.length === 0) return { allowed: 'none' };
  const listed = names.length > LISTED ? nearestFirst(typed, names).slice(0, NEAREST) : names;
  const more = names.length - listed.length;
  return {
    allowed: listed.join(', ') + (more > 0 ? ` and ${more} more` : ''),
    nearest: closest(typed, names),
  };
}

/** The name that was probably meant; undefined when none is near. */
export function closest(typed: string, names: readonly string[]): string | undefined {
  const best = nearestFirst(typed, names)[0];
  if (best === undefined) return undefined;
  const longest = Math.max(typed.length, best.length);
  return distance(typed, best) <= Math.max(1, Math.floor(longest * 0.4)) ? best : undefined;
}

function nearestFirst(typed: string, names: readonly string[]): readonly string[] {
  const far = new Map(names.map((name) => [name, distance(typed, name)]));
  return [...far.keys()].sort((a, b) => far.get(a)! - far.get(b)!);
}

/** Edits from one to the other, capitals aside. A part of a name, three letters or more, is nearer than its edits. */
function distance(typed: string, name: string): number {
  const a = typed.toLowerCase().slice(0, 100);
  const b = name.toLowerCase().slice(0, 100);
  if (a.length >= 3 && b.includes(a)) return a === b ? 0 : 0.5 + (b.length - a.length) / 1000;
  return editDistance(a, b);
}
