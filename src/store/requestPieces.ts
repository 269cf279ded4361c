/** The words that rows of a log of requests are full of, made once for a run. */
import { statusOf } from '../metrics/stories.ts';
import { reasonOf } from '../model.ts';
import { piece, type Piece } from './byteLines.ts';

/** Texts of which there are few are made once. */
const FEW = 10_000;
/** No reason has a code as high. */
const REASONS = 256;

export const pieces = (...texts: readonly string[]): readonly Piece[] => texts.map(piece);

/** By how it ended, and the code of why. */
export function statusPieces(): (outcome: number, reason: number) => Piece {
  const made = numbered((both) => statusOf(Math.floor(both / REASONS), both % REASONS));
  return (outcome, reason) => made(outcome * REASONS + reason);
}

/** By their code. */
export function reasonPieces(text: (reason: string) => string): (code: number) => Piece {
  return numbered((code) => text(reasonOf(code)));
}

/** What there is to say of each number, said when it is first asked for. */
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
