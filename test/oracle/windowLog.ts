/** A sliding window as it is defined: a log of everything ever charged, read from the start every time. */
import type { Reason, Request } from '../../src/model.ts';

export interface WindowRule {
  readonly window: number;
  readonly limit: number;
  /** What a request of these lengths takes of the limit. */
  readonly cost: (prompt: number, output: number) => number;
  /** Output tokens charged at admission; null for the true ones. */
  readonly estimate: number | null;
}

interface Charge {
  readonly id: number;
  readonly at: number;
  cost: number;
}

export class WindowLog {
  readonly rule: WindowRule;
  readonly charges: Charge[] = [];

  constructor(rule: WindowRule) {
    this.rule = rule;
  }

  counted(now: number): Charge[] {
    return this.charges.filter(({ at }) => at > now - this.rule.window);
  }

  sum(now: number): number {
    return this.counted(now).reduce((sum, { cost }) => sum + cost, 0);
  }

  refusal(request: Request): Reason | null {
    const cost = this.#cost(request);
    if (cost > this.rule.limit) return 'tooLarge';
    return this.sum(request.at) + cost > this.rule.limit ? 'rateLimit' : null;
  }

  charge(request: Request): void {
    this.charges.push({ id: request.id, at: request.at, cost: this.#cost(request) });
  }

  /** Every charge is of one admission: the last made for this id at that time. */
  settle(id: number, admitted: number, prompt: number, output: number): void {
    const found = this.charges.findLast((charge) => charge.id === id && charge.at === admitted);
    if (found) found.cost = this.rule.cost(prompt, output);
  }

  fill(now: number): number {
    return this.sum(now) / this.rule.limit;
  }

  expires(now: number): number {
    const [oldest] = this.counted(now);
    return oldest ? oldest.at + this.rule.window : Infinity;
  }

  #cost({ prompt, output }: Request): number {
    return this.rule.cost(prompt, this.rule.estimate ?? output);
  }
}
