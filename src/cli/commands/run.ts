import type { Command } from '../command.ts';
import { Fault } from '../fault.ts';
import { RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

export const run: Command = {
  name: 'run',
  brief: 'Run a scenario',
  help: 'Run a scenario: every cell, every replication; a table, figures and one HTML page.',
  places: [{ name: 'file', help: 'The scenario, a YAML file; - for one that is piped in' }],
  options: RUN_OPTIONS,
  examples: [
    ['edgewise run first.yaml', 'results in out/first'],
    ['edgewise run first.yaml --set fleet.0.count=3', 'one value changed'],
    ['edgewise run first.yaml --vary strategy=random,loadAware', 'two cells, the same requests in both'],
    ['edgewise run first.yaml --precision 5% --out tight', 'as many replications as that takes'],
    ['edgewise run first.yaml --json | jq .cells[0].metrics', 'the summary for another program'],
  ],
  more: 'Run again, the same command continues where it was interrupted. Exit codes: 0 done, 2 the input is wrong, 3 an expectation failed, 130 interrupted, 1 anything else.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const { runStudy } = await import('../../studies/run/study.ts');
    const { isWorld } = await import('../../experiment/world/world.ts');
    const { loadWithTenants } = await import('../scenarioFile.ts');
    const { conductFile } = await import('../study/conductFile.ts');
    const file = String(typed['file']);
    const loaded = loadWithTenants(file, flags);
    if (flags.requests !== undefined && isWorld(loaded.scenarioFile))
      throw new Fault(
        `${file}: has regions, and a log of requests is of one fleet: --requests goes with a scenario of one of its regions`,
      );
    if (flags.tenants && isWorld(loaded.scenarioFile))
      throw new Fault(
        `${file}: has regions, and tenants have figures of their own in one fleet: --tenants goes with a scenario of one of its regions`,
      );
    return conductFile(
      {
        loaded,
        make: (scenarioFile, demands) => runStudy(scenarioFile, { demands, ...flags }),
        command: typedAgain(run, typed),
      },
      flags,
      terminal,
    );
  },
};
