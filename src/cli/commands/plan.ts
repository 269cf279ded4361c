import { under, type Command, type CommandOption } from '../command.ts';
import { jsonOption, NOT_SPLIT, optionsBut, RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';
import { planSettings } from './plan/flags.ts';

const OPTIONS: Readonly<Record<string, CommandOption>> = {
  ...under('What to run', {
    growth: {
      value: '1,1.5,2',
      help: "Levels of demand, as factors of the file's workload, in place of the file's",
    },
    'most-runs': { value: 'N', help: 'Most runs of an undecided fleet. Default 128' },
    'most-requests': {
      value: 'N',
      help: 'Requests that the search may simulate at each level of demand. Default 1e8',
    },
    grid: { help: 'Run every fleet until it is decided, instead of searching: slow, to check the search' },
  }),
  ...optionsBut('vary', 'precision', 'shard', 'requests', 'tenants'),
  ...under('What to run', {
    replications: {
      value: 'N',
      help: 'Least number of runs of a fleet before it is judged, and of the chosen one',
    },
    'model-error': {
      help: 'Search longer for a fleet that also passes allowing for profile error; whether the chosen one does is always reported, where the uncertainty of its profiles is known',
    },
    'no-model-error': { help: 'Take the profiles as exact: about half the time' },
  }),
  out: { ...RUN_OPTIONS['out']!, help: 'Folder of the results. Default: out/NAME-plan' },
  json: jsonOption('plan.json'),
};

export const plan: Command = {
  name: 'plan',
  brief: 'The cheapest fleet that meets the slo; the Pareto front; where edge beats cloud',
  help: "The cheapest fleet, out of the file's plan section, that meets the slo at the demand of its workload with 95 % confidence: hardware over its lifetime, electricity and cloud, dollars a month. Also other fleets, cost against attainment, the demand above which it costs less than the cloud alone, and what fails first when demand grows.",
  places: [{ name: 'file', help: 'A scenario with a plan section, as scenarios/office.yaml' }],
  options: OPTIONS,
  without: NOT_SPLIT,
  examples: [
    ['edgewise plan office.yaml', 'results in out/office-plan'],
    ['edgewise plan office.yaml --growth 1,1.5,2', "today's demand, half as much again, twice"],
    ['edgewise plan office.yaml --no-model-error', 'without the runs that allow for profile error'],
    ['edgewise plan office.yaml --set slo.target=99% --out strict', 'another target'],
    ['edgewise plan office.yaml --set plan.budget=30 --out cheap', 'at most 30 dollars a month'],
  ],
  more: 'Run again, the same command continues where it was interrupted. Exit codes: 0 there is such a fleet, 3 there is none at some level of demand, 2 the input is wrong, 130 interrupted, 1 anything else.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const set = [...flags.set, ...planSettings(typed)];
    const { planStudy } = await import('../../studies/plan/study.ts');
    const { load } = await import('../scenarioFile.ts');
    const { conductFile } = await import('../study/conductFile.ts');
    const modelError = flags.modelError ? true : flags.noModelError ? false : undefined;
    const grid = typed['grid'] === true;
    return conductFile(
      {
        loaded: load(String(typed['file']), { ...flags, set }, 'plan'),
        make: (scenarioFile, demands) => planStudy(scenarioFile, { demands, grid, modelError }),
        command: typedAgain(plan, typed),
      },
      flags,
      terminal,
    );
  },
};
