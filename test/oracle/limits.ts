/** Limits as they are defined: logs of everything ever charged, read from the start every time. */
import { RATE_LIMIT, TOO_LARGE } from '../../src/model.ts';
import type { Written } from '../world/plugins.ts';
import { WindowLog, type Charging, type LimitLog, type Requests } from './windowLog.ts';

/** Seconds of service, for limits of capacity. */
type Service = (prompt: number, output: number) => number;

/** A log for the limit as a scenario file writes it. */
export function logOf(written: Written, slots: number, service: Service): LimitLog {
  const { kind = 'slidingWindow', requests, tokens, capacity, charge = 'actual', maxOutput } = written;
  const window = seconds(written['window']);
  const estimate =
    charge === 'actual'
      ? null
      : charge === 'after'
        ? 'after'
        : charge === 'max'
          ? Number(maxOutput)
          : (charge as { estimate: number }).estimate;
  const inTokens = kind === 'tokenBucket' ? written['in'] === 'tokens' : tokens !== undefined;
  const charging: Charging = inTokens
    ? { cost: (prompt, output) => prompt + output, estimate, settles: true }
    : capacity !== undefined
      ? { cost: (prompt, output) => Math.round(service(prompt, output) * 1e9), estimate, settles: true }
      : { cost: () => 1, estimate, settles: false };
  const amount = requests ?? tokens;
  const limit = amount === undefined ? Number(capacity) * window * slots * 1e9 : Number(amount);
  switch (kind) {
    case 'tokenBucket':
      return new BucketLog(charging, seconds(written['rate']), Number(written['burst']));
    case 'fixedWindow':
      return new FixedLog({ ...charging, window, limit }, written['from'] === 'first');
    case 'concurrency':
      return new FlightLog(charging, limit);
    default:
      return new WindowLog({ ...charging, window, limit });
  }
}

const seconds = (written: unknown): number => Number(String(written).replace(/s$|\/s$/, ''));

const late = ({ settles, estimate }: Charging): boolean => settles && estimate === 'after';

/** What is charged at admission. */
function before({ cost, estimate }: Charging, id: number, { prompt, output }: Requests): number {
  return cost(prompt[id]!, typeof estimate === 'number' ? estimate : output[id]!);
}

const after = ({ cost }: Charging, prompt: number, made: number): number =>
  made === 0 ? 0 : cost(prompt, made);

/** Less than anything that is charged: what comes back at the moment a bucket holds enough may find it rounded. */
const ROUNDING = 1e-10;
/** A bucket that has to be above nothing is so from the next moment on. */
const MOMENT = 1e-9;

/**
 * Between any two moments no more leaves the bucket than it held and what came in meanwhile: what is in it is the least
 * that this leaves, over all moments at which something was taken or given back.
 */
class BucketLog implements LimitLog {
  readonly #charging: Charging;
  readonly #rate: number;
  readonly #burst: number;
  readonly #taken: { readonly at: number; readonly amount: number }[] = [];
  readonly #charged: Map<string, number> = new Map();

  constructor(charging: Charging, rate: number, burst: number) {
    this.#charging = charging;
    this.#rate = rate;
    this.#burst = burst;
  }

  refusal(id: number, requests: Requests, now: number): number {
    if (late(this.#charging)) return this.#level(now) > ROUNDING ? 0 : RATE_LIMIT;
    const cost = before(this.#charging, id, requests);
    if (cost > this.#burst) return TOO_LARGE;
    return cost > this.#level(now) + ROUNDING ? RATE_LIMIT : 0;
  }

  charge(id: number, requests: Requests, now: number): void {
    if (late(this.#charging)) return;
    const amount = before(this.#charging, id, requests);
    this.#taken.push({ at: now, amount });
    this.#charged.set(`${id} ${now}`, amount);
  }

  settle(id: number, admitted: number, prompt: number, made: number, now: number): void {
    if (!this.#charging.settles) return;
    const charged = this.#charged.get(`${id} ${admitted}`) ?? 0;
    this.#taken.push({ at: now, amount: after(this.#charging, prompt, made) - charged });
  }

  fill(now: number): number {
    const taken = (this.#burst - this.#level(now)) / this.#rate;
    return taken / (this.#burst / this.#rate);
  }

  again(id: number, requests: Requests, now: number): number {
    const refusal = this.refusal(id, requests, now);
    if (refusal !== RATE_LIMIT) return refusal === 0 ? now : Infinity;
    const { at } = this.#taken.at(-1)!;
    if (late(this.#charging)) return at - this.#level(at) / this.#rate + MOMENT;
    return at + (before(this.#charging, id, requests) - this.#level(at)) / this.#rate;
  }

  #level(now: number): number {
    let least = this.#burst;
    for (let k = 0; k < this.#taken.length; k++) {
      const sum = (from: number): number =>
        this.#taken.slice(from).reduce((total, { amount }) => total + amount, 0);
      const came = this.#burst + this.#rate * (now - this.#taken[k]!.at);
      least = Math.min(least, came - sum(k), came - sum(k + 1));
    }
    return least;
  }
}

interface FixedRule extends Charging {
  readonly window: number;
  readonly limit: number;
}

class FixedLog implements LimitLog {
  readonly #rule: FixedRule;
  readonly #fromFirst: boolean;
  readonly #charges: { readonly id: number; readonly at: number; cost: number }[] = [];

  constructor(rule: FixedRule, fromFirst: boolean) {
    this.#rule = rule;
    this.#fromFirst = fromFirst;
  }

  refusal(id: number, requests: Requests, now: number): number {
    const { limit } = this.#rule;
    if (late(this.#rule)) return this.#sum(now) >= limit ? RATE_LIMIT : 0;
    const cost = before(this.#rule, id, requests);
    if (cost > limit) return TOO_LARGE;
    return this.#sum(now) + cost > limit ? RATE_LIMIT : 0;
  }

  charge(id: number, requests: Requests, now: number): void {
    if (!late(this.#rule)) this.#charges.push({ id, at: now, cost: before(this.#rule, id, requests) });
  }

  settle(id: number, admitted: number, prompt: number, made: number, now: number): void {
    if (!this.#rule.settles) return;
    const cost = after(this.#rule, prompt, made);
    if (!late(this.#rule))
      this.#charges.findLast((charge) => charge.id === id && charge.at === admitted)!.cost = cost;
    else if (cost > 0) this.#charges.push({ id, at: now, cost });
  }

  fill(now: number): number {
    return this.#sum(now) / this.#rule.limit;
  }

  again(id: number, requests: Requests, now: number): number {
    const { window } = this.#rule;
    const end = this.#fromFirst ? this.#begun(now) + window : (this.#number(now) + 1) * window;
    return [now, end].find((time) => this.refusal(id, requests, time) === 0) ?? Infinity;
  }

  #sum(now: number): number {
    const begin = this.#fromFirst ? this.#begun(now) : this.#number(now) * this.#rule.window;
    return this.#charges.reduce((sum, { at, cost }) => (at >= begin ? sum + cost : sum), 0);
  }

  /** Which of the windows that go by the clock now is in. */
  #number(now: number): number {
    let number = 0;
    while ((number + 1) * this.#rule.window <= now) number++;
    return number;
  }

  /** When the window began that now is in; Infinity when none has since the last was over. */
  #begun(now: number): number {
    const { window } = this.#rule;
    let begin = -Infinity;
    for (const { at } of this.#charges) if (at >= begin + window) begin = at;
    return now >= begin + window ? Infinity : begin;
  }
}

class FlightLog implements LimitLog {
  readonly #charging: Charging;
  readonly #limit: number;
  readonly #inside: { readonly id: number; readonly cost: number }[] = [];

  constructor(charging: Charging, limit: number) {
    this.#charging = charging;
    this.#limit = limit;
  }

  refusal(id: number, requests: Requests): number {
    const cost = before(this.#charging, id, requests);
    if (cost > this.#limit) return TOO_LARGE;
    return this.#sum + cost > this.#limit ? RATE_LIMIT : 0;
  }

  charge(id: number, requests: Requests): void {
    this.#inside.push({ id, cost: before(this.#charging, id, requests) });
  }

  settle(id: number): void {
    this.#inside.splice(
      this.#inside.findIndex((one) => one.id === id),
      1,
    );
  }

  fill(): number {
    return this.#sum / this.#limit;
  }

  /** Nobody knows when one of those inside leaves. */
  again(): number {
    return 0;
  }

  get #sum(): number {
    return this.#inside.reduce((sum, { cost }) => sum + cost, 0);
  }
}
