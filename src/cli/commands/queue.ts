import type { Command } from '../command.ts';

export const queue: Command = {
  name: 'queue',
  brief: 'The state of a queue: tasks, workers, answers',
  help: 'The state of a queue: for every version of the program, how many tasks wait and run and which workers there are, and how many answers have not been fetched yet.',
  places: [{ name: 'action', help: 'status' }],
  options: {
    queue: { value: 'URL', help: 'The address that studies and workers use; required' },
    json: { help: 'The same for another program' },
  },
  examples: [['edgewise queue status --queue redis://host', 'who is there, and what is left to do']],
  async act(typed, terminal) {
    const { runQueue } = await import('./queue/act.ts');
    return runQueue(typed, terminal);
  },
};
