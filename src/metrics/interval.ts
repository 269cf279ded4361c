/** The measured interval of a run, from warm-up to its end. */
export class MeasuredInterval {
  readonly from: number;
  readonly to: number;

  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  get seconds(): number {
    return this.to - this.from;
  }

  /** Seconds of [from, to] that lie in it. */
  overlap(from: number, to: number): number {
    const start = from > this.from ? from : this.from;
    const end = to < this.to ? to : this.to;
    return end > start ? end - start : 0;
  }
}
