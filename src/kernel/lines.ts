/** The waiting lines of many machines, stored together in a few columns. */
import type { Requests } from './requests.ts';

export interface WaitingLines {
  /** Length of the line at machine k. */
  readonly size: Int32Array;
  /** The next request of machine k; -1 when none waits. */
  first(k: number): number;
  push(k: number, id: number): void;
  /** Removes the next one. */
  shift(k: number): number;
  /** Returns a request to its position, before all that came after it. It must be older than all in the line. */
  putBack(k: number, id: number): void;
  /** Removes one from anywhere in the line. */
  remove(k: number, id: number): void;
}

/** First come, first served: a linked list through the request columns, so that an idle machine needs no memory. */
export class Chains implements WaitingLines {
  readonly size: Int32Array;
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly requests: Requests;

  constructor(machines: number, requests: Requests) {
    this.size = new Int32Array(machines);
    this.head = new Int32Array(machines).fill(-1);
    this.tail = new Int32Array(machines).fill(-1);
    this.requests = requests;
  }

  first(k: number): number {
    return this.head[k]!;
  }

  push(k: number, id: number): void {
    const { next, before } = this.requests;
    const last = this.tail[k]!;
    next[id] = -1;
    before[id] = last;
    if (last < 0) this.head[k] = id;
    else next[last] = id;
    this.tail[k] = id;
    this.size[k]!++;
  }

  shift(k: number): number {
    const { next, before } = this.requests;
    const id = this.head[k]!;
    const second = next[id]! | 0;
    this.head[k] = second;
    if (second < 0) this.tail[k] = -1;
    else before[second] = -1;
    this.size[k]!--;
    return id;
  }

  putBack(k: number, id: number): void {
    const { next, before } = this.requests;
    const second = this.head[k]!;
    next[id] = second;
    before[id] = -1;
    if (second < 0) this.tail[k] = id;
    else before[second] = id;
    this.head[k] = id;
    this.size[k]!++;
  }

  remove(k: number, id: number): void {
    const { next, before } = this.requests;
    const behind = next[id]! | 0;
    const ahead = before[id]! | 0;
    if (ahead < 0) this.head[k] = behind;
    else next[ahead] = behind;
    if (behind < 0) this.tail[k] = ahead;
    else before[behind] = ahead;
    this.size[k]!--;
  }
}

/** Orders a line: the least rank first, equal ranks in order of arrival. */
export interface Rank {
  /** Called once, when the request joins the line. */
  rank(id: number): number;
}

/**
 * Lines by rank: a heap for every machine that has had a queue. Equal ranks keep the order of arrival. Rank and position
 * use the columns that a chain would use.
 */
export class Ranked implements WaitingLines {
  readonly size: Int32Array;
  private readonly order: Rank;
  private readonly requests: Requests;
  private readonly heaps: (number[] | undefined)[] = [];
  private last = 0;

  constructor(machines: number, requests: Requests, order: Rank) {
    this.size = new Int32Array(machines);
    this.requests = requests;
    this.order = order;
  }

  first(k: number): number {
    return this.size[k] === 0 ? -1 : this.heaps[k]![0]!;
  }

  push(k: number, id: number): void {
    this.requests.next[id] = this.order.rank(id);
    this.requests.before[id] = this.last++;
    this.putBack(k, id);
  }

  shift(k: number): number {
    const id = this.heaps[k]![0]!;
    this.takeOut(k, 0);
    return id;
  }

  /** It keeps the rank and the position it had. */
  putBack(k: number, id: number): void {
    const heap = (this.heaps[k] ??= []);
    heap.push(id);
    this.rise(heap, this.size[k]!++, id);
  }

  remove(k: number, id: number): void {
    this.takeOut(k, this.heaps[k]!.indexOf(id));
  }

  /** The rank it had when it joined. */
  rankOf(id: number): number {
    return this.requests.next[id]!;
  }

  private takeOut(k: number, at: number): void {
    const heap = this.heaps[k]!;
    const moved = heap.pop()!;
    this.size[k]!--;
    if (at === heap.length) return;
    this.sink(heap, at, moved);
    this.rise(heap, heap.indexOf(moved, at), moved);
  }

  /** Whether one goes before the other; both have joined a line at some time. */
  ahead(one: number, other: number): boolean {
    const { next, before } = this.requests;
    return next[one]! < next[other]! || (next[one] === next[other] && before[one]! < before[other]!);
  }

  private rise(heap: number[], hole: number, id: number): void {
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.ahead(id, heap[parent]!)) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = id;
  }

  private sink(heap: number[], hole: number, id: number): void {
    for (let child = 2 * hole + 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && this.ahead(heap[child + 1]!, heap[child]!)) child++;
      if (!this.ahead(heap[child]!, id)) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = id;
  }
}
