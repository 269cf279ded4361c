import { under, type Command, type CommandOption } from '../command.ts';
import { readFlags } from '../flags/readFlags.ts';
import { jsonOption, NOT_SPLIT, optionsBut, RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

const OPTIONS: Readonly<Record<string, CommandOption>> = {
  ...under('What to run', {
    target: {
      value: '95%',
      help: "Share of the requests that has to meet the slo, in place of the file's slo.target",
    },
  }),
  ...optionsBut('vary', 'tenants', 'requests', 'shard', 'model-error'),
  ...under('What to run', {
    precision: {
      value: '5%',
      help: 'Replicate until the interval of the load is within that share of it. Default: 5 %',
    },
    'model-error': {
      help: 'Also find the largest load allowing for profile error; the default where the uncertainty of the profiles is known',
    },
    'no-model-error': { help: 'Take the profiles as exact; somewhat quicker' },
  }),
  out: { ...RUN_OPTIONS['out']!, help: 'Folder of the results. Default: out/NAME-capacity' },
  json: jsonOption('capacity.json'),
};

export const capacity: Command = {
  name: 'capacity',
  brief: 'The largest load that a fleet can serve within its slo, and whether that is enough',
  help: "The largest load at which the scenario's fleet still meets its slo (slo.target of the requests, 95 % by default), with a 95 % interval, for the whole fleet and per machine, and whether today's load fits. In requests an hour; in people where the workload is users.",
  places: [{ name: 'file', help: 'A scenario with a fleet and an slo' }],
  options: OPTIONS,
  without: NOT_SPLIT,
  examples: [
    ['edgewise capacity box.yaml', 'the largest load; results in out/box-capacity'],
    ['edgewise capacity box.yaml --target 99% --out strict', 'with 99 % of the requests in time'],
    ['edgewise capacity box.yaml --set fleet.0.count=2 --out two', 'with one machine more'],
    ['edgewise capacity box.yaml --set fallback=drop --out alone', 'the machines alone, without the cloud'],
  ],
  more: "Load grows as the workload says: requests come closer together, or there are more people. Run again, the same command continues where it was interrupted. Exit codes: 0 today's load is met, 3 it is too much, 2 the input is wrong, 130 interrupted, 1 anything else.",
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const target = readFlags(typed, (read) =>
      read.share(
        'target',
        'a share above 0 and up to 1, for instance 95%',
        (share) => share > 0 && share <= 1,
      ),
    );
    const { capacityStudy } = await import('../../studies/capacity/study.ts');
    const { load } = await import('../scenarioFile.ts');
    const { conductFile } = await import('../study/conductFile.ts');
    const set = [...flags.set, ...(target === undefined ? [] : [`slo.target=${target}`])];
    const { precision, noModelError } = flags;
    return conductFile(
      {
        loaded: load(String(typed['file']), { ...flags, set }),
        make: (scenarioFile, demands) =>
          capacityStudy(scenarioFile, { demands, precision, modelError: !noModelError }),
        command: typedAgain(capacity, typed),
      },
      flags,
      terminal,
    );
  },
};
