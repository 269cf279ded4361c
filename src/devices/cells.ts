import * as fields from './fields.ts';

const { AGE, CHUNK, END, HEAD, ID, KEY, LAST, PLACE, PLACES, PROMPT, SLOW, YOUNGEST } = fields;

/** Options that determine the size of a row. */
interface CellsOptions {
  readonly slots: number;
  /** Prompts that may be read at once. */
  readonly prompts: number;
  /** Whether the order of joining is recorded. */
  readonly aged: boolean;
  /** Prompt tokens read beside a step. */
  readonly chunk: number;
}

/**
 * The state of an entry's batching machines: a row of doubles for each, allocated with its first request. A machine's
 * state is then adjacent in memory, and none of its numbers is boxed.
 */
export class Cells {
  /** The row of the selected machine. */
  all: Float64Array;
  /** The selected machine, from 0 in its entry. */
  k: number;
  readonly slots: number;
  readonly aged: boolean;
  /** Where in a row the ages begin, the line sorted by last step, and the prompts. */
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
