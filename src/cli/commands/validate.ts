import type { Command } from '../command.ts';
import { RUN_OPTIONS, runFlags } from '../flags/flags.ts';

export const validate: Command = {
  name: 'validate',
  brief: 'The simulator against queueing theory and against measurements',
  help: 'The simulator against queueing theory; the profiles against measurements their fits did not see, a fifth of each dense grid; against the figures of the paper; and several streams together.',
  places: [],
  options: {
    workers: RUN_OPTIONS['workers']!,
    doc: {
      value: 'FILE',
      help: 'Write it to this Markdown file as well, its pictures into figures/ beside it',
    },
    json: { help: 'All of it on the standard output' },
    quiet: RUN_OPTIONS['quiet']!,
  },
  examples: [
    ['edgewise validate', 'some sixty million requests: about a minute on two cores'],
    ['edgewise validate --doc docs/validation.md', 'what the documentation shows'],
  ],
  more: 'Exit code 3 when theory or a stated aim is missed.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const { orderValidation } = await import('../study/orders.ts');
    const doc = typeof typed['doc'] === 'string' && typed['doc'] !== '' ? typed['doc'] : null;
    return orderValidation(flags, doc, terminal);
  },
};
