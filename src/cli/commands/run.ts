import type { Command } from '../command.ts';
import { RUN_OPTIONS, runFlags } from '../flags/flags.ts';

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
    const { orderRun } = await import('../study/orders.ts');
    return orderRun(String(typed['file']), flags, terminal);
  },
};
