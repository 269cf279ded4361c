import { LOST, type Recourse, type RecourseContext } from '../model.ts';
import { count, plugin, type Plugin } from '../options.ts';
import { another } from './another.ts';

export const elsewhere: Plugin<{ most: number }, RecourseContext, Recourse> = plugin(
  'to another device that accepts it, the least loaded for its capability, after a device refused it or went down',
  { most: count().default(1).describe('tries at another device, counted anew after each wait') },
  ({ most }, context: RecourseContext) => new Elsewhere(context, most),
);

class Elsewhere implements Recourse {
  private readonly context: RecourseContext;
  private readonly most: number;

  constructor(context: RecourseContext, most: number) {
    this.context = context;
    this.most = most;
  }

  /** What is refused before a device was picked is refused on all of them. */
  after(id: number, reason: number, by: number): number {
    const { requests, next } = this.context;
    if (by >= 0 && requests.hops[id]! < this.most) {
      const place = another(this.context, id, by);
      if (place >= 0) {
        requests.hops[id]!++;
        return place;
      }
    }
    return next === null ? LOST : next.after(id, reason, by);
  }

  forget(id: number): void {
    this.context.next?.forget?.(id);
  }
}
