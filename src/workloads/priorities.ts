import { z } from 'zod';
import { derive } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import { share, whole } from '../options.ts';

/** A priority and the share of requests that have it. */
export interface Priority {
  readonly share: number;
  readonly priority: number;
}

/** Salt that keeps this draw independent of others derived from the request's. */
const SALT = 303;

/** The `priorities` field of a workload. */
export const priorities = (): z.ZodType<Priority[] | undefined> =>
  z
    .array(
      z.strictObject({
        share: share().describe('share of the requests'),
        priority: whole().describe('the higher goes first, where queue.order is priority'),
      }),
    )
    .min(1)
    .refine((all) => all.reduce((sum, one) => sum + one.share, 0) <= 1 + 1e-9, {
      message: 'must not have more than 100 % of the requests',
    })
    .optional()
    .describe('shares of the requests and their priorities; all others have priority 0');

/** The priorities that occur, highest first; undefined where all requests have the same. */
export function levels(all: Iterable<number>): readonly number[] | undefined {
  const found = [...new Set(all)].sort((a, b) => b - a);
  return found.length > 1 ? found : undefined;
}

/** Assigns priorities by each request's own draw, so that a request keeps its priority whatever else is varied. */
export class Priorities {
  private readonly requests: Requests;
  private readonly all: readonly Priority[];

  constructor(all: readonly Priority[], requests: Requests) {
    this.all = all;
    this.requests = requests;
  }

  /** The priorities that occur. */
  get levels(): readonly number[] | undefined {
    const some = this.all.filter(({ share }) => share > 0);
    const left = 1 - some.reduce((sum, { share }) => sum + share, 0);
    return levels([...some.map(({ priority }) => priority), ...(left > 1e-9 ? [0] : [])]);
  }

  mark(id: number): void {
    const { draw, priority } = this.requests;
    let left = derive(draw[id]!, SALT);
    for (const one of this.all) {
      if (left < one.share) {
        priority[id] = one.priority;
        return;
      }
      left -= one.share;
    }
  }
}
