import { makeDistribution } from '../distribution.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { Heap } from '../kernel/heap.ts';
import { derive } from '../kernel/random.ts';
import {
  CLOUD,
  CLOUD_OUTAGE,
  CONTEXT_LIMIT,
  type CloudContext,
  type AnswerTimes,
  type Servers,
} from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const listPrice: Plugin<Record<string, never>, CloudContext, Servers> = plugin(
  'a hosted model at its list price per token, without a queue; delays are drawn for each request',
  {},
  (_, context: CloudContext) => new ListPrice(context),
);

class ListPrice implements Servers {
  private readonly slot: number;
  private readonly context: CloudContext;
  private readonly input: number;
  private readonly output: number;
  private readonly roundTrip: Distribution;
  private readonly ttft: Distribution;
  private readonly speed: Distribution;
  /** By the end of the answer. */
  private readonly running: Heap;
  private up: boolean;

  constructor(context: CloudContext) {
    const { model } = context;
    this.slot = context.claim(this, 1);
    this.context = context;
    this.input = model.price.input / 1e6;
    this.output = model.price.output / 1e6;
    this.roundTrip = makeDistribution(model.roundTrip);
    this.ttft = makeDistribution(model.ttft);
    this.speed = makeDistribution(model.decodeSpeed);
    this.running = new Heap();
    this.up = true;
  }

  refusal(_: number, id: number): number {
    const { prompt, output } = this.context.requests;
    if (!this.up) return CLOUD_OUTAGE;
    return prompt[id]! + output[id]! > this.context.model.context ? CONTEXT_LIMIT : 0;
  }

  /** What is random comes from the request's own draw, so that it is the same whoever sends it here. */
  accept(_: number, id: number): void {
    const { requests, clock } = this.context;
    const now = clock[0]!;
    const draw = requests.draw[id]!;
    const output = requests.output[id]!;
    const first = now + this.roundTrip.quantile(derive(draw, 101)) + this.ttft.quantile(derive(draw, 102));
    const speed = this.speed.quantile(derive(draw, 103));
    requests.started[id] = now;
    requests.first[id] = first;
    requests.dollars[id]! += requests.prompt[id]! * this.input + output * this.output;
    this.running.push(id, first + (output - 1) / speed);
    this.due();
  }

  estimate(prompt: number, output: number, into: AnswerTimes): void {
    into.first = this.roundTrip.mean + this.ttft.mean;
    into.last = into.first + (output - 1) / this.speed.mean;
    into.abreast = Infinity;
    into.share = 0;
    into.joules = 0;
    into.dollars = prompt * this.input + output * this.output;
  }

  advance(): void {
    const id = this.running.pop();
    this.due();
    this.context.desk.completed(id, CLOUD);
  }

  /** What was sent by now is paid. */
  withdraw(_: number, id: number): void {
    const { made, output, dollars } = this.context.requests;
    this.countTokens(id, this.running.remove(id));
    dollars[id]! -= (output[id]! - made[id]!) * this.output;
    this.due();
  }

  /** Nobody pays for an answer that breaks off. */
  stop(): void {
    const { requests, desk } = this.context;
    const held: number[] = [];
    this.up = false;
    while (this.running.size > 0) {
      const end = this.running.time;
      const id = this.running.pop();
      this.countTokens(id, end);
      requests.dollars[id]! -= requests.prompt[id]! * this.input + requests.output[id]! * this.output;
      held.push(id);
    }
    this.due();
    for (const id of held) desk.returned(id, CLOUD_OUTAGE);
  }

  start(): void {
    this.up = true;
  }

  private due(): void {
    this.context.agenda.set(this.slot, this.running.time);
  }

  /** The tokens that are out of an answer that would have been complete at `end`. */
  private countTokens(id: number, end: number): void {
    const { requests, clock } = this.context;
    const now = clock[0]!;
    const first = requests.first[id]!;
    if (now < first) return;
    const steps = requests.output[id]! - 1;
    requests.made[id] = 1 + (end > now ? Math.floor((steps * (now - first)) / (end - first)) : steps);
  }
}
