/** A sliding window as it is defined: a log of everything ever charged, read from the start every time. */
import { RATE_LIMIT, TOO_LARGE } from '../../src/model.ts';

/** What a limit counts, and when. */
export interface Charging {
  /** What a request of these lengths takes of the limit. */
  readonly cost: (prompt: number, output: number) => number;
  /** Output tokens charged at admission; null for the true ones, 'after' for nothing before the end. */
  readonly estimate: number | null | 'after';
  /** Whether what is charged depends on how long an answer becomes. */
  readonly settles: boolean;
}

export interface WindowRule extends Charging {
  readonly window: number;
  readonly limit: number;
}

/** A limit as a log of what was charged. */
export interface LimitLog {
  refusal(id: number, requests: Requests, now: number): number;
  charge(id: number, requests: Requests, now: number): void;
  /** A leg that was let in at `admitted` ended after `made` tokens of its answer. */
  settle(id: number, admitted: number, prompt: number, made: number, now: number): void;
  /** The share of the limit in use. */
  fill(now: number): number;
  /** When it would be let in first if nothing else were; Infinity for never, 0 when the limit does not say. */
  again(id: number, requests: Requests, now: number): number;
}

interface Charge {
  readonly id: number;
  readonly at: number;
  cost: number;
}

export class WindowLog implements LimitLog {
  readonly rule: WindowRule;
  readonly charges: Charge[] = [];

  constructor(rule: WindowRule) {
    this.rule = rule;
  }

  counted(now: number): Charge[] {
    return this.charges.filter(({ at }) => at + this.rule.window > now);
  }

  sum(now: number): number {
    return this.counted(now).reduce((sum, { cost }) => sum + cost, 0);
  }

  refusal(id: number, requests: Requests, now: number): number {
    const { limit } = this.rule;
    if (this.late) return this.sum(now) >= limit ? RATE_LIMIT : 0;
    const cost = this.costOf(id, requests);
    if (cost > limit) return TOO_LARGE;
    return this.sum(now) + cost > limit ? RATE_LIMIT : 0;
  }

  charge(id: number, requests: Requests, now: number): void {
    if (!this.late) this.charges.push({ id, at: now, cost: this.costOf(id, requests) });
  }

  /** A leg ended after `made` tokens. Every charge is of one admission: the last made for this id at that time. */
  settle(id: number, admitted: number, prompt: number, made: number, now: number): void {
    if (!this.rule.settles) return;
    const cost = made === 0 ? 0 : this.rule.cost(prompt, made);
    if (this.late) this.charges.push({ id, at: now, cost });
    else this.charges.findLast((charge) => charge.id === id && charge.at === admitted)!.cost = cost;
  }

  fill(now: number): number {
    return this.sum(now) / this.rule.limit;
  }

  again(id: number, requests: Requests, now: number): number {
    const falls = this.counted(now).map(({ at }) => at + this.rule.window);
    falls.sort((a, b) => a - b);
    return [now, ...falls].find((time) => this.refusal(id, requests, time) === 0) ?? Infinity;
  }

  private get late(): boolean {
    return this.rule.settles && this.rule.estimate === 'after';
  }

  private costOf(id: number, { prompt, output }: Requests): number {
    const { cost, estimate } = this.rule;
    return cost(prompt[id]!, typeof estimate === 'number' ? estimate : output[id]!);
  }
}

/** What is asked of lengths. */
export interface Requests {
  readonly prompt: ArrayLike<number>;
  readonly output: ArrayLike<number>;
}
