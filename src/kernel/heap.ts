/** Ids ordered by a time, the earliest first: a binary heap in two flat arrays. The order of equal times is fixed by the sequence of calls, and no more is promised. */
export class Heap {
  #times: Float64Array = new Float64Array(16);
  #ids: Int32Array = new Int32Array(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The earliest time; Infinity when empty. */
  get time(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  push(id: number, time: number): void {
    if (this.#size === this.#ids.length) this.#grow();
    const times = this.#times;
    const ids = this.#ids;
    let hole = this.#size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent]! <= time) break;
      times[hole] = times[parent]!;
      ids[hole] = ids[parent]!;
      hole = parent;
    }
    times[hole] = time;
    ids[hole] = id;
  }

  /** Takes the earliest id out. */
  pop(): number {
    const times = this.#times;
    const ids = this.#ids;
    const top = ids[0]!;
    const size = --this.#size;
    const time = times[size]!;
    const id = ids[size]!;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[hole] = times[child]!;
      ids[hole] = ids[child]!;
      hole = child;
    }
    times[hole] = time;
    ids[hole] = id;
    return top;
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#times.length);
    times.set(this.#times);
    this.#times = times;
    const ids = new Int32Array(2 * this.#ids.length);
    ids.set(this.#ids);
    this.#ids = ids;
  }
}
