/** Sums over the requests that arrived in the measured interval and were answered by one platform: the edge or the cloud. */
import { Batches } from '../kernel/batches.ts';
import { Histogram } from '../kernel/histogram.ts';
import * as moved from '../kernel/moves.ts';
import type { Objective } from '../model.ts';
import type { Gauges } from './only.ts';

const {
  ARRIVAL,
  DOLLARS: ROW_DOLLARS,
  FIRST,
  JOULES: ROW_JOULES,
  NOW,
  OUTPUT,
  PROMPT,
  ROWS,
  STARTED,
} = moved;

/** How responsiveness is counted; its meaning is in docs/model.md. */
export type CountedResponsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** Facts about the platform that answered. NaN where unknown; the sum is then unknown too. */
export interface AnswerValue {
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

/** How responsiveness is counted, as a number. */
const BY_TTFT = 0;
const BY_READING = 1;

/** Where answers begin in a block, and the platform of each. */
export interface AnswerRows {
  readonly at: Int32Array;
  readonly platform: Int32Array;
}

export class Tally {
  /** Null if not needed. */
  readonly ttft: Histogram | null;
  readonly tpot: Histogram | null;
  readonly e2e: Histogram | null;
  /** For an interval within this one run. */
  readonly within: {
    readonly ttft: Batches;
    readonly e2e: Batches;
    readonly wait: Batches;
  } | null;
  private readonly sums: Float64Array = new Float64Array(9);
  private readonly objective: Objective;
  private readonly worth: boolean;
  private readonly kind: number;
  private readonly scale: number;
  /** Of each platform. */
  private readonly qualities: Float64Array;
  private readonly responsivenesses: Float64Array;
  /** Of the answers of a block. */
  private readonly waits: Float64Array = new Float64Array(ROWS);
  private readonly ttfts: Float64Array = new Float64Array(ROWS);
  private readonly e2es: Float64Array = new Float64Array(ROWS);
  private readonly tpots: Float64Array = new Float64Array(ROWS);

  constructor(
    platforms: readonly AnswerValue[],
    objective: Objective,
    responsiveness: CountedResponsiveness,
    gauges: Gauges,
  ) {
    this.ttft = gauges.ttft ? new Histogram() : null;
    this.tpot = gauges.tpot ? new Histogram() : null;
    this.e2e = gauges.e2e ? new Histogram() : null;
    this.within = gauges.story ? { ttft: new Batches(), e2e: new Batches(), wait: new Batches() } : null;
    this.objective = objective;
    this.worth = gauges.worth;
    this.qualities = Float64Array.from(platforms, ({ quality }) => quality);
    this.responsivenesses = Float64Array.from(platforms, (one) => one.responsiveness);
    this.kind = ['ttft', 'reading', 'table'].indexOf(responsiveness.kind);
    this.scale =
      responsiveness.kind === 'ttft'
        ? responsiveness.scale
        : responsiveness.kind === 'reading'
          ? responsiveness.speed
          : 1;
  }

  get count(): number {
    return this.sums[COUNT]!;
  }

  get promptTokens(): number {
    return this.sums[PROMPT_TOKENS]!;
  }

  get outputTokens(): number {
    return this.sums[OUTPUT_TOKENS]!;
  }

  get wait(): number {
    return this.sums[WAIT]!;
  }

  get joules(): number {
    return this.sums[JOULES]!;
  }

  get dollars(): number {
    return this.sums[DOLLARS]!;
  }

  get quality(): number {
    return this.sums[QUALITY]!;
  }

  get responsiveness(): number {
    return this.sums[RESPONSIVENESS]!;
  }
  /** The number of answers that met the slo. */
  get met(): number {
    return this.sums[MET]!;
  }

  /** AnswerRows: where the first `count` of them begin in the block, and of which platform each is. */
  addAll(rows: Float64Array, { at, platform }: AnswerRows, count: number): void {
    const { sums, objective, waits, ttfts, e2es, tpots } = this;
    let several = 0;
    for (let k = 0; k < count; k++) {
      const row = at[k]!;
      const arrival = rows[row + ARRIVAL]!;
      const output = rows[row + OUTPUT]!;
      const ttft = rows[row + FIRST]! - arrival;
      const e2e = rows[row + NOW]! - arrival;
      const wait = rows[row + STARTED]! - arrival;
      let tpot = 0;
      if (output > 1) {
        tpot = (e2e - ttft) / (output - 1);
        tpots[several++] = tpot;
      }
      waits[k] = wait;
      ttfts[k] = ttft;
      e2es[k] = e2e;
      sums[PROMPT_TOKENS]! += rows[row + PROMPT]!;
      sums[OUTPUT_TOKENS]! += output;
      sums[WAIT]! += wait;
      sums[JOULES]! += rows[row + ROW_JOULES]!;
      sums[DOLLARS]! += rows[row + ROW_DOLLARS]!;
      if (ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot) sums[MET]!++;
      if (this.worth) this.weigh(ttft, e2e, output, platform[k]!);
    }
    sums[COUNT]! += count;
    if (this.ttft !== null) this.ttft.addAll(ttfts, count);
    if (this.e2e !== null) this.e2e.addAll(e2es, count);
    if (this.tpot !== null) this.tpot.addAll(tpots, several);
    if (this.within === null) return;
    this.within.wait.addAll(waits, count);
    this.within.ttft.addAll(ttfts, count);
    this.within.e2e.addAll(e2es, count);
  }

  private weigh(ttft: number, e2e: number, output: number, platform: number): void {
    const { sums } = this;
    sums[QUALITY]! += this.qualities[platform]!;
    if (this.kind === BY_TTFT) sums[RESPONSIVENESS]! += this.scale / (this.scale + ttft);
    else if (this.kind === BY_READING) sums[RESPONSIVENESS]! += Math.min(1, output / (e2e * this.scale));
    else sums[RESPONSIVENESS]! += this.responsivenesses[platform]!;
  }
}
