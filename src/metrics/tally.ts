/** Sums over the requests that arrived in the measured interval and were answered by one platform: the edge or the cloud. */
import { Batches } from '../kernel/batches.ts';
import { Histogram } from '../kernel/histogram.ts';
import * as moved from '../kernel/moves.ts';
import type { Objective } from '../model.ts';
import type { Gauges } from './only.ts';

/** How responsiveness is counted; its meaning is in docs/model.md. */
export type CountedResponsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** What is known of who answered. NaN where it is not known: then the sum is not known either. */
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

export class Tally {
  /** Null where nobody asks. */
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
  private readonly kind: CountedResponsiveness['kind'];
  private readonly scale: number;

  constructor(objective: Objective, responsiveness: CountedResponsiveness, gauges: Gauges) {
    this.ttft = gauges.ttft ? new Histogram() : null;
    this.tpot = gauges.tpot ? new Histogram() : null;
    this.e2e = gauges.e2e ? new Histogram() : null;
    this.within = gauges.story ? { ttft: new Batches(), e2e: new Batches(), wait: new Batches() } : null;
    this.objective = objective;
    this.worth = gauges.worth;
    this.kind = responsiveness.kind;
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
  /** How many met the objective. */
  get met(): number {
    return this.sums[MET]!;
  }

  /** An answer, a row of the block. */
  add(rows: Float64Array, row: number, platform: AnswerValue): void {
    const sums = this.sums;
    const objective = this.objective;
    const arrival = rows[row + moved.ARRIVAL]!;
    const output = rows[row + moved.OUTPUT]!;
    const ttft = rows[row + moved.FIRST]! - arrival;
    const e2e = rows[row + moved.NOW]! - arrival;
    const wait = rows[row + moved.STARTED]! - arrival;
    const tpot = output > 1 ? (e2e - ttft) / (output - 1) : 0;
    sums[COUNT]!++;
    sums[PROMPT_TOKENS]! += rows[row + moved.PROMPT]!;
    sums[OUTPUT_TOKENS]! += output;
    sums[WAIT]! += wait;
    sums[JOULES]! += rows[row + moved.JOULES]!;
    sums[DOLLARS]! += rows[row + moved.DOLLARS]!;
    if (ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot) sums[MET]!++;
    if (this.ttft !== null) this.ttft.add(ttft);
    if (this.e2e !== null) this.e2e.add(e2e);
    if (this.tpot !== null && output > 1) this.tpot.add(tpot);
    if (this.worth) this.weigh(ttft, e2e, output, platform);
    if (this.within === null) return;
    this.within.wait.add(wait);
    this.within.ttft.add(ttft);
    this.within.e2e.add(e2e);
  }

  private weigh(ttft: number, e2e: number, output: number, platform: AnswerValue): void {
    const sums = this.sums;
    sums[QUALITY]! += platform.quality;
    if (this.kind === 'ttft') sums[RESPONSIVENESS]! += this.scale / (this.scale + ttft);
    else if (this.kind === 'reading') sums[RESPONSIVENESS]! += Math.min(1, output / (e2e * this.scale));
    else sums[RESPONSIVENESS]! += platform.responsiveness;
  }
}
