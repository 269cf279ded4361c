import { join, relative } from 'node:path';
import type { Command } from '../command.ts';
import { RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';
import { packageFolder } from '../package.ts';

export const figure4: Command = {
  name: 'figure4',
  brief: "The paper's Figure 4",
  help: "The paper's Figure 4: three ways to choose a device under steady and bursty load, three panels and the table of claims.",
  places: [],
  options: RUN_OPTIONS,
  examples: [
    ['edgewise figure4', 'results in out/figure4'],
    ['edgewise figure4 --replications 200 --out tight', 'narrower intervals'],
    ['edgewise figure4 --set limits.0.window=30s --out w30', 'another assumption'],
  ],
  more: 'The scenario is scenarios/figure4.yaml of the package. No set-up was published with the figure: each assumption is named in that file, with why.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const { figure4Study } = await import('../../studies/figure4/study.ts');
    const { loadWithTenants } = await import('../scenarioFile.ts');
    const { conductFile } = await import('../study/conductFile.ts');
    const file = join(packageFolder(), 'scenarios', 'figure4.yaml');
    const near = relative('.', file);
    return conductFile(
      {
        loaded: loadWithTenants(near.startsWith('..') ? file : near, flags),
        make: (scenarioFile, demands) => figure4Study(scenarioFile, { demands, ...flags }),
        command: typedAgain(figure4, typed),
      },
      flags,
      terminal,
    );
  },
};
