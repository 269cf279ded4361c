/** Messages between regions, and a queue of them in the order of delivery. */

interface Envelope {
  /** Time of delivery. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Sequence number within its sender. */
  readonly sequence: number;
  /** Number of the request at its home region, in order of arrival. */
  readonly number: number;
}

export type Letter = Envelope &
  (
    | {
        readonly kind: 'ask';
        /** Arrival time in the home region. */
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
        /** When its service began and its first token was ready, where it was served. */
        readonly started: number;
        readonly first: number;
        /** The group of the machine, counted over all kinds of connected regions. */
        readonly group: number;
      }
    | { readonly kind: 'refusal'; readonly reason: number }
  );

/** A binary heap. */
export class Letters {
  readonly #all: Letter[] = [];

  /** Delivery time of the next message; Infinity when there is none. */
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

/** A strict order: no two messages compare equal. */
function before(a: Letter, b: Letter): boolean {
  return (a.at - b.at || a.from - b.from || a.sequence - b.sequence) < 0;
}
