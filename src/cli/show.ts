import type { Command } from './command.ts';

export const show: Command = {
  name: 'show',
  brief: 'A finished run again, without running it',
  help: 'Print a finished run again, without running it.',
  places: [{ name: 'dir', help: 'The folder of its results' }],
  options: { json: { help: 'Its summary on the standard output' } },
  examples: [['edgewise show out/figure4', 'what edgewise figure4 printed']],
  async act(typed, { out }) {
    const { readSummary } = await import('../store/folder.ts');
    const { outcomeText } = await import('./outcomeText.ts');
    const folder = String(typed['dir']);
    const summary = readSummary(folder);
    if (typed['json'] === true) out.write(`${JSON.stringify(summary, null, 2)}\n`);
    else out.write(outcomeText(summary, out, { folder }));
    return 0;
  },
};
