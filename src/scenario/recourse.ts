/** What becomes of a request that was refused or handed back, from what a cell says: one recourse after the other. */
import type { RecourseContext } from '../contexts.ts';
import type { Recourse } from '../model.ts';
import * as recoursePlugins from '../recourses/index.ts';
import { faultsOf } from './faults.ts';
import { make } from './make.ts';
import type { Choice, FleetEntry, Scenario } from './scenario.ts';

/** Whether its machines may hand back what they have taken. */
export function handsBack(entry: Pick<FleetEntry, 'inFlight' | 'failures' | 'outages'>): boolean {
  return entry.inFlight !== undefined || faultsOf(entry).length > 0;
}

/** Whether a request may be tried more than once at the edge. */
export function triesAgain({ retry, fleet }: Pick<Scenario, 'retry' | 'fleet'>): boolean {
  return retry !== null || fleet.some((entry) => handsBack(entry) && entry.inFlight === 'elsewhere');
}

/** The first to be asked comes first. */
export function recourses({ retry, fallback, fleet }: Scenario): readonly Choice[] {
  return [
    ...(fleet.some(handsBack)
      ? [{ kind: 'inFlight', of: fleet.map(({ inFlight }) => inFlight ?? 'lost') }]
      : []),
    ...(retry !== null && retry.elsewhere > 0 ? [{ kind: 'elsewhere', most: retry.elsewhere }] : []),
    ...(retry?.later ? [{ kind: 'later', ...retry.later }] : []),
    { kind: fallback },
  ];
}

export function recourseOf(scenario: Scenario, context: Omit<RecourseContext, 'next'>): Recourse {
  return recourses(scenario).reduceRight<Recourse | null>(
    (next, choice) => make<Recourse>(recoursePlugins, choice, { ...context, next }),
    null,
  )!;
}
