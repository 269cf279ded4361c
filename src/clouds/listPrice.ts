import { makeDistribution } from '../distribution.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { Heap } from '../kernel/heap.ts';
import { derive } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import {
  CLOUD,
  type Cloud,
  type CloudContext,
  type Estimate,
  type Reason,
  type Report,
  type Request,
} from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const listPrice: Plugin<Record<string, never>, CloudContext, Cloud> = plugin(
  'answers everything at once, at the list price per token; delays are drawn per request',
  {},
  (_, context: CloudContext) => new ListPrice(context),
);

class ListPrice implements Cloud {
  readonly #requests: Requests;
  readonly #input: number;
  readonly #output: number;
  readonly #context: number;
  readonly #roundTrip: Distribution;
  readonly #ttft: Distribution;
  readonly #speed: Distribution;
  /** By the end of the answer. */
  readonly #running: Heap = new Heap();

  constructor({ model, requests }: CloudContext) {
    this.#requests = requests;
    this.#input = model.price.input / 1e6;
    this.#output = model.price.output / 1e6;
    this.#context = model.context;
    this.#roundTrip = makeDistribution(model.roundTrip);
    this.#ttft = makeDistribution(model.ttft);
    this.#speed = makeDistribution(model.decodeSpeed);
  }

  get due(): number {
    return this.#running.time;
  }

  refusal(request: Request): Reason | null {
    return request.prompt + request.output > this.#context ? 'contextLimit' : null;
  }

  /** What is random comes from the request's own draw, so that it is the same whoever sends it here. */
  accept(id: number, now: number): void {
    const requests = this.#requests;
    const draw = requests.draw[id]!;
    const output = requests.output[id]!;
    const first = now + this.#roundTrip.quantile(derive(draw, 101)) + this.#ttft.quantile(derive(draw, 102));
    const speed = this.#speed.quantile(derive(draw, 103));
    requests.started[id] = now;
    requests.first[id] = first;
    requests.dollars[id] = requests.prompt[id]! * this.#input + output * this.#output;
    this.#running.push(id, first + (output - 1) / speed);
  }

  estimate(prompt: number, output: number, into: Estimate): void {
    into.first = this.#roundTrip.mean + this.#ttft.mean;
    into.last = into.first + (output - 1) / this.#speed.mean;
    into.abreast = Infinity;
    into.share = 0;
    into.joules = 0;
    into.dollars = prompt * this.#input + output * this.#output;
  }

  advance(now: number, report: Report): void {
    const id = this.#running.pop();
    report.firstToken!(id, CLOUD, this.#requests.first[id]!);
    report.completed!(id, CLOUD, now);
  }
}
