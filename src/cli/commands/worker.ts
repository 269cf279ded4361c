import type { Command } from '../command.ts';
import { RUN_OPTIONS } from '../flags/runFlags.ts';

export const worker: Command = {
  name: 'worker',
  brief: 'Do the runs of studies that were started with --queue',
  help: 'Do the runs of studies that were started with --queue and the same address, on this machine or any other, until it is stopped. Start as many workers as you like; they may come and go.',
  places: [],
  options: {
    queue: {
      value: 'URL',
      help: 'Where to ask for work: redis://host or postgres://host/database; required',
    },
    threads: { value: 'N', help: 'Tasks at a time. Default: the cores of this machine' },
    files: {
      value: 'DIR',
      help: 'Where the logs that scenarios read are on this machine, when they are too large to be sent. Default: the same folder as where the study was started',
    },
    idle: { value: '10m', help: 'End after that long without work. Default: never' },
    quiet: RUN_OPTIONS['quiet']!,
  },
  examples: [
    ['edgewise worker --queue redis://host', 'on every machine that helps'],
    ['edgewise run first.yaml --queue redis://host', 'the study they work on; results in out/first'],
    ['edgewise worker --queue redis://host --threads 4 --idle 5m', 'four cores, until all is done'],
  ],
  more: 'A worker does the tasks of its own version of the program and says when there are others. If a worker is killed, nothing is lost: its tasks go to another. Ctrl-C ends it after its current tasks, a second one at once. The password may be in EDGEWISE_QUEUE_PASSWORD. docs/scale.md has more.',
  async act(typed, terminal) {
    const { runWorker } = await import('./worker/act.ts');
    return runWorker(typed, terminal);
  },
};
