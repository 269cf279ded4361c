import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../command.ts';

export const show: Command = {
  name: 'show',
  brief: 'A finished run again, without running it',
  help: 'Print what a finished run, plan, capacity or study of sensitivity printed, without running it; a sweep also while it is on its way.',
  places: [{ name: 'dir', help: 'The folder of its results' }],
  options: {
    json: { help: 'Its summary on the standard output' },
    tenants: { help: 'Of a run, what each tenant got as well' },
  },
  examples: [
    ['edgewise show out/first', 'what edgewise run first.yaml printed'],
    ['edgewise show out/office-plan', 'what edgewise plan printed'],
  ],
  async act(typed, { out }) {
    const { KINDS } = await import('../../studies/kinds.ts');
    const { readResult } = await import('../../store/folder.ts');
    const { frame } = await import('../study/frame.ts');
    const folder = String(typed['dir']);
    // The first is named where nothing is there, so that its absence is what is said.
    const kind = KINDS.find(({ file }) => existsSync(join(folder, file!))) ?? KINDS[0]!;
    const result = readResult(folder, kind.file!, kind.schema) as never;
    frame(
      kind,
      { result },
      folder,
      { json: typed['json'] === true, tenants: typed['tenants'] === true },
      out,
    );
    return 0;
  },
};
