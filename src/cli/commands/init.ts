import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Command } from '../command.ts';
import { Fault } from '../fault.ts';

const USUAL = 'first.yaml';

export const init: Command = {
  name: 'init',
  brief: 'Write a commented scenario to start from',
  help: 'Write a small, useful scenario with every line explained, to start from.',
  places: [{ name: 'file', help: `Where to write it; default: ${USUAL}`, kind: 'optional' }],
  options: { force: { help: 'Overwrite an existing file' } },
  examples: [['edgewise init mine.yaml && edgewise run mine.yaml', 'from nothing to a first result']],
  async act(typed, { out }) {
    const { starter } = await import('../../scenario/starter.ts');
    const { writeAtomically } = await import('../../store/atomic.ts');
    const { guarded } = await import('../../store/storeError.ts');
    const asked = typeof typed['file'] === 'string' && typed['file'] !== '' ? typed['file'] : USUAL;
    const inFolder = existsSync(asked) && statSync(asked).isDirectory();
    const file = inFolder ? join(asked, USUAL) : asked;
    const name = basename(file, extname(file)).replace(/[^\p{L}\p{N}._-]+/gu, '-');
    if (existsSync(file) && typed['force'] !== true)
      throw new Fault(`${file}: exists already; choose another name, or --force to overwrite it`);
    guarded('cannot be written', file, () => {
      statSync(dirname(file));
      writeAtomically(file, starter(/^[\p{L}\p{N}]/u.test(name) ? name : 'first'));
    });
    out.write(`${file} is written. Now:\n  edgewise run ${file}\n`);
    return 0;
  },
};
