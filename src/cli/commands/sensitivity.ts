import type { Sensitivity } from '../../studies/sensitivity/result.ts';
import type { Conclusion } from '../../studies/study.ts';
import { under, type Command, type CommandOption } from '../command.ts';
import { optionsBut, RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';
import { sensitivityFlags } from './sensitivity/flags.ts';

const OWN: Readonly<Record<string, CommandOption>> = {
  ...under('What is studied', {
    over: {
      value: 'path=low..high',
      help: 'A number of the file and its range; with :log by ratios, with :int in whole numbers; once for each input',
    },
    metric: {
      value: 'NAME',
      help: 'A figure of the results to study; may be given again. Default: the usual ones that change',
    },
    map: {
      value: 'a,b',
      help: 'Heat maps over two of the inputs, and where each strategy is best; may be given again, or all. Default: of two inputs, those two',
    },
    side: { value: 'N', help: 'Values along each side of a map; 0 for no maps. Default 9' },
    claims: { help: 'Check what the file expects, at points all over the ranges' },
    points: { value: 'N', help: 'Points at which claims are checked, best a power of two. Default 128' },
    samples: {
      value: 'N',
      help: 'Rows of the sample for the indices, best a power of two; 0 for none. Default: 64 to 512, by how long the runs are',
    },
    walks: { value: 'N', help: 'Walks of the screening; 0 for none. Default 16' },
    'keep-all': { help: 'Indices of all inputs, including those that the screening shows to have no effect' },
    levels: { value: 'N', help: 'Values on a curve; 0 for no curves. Default 15' },
    sweep: {
      value: 'N',
      help: 'Instead of all that, N runs all over the ranges, streamed: how much of the variance of a figure each input explains. N may be millions; edgewise show prints the results so far',
    },
    doc: {
      value: 'FILE',
      help: 'Write the table of the claims into this Markdown file, between its marks, and their picture beside it',
    },
  }),
};

export const sensitivity: Command = {
  name: 'sensitivity',
  brief: 'Which inputs matter, and over what part of their ranges a result holds',
  help: 'Vary numbers of a scenario over ranges: Morris screening, then Sobol indices with intervals, a curve for each input, heat maps of two, and alpha.',
  places: [{ name: 'file', help: 'The scenario, a YAML file; - for one that is piped in' }],
  options: {
    ...OWN,
    ...optionsBut('catalog', 'precision', 'model-error', 'requests', 'tenants'),
    out: { ...RUN_OPTIONS['out']!, help: 'Folder of the results. Default: out/NAME-sensitivity' },
  },
  examples: [
    [
      'edgewise sensitivity alpha-window.yaml --over limits.0.window=10s..10m:log --over limits.0.capacity=0.4..1.2',
      'results in out/alpha-window-sensitivity',
    ],
    [
      'edgewise sensitivity first.yaml --over fleet.0.count=1..8 --over workload.arrivals.rate=0.1/s..1/s --map fleet.0.count,workload.arrivals.rate',
      'a map of fleet against load',
    ],
    [
      'edgewise sensitivity figure4.yaml --over workload.arrivals.peak=1..12 --claims',
      'where the claims hold',
    ],
    [
      'edgewise sensitivity figure4.yaml --over workload.arrivals.rate=0.2/s..0.8/s --over limits.0.window=10s..10m:log --sweep 1000000 --queue redis://host',
      'a million runs by workers anywhere',
    ],
  ],
  more: 'Every point is run with the same seeds, so that all differences come from the inputs. Run again, the same command continues where it was interrupted.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const own = sensitivityFlags(typed);
    const { doc, asked } = own;
    const command = typedAgain(sensitivity, {
      ...typed,
      ...(doc !== undefined && { doc: undefined, claims: true }),
    });
    const file = String(typed['file']);
    if (own.sweep !== undefined) {
      const { refuseToSweep, runSweep } = await import('./sensitivity/sweep.ts');
      refuseToSweep(typed);
      return runSweep(file, flags, own, command, terminal);
    }
    const { sensitivityStudy } = await import('../../studies/sensitivity/study.ts');
    const { load } = await import('../scenarioFile.ts');
    const { conductFile } = await import('../study/conductFile.ts');
    const { writeClaims } = await import('./sensitivity/doc.ts');
    const { replications } = flags;
    return conductFile(
      {
        loaded: load(file, flags),
        make: (scenarioFile, demands) =>
          sensitivityStudy(scenarioFile, {
            demands,
            ...asked,
            ...(replications !== undefined && { replications }),
          }),
        command,
        ...(doc !== undefined && {
          also: ({ result, figures }: Conclusion<Sensitivity>) => writeClaims(doc, result, figures),
        }),
      },
      flags,
      terminal,
    );
  },
};
