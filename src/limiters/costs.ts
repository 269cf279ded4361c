/** What a limit counts, and what a request is charged: at admission, and once its true cost is known. */
import { z } from 'zod';
import { serviceSeconds, type Pace } from '../kernel/pace.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import type { LimiterContext } from '../model.ts';
import { count, type Wrong } from '../options.ts';

const { OUTPUT, PROMPT } = places;

export type Charge = 'actual' | 'max' | 'after' | { readonly estimate: number };

export interface Charging {
  readonly charge: Charge;
  readonly maxOutput?: number | undefined;
}

/** The fields of a limiter that counts tokens. */
export const CHARGING: {
  readonly charge: z.ZodType<Charge>;
  readonly maxOutput: z.ZodOptional<z.ZodType<number, number | string>>;
} = {
  charge: z
    .union([z.enum(['actual', 'max', 'after']), z.strictObject({ estimate: count() })])
    .default('actual')
    .describe(
      'output tokens charged at admission: the true length (an oracle), the largest allowed, or an estimate, corrected when the answer ends; after: nothing is charged until the answer ends, and admission only checks whether the limit is already reached',
    ),
  maxOutput: count().optional().describe('what `charge: max` charges'),
};

/** What is counted. */
export const REQUESTS = 0;
export const TOKENS = 1;
/** Local copies: V8 loads and checks imported and exported constants on each use, and these are read for every request. */
const [BY_REQUESTS, BY_TOKENS]: readonly [number, number] = [REQUESTS, TOKENS];
/** Seconds of service are counted in whole nanoseconds, so that sums stay exact. */
const NANOSECONDS = 2;
/** Places of the cached request: prompt, output, nanoseconds. */
const ASKED = 3;

/** What a request is charged. A leg that produced no token costs one request, but no tokens and no time. */
export class Costs {
  readonly counted: number;
  /** Whether the charge made at admission is corrected at the end of a leg. */
  readonly settles: boolean;
  /** 1 when nothing is charged until the end of a leg. */
  readonly late: number;
  /** Whether the charge at admission is right for every completed leg. */
  readonly exact: boolean;
  private readonly requests: Requests;
  /** Tokens charged for the output; 0 for its true length. */
  private readonly charged: number;
  /** To count service: the kind of each machine, the pace of each kind, and the last request measured. */
  private kinds: Int32Array = new Int32Array(0);
  private readonly paces: Pace[] = [];
  private last: Float64Array = new Float64Array(0);
  private readonly context: LimiterContext;

  /** `name` is the name of the limiter. */
  constructor(name: string, counted: number, { charge, maxOutput }: Charging, context: LimiterContext) {
    if (charge === 'max' && maxOutput === undefined)
      throw new RangeError(`${name}.charge: max needs maxOutput, the largest answer allowed`);
    this.counted = counted;
    this.settles = counted !== REQUESTS;
    this.late = this.settles && charge === 'after' ? 1 : 0;
    this.exact = charge === 'actual' || !this.settles;
    this.requests = context.requests;
    this.context = context;
    this.charged = charge === 'max' ? maxOutput! : typeof charge === 'object' ? charge.estimate : 0;
    if (counted === NANOSECONDS && context.size < Infinity) this.reach(context.size);
  }

  /** The charge at admission. */
  before(i: number, id: number): number {
    if (this.counted === BY_REQUESTS) return 1;
    if (this.late === 1) return 0;
    const { rows } = this.requests;
    const prompt = rows[id + PROMPT]!;
    const output = this.charged === 0 ? rows[id + OUTPUT]! : this.charged;
    return this.counted === BY_TOKENS ? prompt + output : this.take(i, prompt, output);
  }

  /** The true cost of the leg that ended. */
  after(i: number, id: number): number {
    const { prompt, made } = this.requests;
    return made[id] === 0 ? 0 : this.take(i, prompt[id]!, made[id]!);
  }

  /** Whether the charge at admission was the true cost. */
  right(id: number): boolean {
    const { made, output } = this.requests;
    if (this.late === 1) return made[id] === 0;
    return made[id] === (this.charged || output[id]);
  }

  private take(i: number, prompt: number, output: number): number {
    if (this.counted === BY_TOKENS) return prompt + output;
    if (i >= this.kinds.length) this.reach(Math.max(2 * i, 1));
    return this.service(this.kinds[i]!, prompt, output);
  }

  /** Extends the kinds to so many machines. */
  private reach(size: number): void {
    const { context, paces } = this;
    const numbers = new Map(paces.map((pace, kind) => [pace, kind]));
    const kinds = new Int32Array(size);
    for (let i = 0; i < size; i++) {
      const pace = context.limited(i).pace!;
      let kind = numbers.get(pace);
      if (kind === undefined) numbers.set(pace, (kind = paces.push(pace) - 1));
      kinds[i] = kind;
    }
    this.kinds = kinds;
    this.last = new Float64Array(ASKED * paces.length);
  }

  /** Nanoseconds of service. Cached: machines of one kind are asked about the same request in turn. */
  private service(kind: number, prompt: number, output: number): number {
    const { last } = this;
    const at = ASKED * kind;
    if (last[at] !== prompt || last[at + 1] !== output) {
      last[at] = prompt;
      last[at + 1] = output;
      last[at + 2] = Math.round(serviceSeconds(this.paces[kind]!, prompt, output) * 1e9);
    }
    return last[at + 2]!;
  }
}

/** Units in which a limit may be given. */
type Amount = 'requests' | 'tokens' | 'capacity';

interface Written extends Amounts {
  readonly charge?: Charge;
  readonly maxOutput?: number | undefined;
  /** Whether it limits devices, tenants or the edge as a whole, if given. */
  readonly scope?: unknown;
}

/** Errors that the fields cannot express: exactly one of these amounts has to be given. */
export function wrongOf(takes: readonly Amount[]): (options: Written) => Wrong[] {
  return (options) => {
    const found: Wrong[] = [];
    const given = takes.filter((amount) => options[amount] !== undefined);
    if (takes.length > 0 && given.length !== 1) {
      const message = given.length === 0 ? 'has no limit' : `has both ${given.join(' and ')}`;
      found.push({ message, allowed: `exactly one of ${takes.join(', ')}` });
    }
    const { scope = 'device' } = options;
    if (options.capacity !== undefined && scope !== 'device') {
      const message = `is a share of one machine, but the scope is ${String(scope)}`;
      found.push({ at: 'capacity', message, allowed: 'scope: device' });
    }
    if (options.charge === 'max' && options.maxOutput === undefined) {
      const message = 'maxOutput is missing: what charge: max charges for an answer';
      found.push({ at: 'maxOutput', missing: true, message });
    }
    return found;
  };
}

interface Amounts {
  readonly requests?: number | undefined;
  readonly tokens?: number | undefined;
  readonly capacity?: number | undefined;
}

/** What is counted: the one amount that is given. */
export function countedOf(name: string, amounts: Amounts, context: LimiterContext): number {
  const { requests, tokens, capacity } = amounts;
  const given = [requests, tokens, capacity].filter((limit) => limit !== undefined);
  if (given.length !== 1) throw new RangeError(`${name} takes exactly one amount: got ${given.length}`);
  if (capacity !== undefined && context.size > 0 && context.limited(0).pace === null)
    throw new RangeError(`${name}.capacity needs scope: device`);
  return requests !== undefined ? REQUESTS : tokens !== undefined ? TOKENS : NANOSECONDS;
}
