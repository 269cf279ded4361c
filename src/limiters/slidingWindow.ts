import { z } from 'zod';
import type { Limiter, LimiterContext, Reason, Request } from '../model.ts';
import { count, factor, plugin, positive, seconds, type Plugin } from '../options.ts';
import { Window } from './window.ts';

interface Options {
  window: number;
  requests?: number | undefined;
  tokens?: number | undefined;
  capacity?: number | undefined;
  charge: 'actual' | 'max' | { estimate: number };
  maxOutput?: number | undefined;
}

export const slidingWindow: Plugin<Options, LimiterContext, Limiter> = plugin(
  'at most so much in any stretch of `window` seconds: requests, tokens (prompt + output), or a share of capacity',
  {
    window: seconds(),
    requests: count().optional().describe('requests per window'),
    tokens: positive().optional().describe('tokens, prompt and output, per window'),
    capacity: factor()
      .optional()
      .describe('service seconds per window, as a share of window x slots (scope: device)'),
    charge: z
      .union([z.enum(['actual', 'max']), z.strictObject({ estimate: count() })])
      .default('actual')
      .describe(
        'output tokens charged at admission: the true length (an oracle), the largest allowed, or an estimate; what was charged wrong is put right at completion',
      ),
    maxOutput: count().optional().describe('what `charge: max` charges'),
  },
  (options, context: LimiterContext) => new SlidingWindow(options, context),
);

class SlidingWindow implements Limiter {
  readonly ordered = true;
  readonly settle: Limiter['settle'];
  readonly #window: Window;
  readonly #limit: number;
  readonly #cost: (prompt: number, output: number) => number;
  /** What is charged for the output; 0 for its true length. */
  readonly #charged: number;

  constructor(options: Options, context: LimiterContext) {
    const { requests, tokens, capacity, charge } = options;
    const given = [requests, tokens, capacity].filter((limit) => limit !== undefined);
    if (given.length !== 1) {
      throw new RangeError(
        `slidingWindow takes exactly one of requests, tokens, capacity: got ${given.length}`,
      );
    }
    this.#window = new Window(options.window);
    if (requests !== undefined) {
      this.#limit = requests;
      this.#cost = () => 1;
    } else if (tokens !== undefined) {
      this.#limit = tokens;
      this.#cost = (prompt, output) => prompt + output;
    } else {
      const seconds = context.cost;
      if (!seconds) throw new RangeError('slidingWindow.capacity needs scope: device');
      // In whole nanoseconds, so that the sum in the window stays exact.
      this.#limit = capacity! * options.window * context.slots * 1e9;
      this.#cost = (prompt, output) => Math.round(seconds(prompt, output) * 1e9);
    }
    if (charge === 'max' && options.maxOutput === undefined) {
      throw new RangeError('slidingWindow.charge: max needs maxOutput, the largest answer allowed');
    }
    this.#charged = charge === 'actual' ? 0 : charge === 'max' ? options.maxOutput! : charge.estimate;
    if (this.#charged > 0 && requests === undefined) {
      this.settle = (id, admitted, now, prompt, output) => {
        this.#window.sum(now);
        this.#window.correct(id, admitted, this.#cost(prompt, output));
      };
    }
  }

  get expires(): number {
    return this.#window.expires;
  }

  refusal(request: Request): Reason | null {
    const cost = this.#cost(request.prompt, this.#charged || request.output);
    if (cost > this.#limit) return 'tooLarge';
    return this.#window.sum(request.at) + cost > this.#limit ? 'rateLimit' : null;
  }

  charge(request: Request): void {
    this.#window.sum(request.at);
    this.#window.add(request.id, request.at, this.#cost(request.prompt, this.#charged || request.output));
  }

  fill(now: number): number {
    return this.#window.sum(now) / this.#limit;
  }
}
