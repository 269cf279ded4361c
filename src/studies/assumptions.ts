/** Assumptions of the profiles in a scenario, and their sources. */
import type { Assumption } from '../report/section.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';

export function assumptionsOf(cells: ScenarioFile['cells']): Assumption[] {
  const found = new Map<string, Assumption>();
  const add = (one: Assumption): void => {
    found.set(JSON.stringify(one), one);
  };
  for (const { scenario } of cells)
    for (const { name, sources, assumptions } of profilesOf(scenario)) {
      for (const text of assumptions) add({ of: name, text });
      for (const { text, licence } of sources)
        add({
          of: name,
          text: 'measured or published by others',
          source: text,
          ...(licence !== '' && { licence }),
        });
    }
  return [...found.values()];
}

type Known = {
  readonly name: string;
  readonly sources: readonly { readonly text: string; readonly licence: string }[];
  readonly assumptions: readonly string[];
};

function profilesOf({ fleet, cloud }: ScenarioFile['cells'][number]['scenario']): readonly Known[] {
  const devices = fleet.filter(({ count }) => count > 0).map(({ profile }) => profile);
  return cloud ? [...devices, cloud.profile] : devices;
}
