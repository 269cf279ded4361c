/**
 * The requests in the system, a row each in columns with a free list: memory follows the peak in flight, never
 * the total. A row's number is the request's id until it ends, and is used again after.
 */
export class Requests {
  arrival: Float64Array = new Float64Array(64);
  tenant: Int32Array = new Int32Array(64);
  prompt: Float64Array = new Float64Array(64);
  output: Float64Array = new Float64Array(64);
  draw: Float64Array = new Float64Array(64);
  /** When its limiters were charged. */
  admitted: Float64Array = new Float64Array(64);
  /** When prefill began. */
  started: Float64Array = new Float64Array(64);
  /** When the first token was ready. */
  first: Float64Array = new Float64Array(64);
  /** What the work on it drew at the edge. */
  joules: Float64Array = new Float64Array(64);
  /** What the cloud asks for it. */
  dollars: Float64Array = new Float64Array(64);
  /** The request behind it in the queue it waits in. */
  next: Int32Array = new Int32Array(64);
  #free: Int32Array = Int32Array.from({ length: 64 }, (_, i) => 63 - i);
  #freed = 64;

  /** Rows there are. */
  get capacity(): number {
    return this.#free.length;
  }

  /** Requests in the system. */
  get size(): number {
    return this.#free.length - this.#freed;
  }

  add(arrival: number, tenant: number, prompt: number, output: number, draw: number): number {
    if (this.#freed === 0) this.#grow();
    const id = this.#free[--this.#freed]!;
    this.arrival[id] = arrival;
    this.tenant[id] = tenant;
    this.prompt[id] = prompt;
    this.output[id] = output;
    this.draw[id] = draw;
    this.joules[id] = 0;
    this.dollars[id] = 0;
    return id;
  }

  release(id: number): void {
    this.#free[this.#freed++] = id;
  }

  #grow(): void {
    const size = this.capacity;
    this.arrival = longer(this.arrival);
    this.prompt = longer(this.prompt);
    this.output = longer(this.output);
    this.draw = longer(this.draw);
    this.admitted = longer(this.admitted);
    this.started = longer(this.started);
    this.first = longer(this.first);
    this.joules = longer(this.joules);
    this.dollars = longer(this.dollars);
    this.tenant = longer(this.tenant);
    this.next = longer(this.next);
    this.#free = new Int32Array(2 * size);
    for (let k = 0; k < size; k++) this.#free[k] = 2 * size - 1 - k;
    this.#freed = size;
  }
}

function longer<Column extends Float64Array | Int32Array>(column: Column): Column {
  const copy = new (column.constructor as new (length: number) => Column)(2 * column.length);
  copy.set(column);
  return copy;
}
