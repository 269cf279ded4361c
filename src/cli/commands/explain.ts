import { under, type Command } from '../command.ts';
import { jsonOption } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

export const explain: Command = {
  name: 'explain',
  brief: 'Why a request went where it went, what made answers slow, why requests were refused',
  help: 'Explain one request of a finished run: its path, how full every limit and every machine was when it arrived, and what the other choices would have meant for it and for later requests, found by running again with only that choice changed. Or explain what made the slowest answers slow; or why requests were refused.',
  places: [{ name: 'dir', help: 'The folder of a finished run, or a scenario file' }],
  options: {
    ...under('What is explained', {
      request: {
        value: 'N',
        help: 'The N-th request of the run, from 0, as the log of --requests counts them',
      },
      worst: {
        value: 'N',
        bare: { is: '10', unless: /^\d+$/ },
        help: 'What made the N slowest answers slow. Default: 10',
      },
      refused: {
        value: 'N',
        bare: { is: '10', unless: /^\d+$/ },
        help: 'What was refused and why, with the first N. Default: 10',
      },
      from: {
        value: 'TIME',
        help: 'Draw the stretch that begins there, as 10m, 3600 or, for a log with dates, 2026-11-10T09:00: machines as lanes, requests as bars',
      },
      to: { value: 'TIME', help: 'With --from: where it ends. Default: a minute later' },
      choices: {
        value: 'N',
        help: 'With --request: other choices that are tried, the likeliest first. Default: 8',
      },
    }),
    ...under('Of which run', {
      cell: {
        value: 'N',
        help: 'The cell, by its place in runs.csv from 0, or by its varied values: strategy=loadAware; may be given again. Default: the first',
      },
      replication: { value: 'N', help: 'The replication, from 0. Default: 0' },
    }),
    ...under('How', {
      out: {
        value: 'DIR',
        help: 'The folder of the page and, with --from, of the figure. Default: the folder of the run, and its figures/',
      },
      json: jsonOption('The explanation'),
    }),
  },
  without: { quiet: 'prints the explanation and warnings only, so that nothing is left to silence' },
  examples: [
    ['edgewise explain out/figure4 --worst --cell strategy=loadAware', 'what made the slowest answers slow'],
    ['edgewise explain out/figure4 --request 812', 'one of them in full'],
    ['edgewise explain out/figure4 --from 20m --to 22m', 'two minutes of it as a figure'],
    ['edgewise explain out/figure4 --refused', 'what was refused, and whether another machine had room'],
  ],
  more: 'What is printed is a page too, explain.html, which works offline. With --from, the figure is timeline.svg, timeline.png and timeline.vl.json. Of a scenario file that was never run the page is left where --out or --from is given.',
  async act(typed, terminal) {
    const { runExplain } = await import('./explain/act.ts');
    return runExplain(typed, typedAgain(explain, typed), terminal);
  },
};
