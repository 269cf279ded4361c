import type { Sensitivity } from '../studied.ts';
import type { Planned } from '../planned.ts';
import type { Summary } from '../results.ts';
import type { Command } from './command.ts';

export const show: Command = {
  name: 'show',
  brief: 'A finished run again, without running it',
  help: 'Print a finished run, a plan or a study of sensitivity again, without running it.',
  places: [{ name: 'dir', help: 'The folder of its results' }],
  options: {
    json: { help: 'Its summary on the standard output' },
    tenants: { help: 'Of a run, what each tenant got as well' },
  },
  examples: [
    ['edgewise show out/figure4', 'what edgewise figure4 printed'],
    ['edgewise show out/office-plan', 'what edgewise plan printed'],
  ],
  async act(typed, { out }) {
    const { readTold, toldIn } = await import('../store/folder.ts');
    const folder = String(typed['dir']);
    const name = toldIn(folder);
    const told = readTold(folder, name);
    if (typed['json'] === true) out.write(`${JSON.stringify(told, null, 2)}\n`);
    else if (name === 'plan.json') {
      const { planText } = await import('../report/plan/text.ts');
      out.write(planText(told as Planned, { width: out.columns, paint: out.paint }));
    } else if (name === 'sensitivity.json') {
      const { sensitivityText } = await import('./sensitivityText.ts');
      const { sensitivityFigures } = await import('../report/sensitivity/figures.ts');
      const study = told as Sensitivity;
      out.write(sensitivityText(study, out, { folder, figures: sensitivityFigures(study).length }));
    } else {
      const { outcomeText } = await import('./outcomeText.ts');
      out.write(
        outcomeText(told as Summary, out, { folder, ...(typed['tenants'] === true && { tenants: true }) }),
      );
    }
    return 0;
  },
};
