/** What passes between regions, and a pile of it in the order in which it is opened. */

interface Envelope {
  /** When it is there. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Which letter of its writer's it is. */
  readonly sequence: number;
  /** Which arrival of its home the request is that it is about. */
  readonly number: number;
}

export type Letter = Envelope &
  (
    | {
        readonly kind: 'ask';
        /** When it came at home. */
        readonly came: number;
        readonly prompt: number;
        readonly output: number;
        readonly tenant: number;
        readonly draw: number;
        readonly priority: number;
      }
    | { readonly kind: 'cancel' }
    | {
        readonly kind: 'answer';
        /** When work on it began and the first token was there, at the place of the work. */
        readonly started: number;
        readonly first: number;
        /** The group of the machine, counted over all kinds of regions that talk. */
        readonly group: number;
      }
    | { readonly kind: 'refusal'; readonly reason: number }
  );

/** A binary heap. */
export class Letters {
  readonly #all: Letter[] = [];

  /** Of the one that is opened next; Infinity when there is none. */
  get time(): number {
    return this.#all[0]?.at ?? Infinity;
  }

  push(letter: Letter): void {
    const all = this.#all;
    let hole = all.length;
    all.push(letter);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!before(letter, all[parent]!)) break;
      all[hole] = all[parent]!;
      hole = parent;
    }
    all[hole] = letter;
  }

  pop(): Letter {
    const all = this.#all;
    const top = all[0]!;
    const last = all.pop()!;
    if (all.length === 0) return top;
    let hole = 0;
    for (let child = 1; child < all.length; child = 2 * hole + 1) {
      if (child + 1 < all.length && before(all[child + 1]!, all[child]!)) child++;
      if (!before(all[child]!, last)) break;
      all[hole] = all[child]!;
      hole = child;
    }
    all[hole] = last;
    return top;
  }
}

/** No two are equal. */
function before(a: Letter, b: Letter): boolean {
  return (a.at - b.at || a.from - b.from || a.sequence - b.sequence) < 0;
}
