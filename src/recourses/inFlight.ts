import { z } from 'zod';
import { CLOUD, LOST, type Recourse, type RecourseContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { another } from './another.ts';

export const RULES = ['lost', 'elsewhere', 'cloud'] as const;
export type Rule = (typeof RULES)[number];

export const inFlight: Plugin<{ of: Rule[] }, RecourseContext, Recourse> = plugin(
  'the running and waiting requests of a device that went down go where its fleet entry says; others go on to the next rule',
  { of: z.array(z.enum(RULES)).describe('for each entry of the fleet: lost, elsewhere or cloud') },
  ({ of }, context: RecourseContext) => new InFlight(context, of),
);

class InFlight implements Recourse {
  private readonly context: RecourseContext;
  private readonly of: readonly Rule[];

  constructor(context: RecourseContext, of: readonly Rule[]) {
    this.context = context;
    this.of = of;
  }

  after(id: number, reason: number, by: number): number {
    const { requests, fleet, next } = this.context;
    if (by >= 0 && requests.holder[id] === by) {
      const rule = this.of[fleet.group[by]!];
      if (rule === 'cloud') return CLOUD;
      if (rule !== 'elsewhere') return LOST;
      const place = another(this.context, id, by);
      if (place >= 0) return place;
    }
    return next === null ? LOST : next.after(id, reason, by);
  }

  forget(id: number): void {
    this.context.next?.forget?.(id);
  }
}
