/** First in, first out, of whole numbers: a ring that doubles when it is full. */
export class Queue {
  #ring: Int32Array = new Int32Array(8);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(id: number): void {
    if (this.#size === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#size++) & (this.#ring.length - 1)] = id;
  }

  /** The next to come out. */
  get first(): number {
    return this.#ring[this.#head]!;
  }

  shift(): number {
    const id = this.#ring[this.#head]!;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#size--;
    return id;
  }

  #grow(): void {
    const ring = new Int32Array(2 * this.#ring.length);
    for (let k = 0; k < this.#size; k++) ring[k] = this.#ring[(this.#head + k) & (this.#ring.length - 1)]!;
    this.#ring = ring;
    this.#head = 0;
  }
}
