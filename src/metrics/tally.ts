/** Sums over the requests that arrived in the measured interval and were answered by one platform: the edge or the cloud. */
import { Batches } from '../kernel/batches.ts';
import { Histogram } from '../kernel/histogram.ts';
import type { Moves } from '../kernel/moves.ts';
import type { Objective } from '../model.ts';

/** How responsiveness is counted; its meaning is in docs/model.md. */
export type Responsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** What is known of who answered. NaN where it is not known: then the sum is not known either. */
export interface Platform {
  readonly quality: number;
  readonly responsiveness: number;
}

/** Places in the sums: flat doubles, which a field that changes kind is not. */
const COUNT = 0;
const PROMPT_TOKENS = 1;
const OUTPUT_TOKENS = 2;
const WAIT = 3;
const JOULES = 4;
const DOLLARS = 5;
const QUALITY = 6;
const RESPONSIVENESS = 7;
const MET = 8;

export class Tally {
  readonly ttft: Histogram = new Histogram();
  readonly tpot: Histogram = new Histogram();
  readonly e2e: Histogram = new Histogram();
  /** For an interval within this one run. */
  readonly ttftBatches: Batches = new Batches();
  readonly e2eBatches: Batches = new Batches();
  readonly waitBatches: Batches = new Batches();
  readonly #sums: Float64Array = new Float64Array(9);
  readonly #objective: Objective;
  readonly #kind: Responsiveness['kind'];
  readonly #scale: number;

  constructor(objective: Objective, responsiveness: Responsiveness) {
    this.#objective = objective;
    this.#kind = responsiveness.kind;
    this.#scale =
      responsiveness.kind === 'ttft'
        ? responsiveness.scale
        : responsiveness.kind === 'reading'
          ? responsiveness.speed
          : 1;
  }

  get count(): number {
    return this.#sums[COUNT]!;
  }
  get promptTokens(): number {
    return this.#sums[PROMPT_TOKENS]!;
  }
  get outputTokens(): number {
    return this.#sums[OUTPUT_TOKENS]!;
  }
  get wait(): number {
    return this.#sums[WAIT]!;
  }
  get joules(): number {
    return this.#sums[JOULES]!;
  }
  get dollars(): number {
    return this.#sums[DOLLARS]!;
  }
  get quality(): number {
    return this.#sums[QUALITY]!;
  }
  get responsiveness(): number {
    return this.#sums[RESPONSIVENESS]!;
  }
  /** How many met the objective. */
  get met(): number {
    return this.#sums[MET]!;
  }

  /** An answer, a row of the block. */
  add(moves: Moves, row: number, platform: Platform): void {
    const sums = this.#sums;
    const objective = this.#objective;
    const arrival = moves.arrival[row]!;
    const output = moves.output[row]!;
    const ttft = moves.first[row]! - arrival;
    const e2e = moves.now[row]! - arrival;
    sums[COUNT]!++;
    sums[PROMPT_TOKENS]! += moves.prompt[row]!;
    sums[OUTPUT_TOKENS]! += output;
    const wait = moves.started[row]! - arrival;
    sums[WAIT]! += wait;
    this.waitBatches.add(wait);
    this.ttftBatches.add(ttft);
    this.e2eBatches.add(e2e);
    sums[JOULES]! += moves.joules[row]!;
    sums[DOLLARS]! += moves.dollars[row]!;
    this.ttft.add(ttft);
    this.e2e.add(e2e);
    let tpot = 0;
    if (output > 1) {
      tpot = (e2e - ttft) / (output - 1);
      this.tpot.add(tpot);
    }
    sums[QUALITY]! += platform.quality;
    if (this.#kind === 'ttft') sums[RESPONSIVENESS]! += this.#scale / (this.#scale + ttft);
    else if (this.#kind === 'reading') sums[RESPONSIVENESS]! += Math.min(1, output / (e2e * this.#scale));
    else sums[RESPONSIVENESS]! += platform.responsiveness;
    if (ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot) sums[MET]!++;
  }
}
