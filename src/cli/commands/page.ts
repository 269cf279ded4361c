import type { Command } from '../command.ts';
import { readFlags } from '../flags/readFlags.ts';

const LAST_PORT = 65_535;

export const page: Command = {
  name: 'page',
  brief: 'The page in the browser: drag a slider and see what changes',
  help: 'Serve the page on this machine and open it: controls for a scenario beside live figures, and answers to "will my box do?" and "what should I buy?". Everything is simulated in the browser; nothing leaves this machine. The address is printed first; the documentation is served with the page, under docs/.',
  places: [{ name: 'file', help: 'A scenario to begin with; default: Figure 4', kind: 'optional' }],
  options: {
    port: { value: 'N', help: 'Where it listens. Default: 4173, or the next one that is free' },
    'no-open': { help: 'Do not open a browser' },
  },
  examples: [
    ['edgewise page', "the paper's Figure 4, to play with"],
    ['edgewise page office.yaml', 'a scenario of your own'],
    ['edgewise page --no-open --port 8080', 'for another browser on this machine'],
  ],
  more: 'It answers only this machine; Ctrl-C ends it. For a web server of your own, npm run build:page writes the same page as files to dist/page, and one that opens by double-clicking to dist/page/double-click.',
  async act(typed, terminal) {
    const port = readFlags(typed, (read) => read.whole('port', 0, LAST_PORT));
    const { runPage } = await import('./page/act.ts');
    const { file } = typed as { readonly file?: string };
    return runPage(file, { port, open: typed['no-open'] !== true }, terminal);
  },
};
