/** Milliseconds of work in a message: a message costs a fraction of one. */
const WORTH = 25;
/** Milliseconds after which a worker gives back what it has not begun: its jobs are longer than they seemed. */
export const LONGEST: number = 2 * WORTH;
const MOST = 256;
/** How much of what is known of the length of jobs a new message replaces. */
const NEWS = 0.3;

/**
 * How many jobs go into one message: small ones by the dozen, large ones alone. It decides when results come, never
 * what they are.
 */
export class BatchSize {
  readonly #worth: number;
  readonly #most: number;
  readonly #least: number;
  /** Batches that are worked at or at hand at a time. */
  seats: number;
  /** Jobs not handed out yet; Infinity when it is not known. */
  left: number = Infinity;
  /** Milliseconds of a job; unknown at first. */
  #each: number | undefined;

  /** Milliseconds of work that a batch should have, and those that are not split any further. */
  constructor(seats: number, worth: number = WORTH, most: number = MOST, least = 0) {
    this.seats = seats;
    this.#least = least;
    this.#worth = worth;
    this.#most = most;
  }

  /** Towards the end the batches get small, so that all workers end together. */
  now(): number {
    if (this.#each === undefined) return 1;
    const each = Math.max(this.#each, this.#worth / this.#most);
    const even = Math.max(Math.ceil(this.left / (2 * this.seats)), Math.round(this.#least / each));
    return Math.max(1, Math.min(Math.round(this.#worth / each), even));
  }

  learn(jobs: number, milliseconds: number): void {
    if (jobs === 0) return;
    const each = milliseconds / jobs;
    this.left -= jobs;
    this.#each = this.#each === undefined ? each : this.#each + NEWS * (each - this.#each);
  }
}
