/** Whether runs of a cell have an optional metric. */
import type { Definition } from '../metrics/definitions.ts';
import { alsoOf } from './also.ts';
import { faultsOf } from './faults.ts';
import { known } from './known.ts';
import type { Scenario } from './scenario.ts';

export function measured(scenario: Scenario, { when }: Definition): boolean {
  if (when === undefined) return true;
  const { fleet, cloud } = scenario;
  const down = (faults: boolean): (() => number) | null => (faults ? () => 0 : null);
  return when({
    also: alsoOf(scenario),
    asked: known(scenario)?.users === undefined ? null : 0,
    down: {
      devices: down(fleet.some((entry) => entry.count > 0 && faultsOf(entry).length > 0)),
      cloud: down(cloud !== null && faultsOf(cloud).length > 0),
    },
  });
}
