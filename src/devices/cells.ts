import * as fields from './fields.ts';

const { AGE, CHUNK, END, HEAD, ID, KEY, LAST, PLACE, PLACES, PROMPT, SLOW, YOUNGEST } = fields;

/** What decides how much is kept of a machine. */
export interface CellsOptions {
  readonly slots: number;
  /** Prompts that may be read in one go. */
  readonly prompts: number;
  /** Whether it is known who joined the batch last. */
  readonly aged: boolean;
  /** Prompt tokens that are read beside a step. */
  readonly chunk: number;
}

/**
 * What is known of the batching machines of an entry: a row of doubles for each, made when it gets its first request. What
 * is known of one machine lies together in memory, and nothing of it is a number on the heap.
 */
export class Cells {
  /** The row of the selected machine. */
  all: Float64Array;
  /** The selected machine, from 0 in its entry. */
  k: number;
  readonly slots: number;
  readonly aged: boolean;
  /** Where in a row ages begin, the line of who is done first, and prompts. */
  readonly ages: number;
  readonly line: number;
  readonly prompts: number;
  private readonly width: number;
  private readonly chunk: number;
  private readonly rows: (Float64Array | undefined)[] = [];

  constructor({ slots, prompts, aged, chunk }: CellsOptions) {
    this.all = new Float64Array(0);
    this.k = 0;
    this.slots = slots;
    this.aged = aged;
    this.ages = PLACES + PLACE * slots;
    this.line = this.ages + (aged ? AGE * slots : 0);
    this.prompts = this.line + 2 * slots;
    this.width = this.prompts + PROMPT * prompts;
    this.chunk = chunk;
  }

  /** Selects machine k of the entry. */
  look(k: number): void {
    this.k = k;
    this.all = this.rows[k] ?? this.open(k);
  }

  private open(k: number): Float64Array {
    const { slots, line } = this;
    const row = new Float64Array(this.width);
    row[LAST] = Infinity;
    row[HEAD] = line;
    row[END] = line;
    row[YOUNGEST] = -1;
    row[CHUNK] = this.chunk;
    row[SLOW] = 1;
    for (let place = 0; place < slots; place++) {
      row[PLACES + PLACE * place + KEY] = Infinity;
      row[PLACES + PLACE * place + ID] = place + 1;
    }
    return (this.rows[k] = row);
  }
}
