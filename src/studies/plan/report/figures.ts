/** Figures of a plan, two for each level of demand. */
import type { Planned } from '../result.ts';
import { choices } from '../../../report/choices.ts';
import type { Figure } from '../../../report/figure.ts';
import { planDemand } from './demand.ts';
import { planFront } from './front.ts';
import { times } from './words.ts';

export function planFigures(planned: Planned): Figure[] {
  const made = planned.levels.flatMap((level, i) => {
    const suffix = i === 0 ? '' : `-${times(level.growth)}`;
    return [
      planFront(planned, level, `plan-front${suffix}`),
      ...planDemand(planned, level, `plan-demand${suffix}`),
    ];
  });
  return choices(made, (name) => name.replace(/-[\d.]+$/, ''));
}
