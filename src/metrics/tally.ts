/** Sums over the requests that arrived in the measured interval and were answered by one platform: the edge or the cloud. */
import { Histogram } from '../kernel/histogram.ts';
import type { Requests } from '../kernel/requests.ts';

/** How responsiveness is counted; its meaning is in docs/model.md. */
export type Responsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** What an answer has to meet; Infinity for what is not asked. */
export interface Objective {
  readonly ttft: number;
  readonly tpot: number;
  readonly e2e: number;
}

/** What is known of who answered. NaN where it is not known: then the sum is not known either. */
export interface Platform {
  readonly quality: number;
  readonly responsiveness: number;
}

export class Tally {
  readonly ttft: Histogram = new Histogram();
  readonly tpot: Histogram = new Histogram();
  readonly e2e: Histogram = new Histogram();
  count = 0;
  promptTokens = 0;
  outputTokens = 0;
  wait = 0;
  joules = 0;
  dollars = 0;
  quality = 0;
  responsiveness = 0;
  /** How many met the objective. */
  met = 0;
  readonly #requests: Requests;
  readonly #objective: Objective;
  readonly #kind: Responsiveness['kind'];
  readonly #scale: number;

  constructor(requests: Requests, objective: Objective, responsiveness: Responsiveness) {
    this.#requests = requests;
    this.#objective = objective;
    this.#kind = responsiveness.kind;
    this.#scale =
      responsiveness.kind === 'ttft'
        ? responsiveness.scale
        : responsiveness.kind === 'reading'
          ? responsiveness.speed
          : 1;
  }

  add(id: number, now: number, platform: Platform): void {
    const requests = this.#requests;
    const objective = this.#objective;
    const arrival = requests.arrival[id]!;
    const output = requests.output[id]!;
    const ttft = requests.first[id]! - arrival;
    const e2e = now - arrival;
    this.count++;
    this.promptTokens += requests.prompt[id]!;
    this.outputTokens += output;
    this.wait += requests.started[id]! - arrival;
    this.joules += requests.joules[id]!;
    this.dollars += requests.dollars[id]!;
    this.ttft.add(ttft);
    this.e2e.add(e2e);
    let tpot = 0;
    if (output > 1) {
      tpot = (e2e - ttft) / (output - 1);
      this.tpot.add(tpot);
    }
    this.quality += platform.quality;
    if (this.#kind === 'ttft') this.responsiveness += this.#scale / (this.#scale + ttft);
    else if (this.#kind === 'reading') this.responsiveness += Math.min(1, output / (e2e * this.#scale));
    else this.responsiveness += platform.responsiveness;
    if (ttft <= objective.ttft && e2e <= objective.e2e && tpot <= objective.tpot) this.met++;
  }
}
