import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '../../calibration/compile.ts';
import type { Validation } from '../../studies/validation/result.ts';
import type { Conclusion } from '../../studies/study.ts';
import type { Command } from '../command.ts';
import { readFlags } from '../flags/readFlags.ts';
import { RUN_OPTIONS, runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';
import { packageFolder } from '../package.ts';

export const validate: Command = {
  name: 'validate',
  brief: 'The simulator against queueing theory and against measurements',
  help: 'The simulator against queueing theory; the profiles against measurements their fits did not see, a fifth of each dense grid; against the figures of the paper; and several streams together.',
  places: [],
  options: {
    workers: RUN_OPTIONS['workers']!,
    doc: {
      value: 'FILE',
      help: 'Write it to this Markdown file as well, its pictures into figures/ beside it',
    },
    json: { help: 'All of it on the standard output' },
    quiet: RUN_OPTIONS['quiet']!,
  },
  examples: [
    ['edgewise validate', 'some sixty million requests: about a minute on two cores'],
    ['edgewise validate --doc docs/validation.md', 'what the documentation shows'],
  ],
  more: 'Exit code 3 when theory or a stated aim is missed.',
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const doc = readFlags(typed, (read) => read.text('doc', 'a Markdown file'));
    const { validationStudy } = await import('../../studies/validation/study.ts');
    const { conduct } = await import('../study/conduct.ts');
    const { writable, writeValidation } = await import('./validate/doc.ts');
    if (doc !== undefined) writable(doc);
    const folder = join(packageFolder(), 'calibration');
    let compiled: Compiled | undefined;
    const study = validationStudy(
      (name) => readFileSync(join(folder, name), 'utf8'),
      (found) => (compiled = found),
    );
    return conduct(
      {
        study,
        loaded: null,
        command: typedAgain(validate, typed),
        ...(doc !== undefined && {
          also: ({ result }: Conclusion<Validation>) => writeValidation(doc, result, compiled!),
        }),
      },
      flags,
      terminal,
    );
  },
};
