type Column = Float64Array | Int32Array;
type Made = new (length: number) => Column;

const FIRST = 1024;
export class Growing {
  readonly #made: Made;
  #values: Column;
  size = 0;

  constructor(made: Made) {
    this.#made = made;
    this.#values = new made(FIRST);
  }

  add(value: number): void {
    if (this.size === this.#values.length) {
      const longer = new this.#made(2 * this.size);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.size++] = value;
  }

  /** The values, no longer than they are. */
  column(): Column {
    if (this.#values.length > this.size) this.#values = this.#values.slice(0, this.size);
    return this.#values;
  }

  /** The values in that order of their places. */
  ordered(order: Uint32Array): Column {
    const sorted = new this.#made(this.size);
    for (let k = 0; k < this.size; k++) sorted[k] = this.#values[order[k]!]!;
    return sorted;
  }
}
