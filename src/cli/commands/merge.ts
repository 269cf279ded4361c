import type { Command } from '../command.ts';
import { RUN_OPTIONS } from '../flags/runFlags.ts';

export const merge: Command = {
  name: 'merge',
  brief: 'Join the parts of a study that was split over machines',
  help: 'Join the parts that --shard made into one study: summary, tables, figures and report are the same, byte for byte, as one machine would have made.',
  places: [{ name: 'dir', help: 'The folders of the parts, in any order', kind: 'several' }],
  options: {
    out: { ...RUN_OPTIONS['out']!, help: 'Folder of the joined results; required' },
    scenario: {
      group: 'What to run',
      value: 'FILE',
      help: 'The scenario, if it is no longer where the parts read it',
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
    ['edgewise merge part-* --out out/first', 'the parts joined'],
  ],
  more: 'A part that is there twice is used once; parts that are missing, or not finished, are named with the command that makes them. Parts of other versions are refused. docs/scale.md has recipes for a cluster.',
  async act(typed, terminal, commands) {
    const { runMerge } = await import('./merge/act.ts');
    return runMerge(typed, terminal, commands);
  },
};
