import { parseShare } from '../kernel/units.ts';
import { ScenarioError } from '../scenario/mistake.ts';
import type { Command, CommandOption } from './command.ts';
import { NOT_SPLIT, optionsBut, read, runFlags } from './flags.ts';

const OPTIONS: Readonly<Record<string, CommandOption>> = {
  target: {
    group: 'What is run',
    value: '95%',
    help: "Share of the requests that has to meet the slo, in place of the file's slo.target",
  },
  ...optionsBut('vary', 'tenants', 'requests', 'shard', 'model-error'),
  precision: {
    group: 'What is run',
    value: '5%',
    help: 'Replicate until the interval of the load is within that share of it. Default: 5 %',
  },
  out: {
    group: 'How it is run',
    value: 'DIR',
    help: 'Folder of the results. Default: out/NAME-capacity',
  },
  'model-error': {
    group: 'What is run',
    help: 'Look for it as well with profiles as they may be; done by itself where their uncertainty is known',
  },
  'no-model-error': { group: 'What is run', help: 'Take the profiles as exact; somewhat quicker' },
  json: { group: 'What is said', help: 'capacity.json on the standard output, and nothing else there' },
};

export const capacity: Command = {
  name: 'capacity',
  brief: 'The largest load that a fleet takes within its slo, and whether that is enough',
  help: "The largest load at which the scenario's fleet still meets its slo (slo.target of the requests, 95 % when nothing is said), with a 95 % interval, for the whole and per machine, and whether today's load fits into it. Requests an hour; people where the workload is users.",
  places: [{ name: 'file', help: 'A scenario with a fleet and an slo' }],
  options: OPTIONS,
  without: NOT_SPLIT,
  examples: [
    ['edgewise capacity box.yaml', 'how much it takes; results in out/box-capacity'],
    ['edgewise capacity box.yaml --target 99% --out strict', 'of the requests in time'],
    ['edgewise capacity box.yaml --set fleet.0.count=2 --out two', 'with one machine more'],
    ['edgewise capacity box.yaml --set fallback=drop --out alone', 'the machines alone, without the cloud'],
  ],
  more: "Load grows as the workload says: requests come closer together, or there are more people. Run again, the same command goes on where it was interrupted. Exit codes: 0 today's load is met, 3 it is too much, 2 the input is wrong, 130 interrupted, 1 anything else.",
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const wrong: Parameters<typeof read>[2] = [];
    const target = read(
      typed,
      'target',
      wrong,
      'a share above 0 and up to 1, for instance 95%',
      (written) => {
        const share = parseShare(written);
        return share !== undefined && share > 0 && share <= 1 ? share : undefined;
      },
    );
    if (wrong.length > 0) throw new ScenarioError(wrong);
    const { orderCapacity } = await import('./orders.ts');
    return orderCapacity(String(typed['file']), flags, target, terminal);
  },
};
