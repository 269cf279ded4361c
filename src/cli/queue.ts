import type { Command } from './command.ts';

export const queue: Command = {
  name: 'queue',
  brief: 'How a queue stands: tasks, workers, answers',
  help: 'How a queue stands: for every version of the program how many tasks wait and run and which workers there are, and the answers that nobody has fetched yet.',
  places: [{ name: 'action', help: 'status' }],
  options: {
    queue: { value: 'URL', help: 'The address that studies and workers are given; needed' },
    json: { help: 'The same for another program' },
  },
  examples: [['edgewise queue status --queue redis://host', 'who is there, and what is left to do']],
  async act(typed, terminal) {
    const { runQueue } = await import('./runQueue.ts');
    return runQueue(typed, terminal);
  },
};
