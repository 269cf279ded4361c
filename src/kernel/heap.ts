/** Ids ordered by time, the earliest first: a binary heap in two flat arrays. The order of equal times depends only on the sequence of calls; nothing more is promised. */
export class Heap {
  private times: Float64Array;
  private ids: Int32Array;
  size: number;

  constructor(capacity = 16) {
    this.times = new Float64Array(capacity);
    this.ids = new Int32Array(capacity);
    this.size = 0;
  }

  /** The earliest time; Infinity when empty. */
  get time(): number {
    return this.size === 0 ? Infinity : this.times[0]!;
  }

  /** The id with the earliest time. */
  get first(): number {
    return this.ids[0]!;
  }

  /** The k-th id, in no particular order. */
  at(k: number): number {
    return this.ids[k]!;
  }

  timeAt(k: number): number {
    return this.times[k]!;
  }

  /** The time of an id, which must be present. Scans all of them. */
  timeOf(id: number): number {
    return this.times[this.ids.indexOf(id)]!;
  }

  push(id: number, time: number): void {
    if (this.size === this.ids.length) this.grow();
    this.rise(this.size++, id, time);
  }

  /** Removes the earliest id. */
  pop(): number {
    const top = this.ids[0]!;
    const size = --this.size;
    this.sink(0, this.ids[size]!, this.times[size]!);
    return top;
  }

  /** Removes an id and returns its time, or NaN when it is not present. Scans all of them. */
  remove(id: number): number {
    let k = 0;
    while (k < this.size && this.ids[k] !== id) k++;
    if (k === this.size) return NaN;
    const found = this.times[k]!;
    const last = --this.size;
    if (k === last) return found;
    const moved = this.ids[last]!;
    const time = this.times[last]!;
    if (time < found) this.rise(k, moved, time);
    else this.sink(k, moved, time);
    return found;
  }

  clear(): void {
    this.size = 0;
  }

  private rise(hole: number, id: number, time: number): void {
    const { times, ids } = this;
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

  private sink(hole: number, id: number, time: number): void {
    const { times, ids, size } = this;
    for (let child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[hole] = times[child]!;
      ids[hole] = ids[child]!;
      hole = child;
    }
    times[hole] = time;
    ids[hole] = id;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    times.set(this.times);
    this.times = times;
    const ids = new Int32Array(2 * this.ids.length);
    ids.set(this.ids);
    this.ids = ids;
  }
}
