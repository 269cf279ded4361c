import type { Command } from '../command.ts';
import { RUN_OPTIONS, runFlags } from '../flags/flags.ts';

export const figure4: Command = {
  name: 'figure4',
  brief: "The paper's Figure 4",
  help: "The paper's Figure 4: three ways to choose a device under steady and bursty load, three panels and the table of claims.",
  places: [],
  options: RUN_OPTIONS,
  examples: [
    ['edgewise figure4', 'results in out/figure4'],
    ['edgewise figure4 --replications 200 --out tight', 'narrower intervals'],
    ['edgewise figure4 --set limits.0.window=30s --out w30', 'another assumption'],
  ],
  more: 'The scenario is scenarios/figure4.yaml of the package. No set-up was published with the figure: each assumption is named in that file, with why.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const { orderFigure4 } = await import('../study/orders.ts');
    return orderFigure4(flags, terminal);
  },
};
