/** A sliding window as it is defined: a log of everything ever charged, read from the start every time. */
import { RATE_LIMIT, TOO_LARGE } from '../../src/model.ts';

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

  refusal(id: number, requests: Requests, now: number): number {
    const cost = this.costOf(id, requests);
    if (cost > this.rule.limit) return TOO_LARGE;
    return this.sum(now) + cost > this.rule.limit ? RATE_LIMIT : 0;
  }

  charge(id: number, requests: Requests, now: number): void {
    this.charges.push({ id, at: now, cost: this.costOf(id, requests) });
  }

  /** Every charge is of one admission: the last made for this id at that time. */
  settle(id: number, admitted: number, prompt: number, output: number): void {
    const found = this.charges.findLast((charge) => charge.id === id && charge.at === admitted);
    if (found) found.cost = this.rule.cost(prompt, output);
  }

  fill(now: number): number {
    return this.sum(now) / this.rule.limit;
  }

  private costOf(id: number, { prompt, output }: Requests): number {
    return this.rule.cost(prompt[id]!, this.rule.estimate ?? output[id]!);
  }
}

/** What is asked of lengths. */
export interface Requests {
  readonly prompt: ArrayLike<number>;
  readonly output: ArrayLike<number>;
}
