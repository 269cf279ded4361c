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
  readonly #seats: number;
  /** Jobs not handed out yet; Infinity when it is not known. */
  left: number = Infinity;
  /** Milliseconds of a job; unknown at first. */
  #each: number | undefined;

  constructor(seats: number) {
    this.#seats = seats;
  }

  /** Towards the end the batches get small, so that all workers end together. */
  now(): number {
    if (this.#each === undefined) return 1;
    const worth = Math.round(WORTH / Math.max(this.#each, WORTH / MOST));
    return Math.max(1, Math.min(worth, Math.ceil(this.left / (2 * this.#seats))));
  }

  learn(jobs: number, milliseconds: number): void {
    if (jobs === 0) return;
    const each = milliseconds / jobs;
    this.left -= jobs;
    this.#each = this.#each === undefined ? each : this.#each + NEWS * (each - this.#each);
  }
}
