import type { Command } from '../command.ts';
import { runFlags } from '../flags/flags.ts';

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
    const { orderFigure3 } = await import('../study/orders.ts');
    return orderFigure3(flags, terminal);
  },
};
