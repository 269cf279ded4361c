import type { Command } from './command.ts';
import { RUN_OPTIONS } from './flags.ts';

export const worker: Command = {
  name: 'worker',
  brief: 'Does the runs of studies that are given --queue',
  help: 'Do the runs of studies that were given --queue with the same address, on this machine or any other, until it is told to end. As many may be started as there are machines; they may come and go.',
  places: [],
  options: {
    queue: {
      value: 'URL',
      help: 'Where work is asked for: redis://host or postgres://host/database; needed',
    },
    threads: { value: 'N', help: 'Tasks at a time. Default: the cores of this machine' },
    files: {
      value: 'DIR',
      help: 'Where logs that scenarios read lie on this machine, when they are too large to be sent. Default: the same folder as where the study was begun',
    },
    idle: { value: '10m', help: 'End when there was nothing to do for so long. Default: never' },
    quiet: RUN_OPTIONS['quiet']!,
  },
  examples: [
    ['edgewise worker --queue redis://host', 'on every machine that is to help'],
    ['edgewise run first.yaml --queue redis://host', 'the study that they do; results in out/first'],
    ['edgewise worker --queue redis://host --threads 4 --idle 5m', 'four cores, until all is done'],
  ],
  more: 'A worker does the tasks of its own version of the program and says when there are others. One that is killed loses nothing: its tasks go to another. Ctrl-C ends it after the tasks that it is at, a second one at once. The password may be in EDGEWISE_QUEUE_PASSWORD. docs/scale.md has more.',
  async act(typed, terminal) {
    const { runWorker } = await import('./runWorker.ts');
    return runWorker(typed, terminal);
  },
};
