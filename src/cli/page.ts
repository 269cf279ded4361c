import { ScenarioError } from '../scenario/mistake.ts';
import type { Command } from './command.ts';
import { read } from './flags.ts';

const LAST_PORT = 65_535;

export const page: Command = {
  name: 'page',
  brief: 'The page in the browser: drag a slider and see what becomes of it',
  help: 'Serve the page on this machine and open it: controls for a scenario beside figures that move, and answers to "will my box do?" and "what should I buy?". Everything is simulated in the browser; nothing leaves this machine. Its address is the first thing that is printed; the documentation is beside it, under docs/.',
  places: [
    { name: 'file', help: 'A scenario to begin with; Figure 4 when nothing is said', kind: 'optional' },
  ],
  options: {
    port: { value: 'N', help: 'Where it listens. Default: 4173, or the next one that is free' },
    'no-open': { help: 'Do not open a browser' },
  },
  examples: [
    ['edgewise page', "the paper's Figure 4, to be played with"],
    ['edgewise page office.yaml', 'a scenario of your own'],
    ['edgewise page --no-open --port 8080', 'for another browser on this machine'],
  ],
  more: 'It answers this machine alone, and ends with Ctrl-C. For a web server of your own: npm run build:page leaves the same page as files in dist/page, and in dist/page/double-click one that opens by double-clicking.',
  async act(typed, terminal) {
    const wrong: Parameters<typeof read>[2] = [];
    const port = read(typed, 'port', wrong, `a whole number from 0 to ${LAST_PORT}`, (written) => {
      const number = /^\d+$/.test(written) ? Number(written) : NaN;
      return number <= LAST_PORT ? number : undefined;
    });
    if (wrong.length > 0) throw new ScenarioError(wrong);
    const { runPage } = await import('./runPage.ts');
    const { file } = typed as { readonly file?: string };
    return runPage(file, { port, open: typed['no-open'] !== true }, terminal);
  },
};
