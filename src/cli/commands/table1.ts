import { parseShare } from '../../kernel/units.ts';
import { ScenarioError, type Mistake } from '../../scenario/mistake.ts';
import type { Command } from '../command.ts';
import { read, runFlags } from '../flags/flags.ts';

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
    const wrong: Mistake[] = [];
    const alpha = read(typed, 'alpha', wrong, 'a share from 0 to 1, for instance 0.5', (written) => {
      const share = written.trim() === '' ? undefined : parseShare(written);
      return share !== undefined && share >= 0 && share <= 1 ? share : undefined;
    });
    const responsiveness = read(typed, 'responsiveness', wrong, KINDS.join(', '), (written) =>
      KINDS.find((known) => known === written),
    );
    if (wrong.length > 0) throw new ScenarioError(wrong);
    const { orderTableOne } = await import('../study/orders.ts');
    return orderTableOne({ alpha, responsiveness }, runFlags(typed), terminal);
  },
};
