/** Encoded texts that occur often in a request log, created once per run. */
import { statusOf } from '../metrics/stories.ts';
import { reasonOf } from '../model.ts';
import { piece, type Piece } from './byteLines.ts';

/** Texts with few distinct values are cached. */
const FEW = 10_000;
/** An upper bound for codes of reasons. */
const REASONS = 256;

export const pieces = (...texts: readonly string[]): readonly Piece[] => texts.map(piece);

/** By outcome, and code of the reason. */
export function statusPieces(): (outcome: number, reason: number) => Piece {
  const made = numbered((both) => statusOf(Math.floor(both / REASONS), both % REASONS));
  return (outcome, reason) => made(outcome * REASONS + reason);
}

/** By code. */
export function reasonPieces(text: (reason: string) => string): (code: number) => Piece {
  return numbered((code) => text(reasonOf(code)));
}

/** A text per number, created on first use. */
export function numbered(text: (number: number) => string): (number: number) => Piece {
  const made: (Piece | undefined)[] = [];
  return (number) => {
    const before = number < made.length ? made[number] : undefined;
    if (before !== undefined) return before;
    const one = piece(text(number));
    if (number >= FEW) return one;
    while (made.length <= number) made.push(undefined);
    return (made[number] = one);
  };
}
