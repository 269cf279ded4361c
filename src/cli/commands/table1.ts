import type { Command } from '../command.ts';
import { readFlags } from '../flags/readFlags.ts';
import { runFlags } from '../flags/runFlags.ts';
import { typedAgain } from '../flags/typedAgain.ts';

const KINDS = ['table', 'ttft', 'reading'] as const;

export const table1: Command = {
  name: 'table1',
  brief: "The paper's Table I: printed, recomputed, simulated",
  help: "The paper's Table I: the utility per cent (PCR) it prints, the same recomputed from its Q, R and CPR, and what the simulator measures for those platforms, each alone, with 100 tokens in and 225 out.",
  places: [],
  options: {
    alpha: { value: '0.5', help: 'Weight of quality in U = alpha Q + (1 - alpha) R, from 0 to 1' },
    responsiveness: {
      value: 'KIND',
      help: "R of the simulated rows: table, the paper's constants (default); ttft, 1 s / (1 s + time to first token); reading, whether the answer keeps up with a reader",
    },
    json: { help: '{ alpha, rows: [ { platform, printed, recomputed, simulated, ... } ] }, PCR each' },
  },
  examples: [
    ['edgewise table1', 'at alpha 0.5, as printed'],
    ['edgewise table1 --alpha 0.9 --responsiveness ttft', 'quality above all, and R as measured'],
  ],
  async act(typed, terminal) {
    const flags = runFlags(typed);
    const options = readFlags(typed, (read) => ({
      alpha: read.share(
        'alpha',
        'a share from 0 to 1, for instance 0.5',
        (share) => share >= 0 && share <= 1,
      ),
      responsiveness: read.among('responsiveness', KINDS),
    }));
    const { tableOneStudy } = await import('../../studies/table1/study.ts');
    const { conduct } = await import('../study/conduct.ts');
    const study = tableOneStudy(options);
    return conduct({ study, loaded: null, command: typedAgain(table1, typed) }, flags, terminal);
  },
};
