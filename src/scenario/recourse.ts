/** What happens to a request that was refused or handed back: the recourses of a cell, in order. */
import { given } from '../kernel/given.ts';
import type { RecourseContext } from '../contexts.ts';
import type { Recourse } from '../model.ts';
import type { Neighbours } from '../engine/neighbours.ts';
import * as recoursePlugins from '../recourses/index.ts';
import { faultsOf } from './faults.ts';
import type { Make, Origin } from './make.ts';
import type { Choice, FleetEntry, Scenario } from './scenario.ts';

/** Whether machines of the entry may hand back requests they have accepted. */
export function handsBack(entry: Pick<FleetEntry, 'inFlight' | 'failures' | 'outages'>): boolean {
  return entry.inFlight !== undefined || faultsOf(entry).length > 0;
}

/** Whether a request may be tried more than once at the edge. */
export function triesAgain({ retry, fleet }: Pick<Scenario, 'retry' | 'fleet'>): boolean {
  return retry !== null || fleet.some((entry) => handsBack(entry) && entry.inFlight === 'elsewhere');
}

interface Placed extends Origin {
  readonly choice: Choice;
}

/** In the order in which they are asked. */
function recourses({ retry, fallback, fleet }: Scenario): readonly Placed[] {
  const of = fleet.map(({ inFlight }) => inFlight ?? 'lost');
  const { elsewhere = 0, later = null } = retry ?? {};
  return given([
    fleet.some(handsBack) && { choice: { kind: 'inFlight', of }, path: ['fleet'] },
    elsewhere > 0 && { choice: { kind: 'elsewhere', most: elsewhere }, path: ['retry', 'elsewhere'] },
    later && { choice: { kind: 'later', ...later }, path: ['retry', 'later'], of: later },
    { choice: { kind: fallback }, path: ['fallback'] },
  ]);
}

export function recourseOf(
  scenario: Scenario,
  context: Omit<RecourseContext, 'next'>,
  making: Make,
  neighbours: Neighbours | null = null,
): Recourse {
  const before = neighbours && { after: neighbours.next.bind(neighbours) };
  let fallback: Recourse | null = null;
  const chain = recourses(scenario).reduceRight<Recourse | null>((next, { choice, ...place }) => {
    const made = making<Recourse>(
      recoursePlugins,
      choice,
      { next, ...context } satisfies RecourseContext,
      place,
    );
    // The fallback is the last: neighbours are asked before it.
    if (fallback !== null || before === null) return made;
    fallback = made;
    return before;
  }, null)!;
  if (neighbours === null) return chain;
  neighbours.stand(chain, fallback!);
  return neighbours;
}
