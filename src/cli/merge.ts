import type { Command } from './command.ts';
import { RUN_OPTIONS } from './flags.ts';

export const merge: Command = {
  name: 'merge',
  brief: 'The parts of a study that was split over machines, made one',
  help: 'Make one study of the parts that --shard made: the same summary, tables, figures and page, byte for byte, that one machine would have made.',
  places: [{ name: 'dir', help: 'The folders of the parts, in any order', kind: 'several' }],
  options: {
    out: { ...RUN_OPTIONS['out']!, help: 'Folder of the whole; needed' },
    scenario: {
      group: 'What is run',
      value: 'FILE',
      help: 'The scenario, where it does not lie where the parts had it',
    },
    workers: RUN_OPTIONS['workers']!,
    force: RUN_OPTIONS['force']!,
    json: RUN_OPTIONS['json']!,
    quiet: RUN_OPTIONS['quiet']!,
  },
  examples: [
    [
      'for i in 1 2 3 4; do edgewise run first.yaml --shard $i/4 --out part-$i; done',
      'four parts, here one after the other',
    ],
    ['edgewise merge part-* --out out/first', 'made one'],
  ],
  more: 'Parts that are there twice are taken once; parts that are missing, or not finished, are named with the command to get them. Parts of other versions are refused. docs/scale.md has recipes for a cluster.',
  async act(typed, terminal) {
    const { runMerge } = await import('./runMerge.ts');
    return runMerge(typed, terminal);
  },
};
