import type { Command } from '../command.ts';
import { runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

export const figure3: Command = {
  name: 'figure3',
  brief: "The paper's Figure 3 from the catalogue's profiles",
  help: "The paper's Figure 3: speed and time to first token, power and energy of several models on both boards, from the fitted profiles; models that do not fit are shown as such.",
  places: [],
  options: {
    out: { value: 'DIR', help: 'Folder of the figure. Default: out/figure3' },
    json: { help: 'The rows behind it on the standard output, and no files' },
  },
  examples: [['edgewise figure3', 'a table, and out/figure3/figure3.svg, .png, .vl.json']],
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const { shipped } = await import('../../catalog/shipped.ts');
    const { figure3Study } = await import('../../studies/figure3/study.ts');
    const { conduct } = await import('../study/conduct.ts');
    const study = figure3Study(shipped);
    return conduct({ study, loaded: null, command: typedAgain(figure3, typed) }, flags, terminal);
  },
};
