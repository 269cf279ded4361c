import { under, type Command } from '../command.ts';
import { jsonOption, RUN_OPTIONS } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

export const compare: Command = {
  name: 'compare',
  brief: 'Compare a recorded log with the simulator: errors, a verdict, what explains them',
  help: "Replay a log's requests in the simulator, with their times and lengths, and compare the two: time to first token, time per further token, whole answers, how busy the server was and what it refused.",
  places: [
    {
      name: 'log',
      help: 'A log of edgewise observe, or any log with times of first tokens and ends (CSV, JSON Lines)',
    },
    {
      name: 'file',
      help: 'A scenario with the fleet to use; or a profile: a file from calibrate, or a name in the catalogue',
    },
  ],
  options: {
    ...under('What it is compared with', {
      server: { value: 'NAME', help: 'With a profile: the server it runs in. Default: that of the log' },
      slots: {
        value: 'N',
        help: "With a profile: requests the server processes at once. Default: that of the log, else the server's default",
      },
      set: RUN_OPTIONS['set']!,
    }),
    ...under('How', {
      draws: {
        value: 'N',
        help: "Draws of the profiles' coefficients within their uncertainty, for the model's intervals, 20 at least; 0 for none. Default: 50",
      },
      seed: { value: 'N', help: 'Seed of all that is random. Default: 1' },
      out: { value: 'DIR', help: 'Folder of the page and the pictures. Default: out/compared-LOG' },
      json: jsonOption('The comparison'),
      quiet: RUN_OPTIONS['quiet']!,
    }),
  },
  examples: [
    [
      'edgewise compare out/observed-office/log.jsonl office.yaml',
      "the office's fleet under the load that was recorded",
    ],
    ['edgewise compare out/observed-office/log.jsonl out/calibration/desk.json', 'a profile of that server'],
    ['edgewise compare requests.csv orin-nano-8gb/qwen2.5-3b-q4 --slots 2', 'a profile of the catalogue'],
  ],
  more: 'Failed and stopped requests count as load in the simulator, but not in latencies. In the folder: report.html, compare.json, figures/.',
  async act(typed, terminal) {
    const { compareFlags } = await import('./compare/flags.ts');
    const flags = compareFlags(typed);
    const { runCompare } = await import('./compare/act.ts');
    return runCompare(flags, typedAgain(compare, typed), terminal);
  },
};
