/** What a plan leaves in its folder. */
import type { Planned } from '../planned.ts';
import { renderReport } from '../render/report.ts';
import { planDocument } from '../report/plan/document.ts';
import { planFigures } from '../report/plan/figures.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import type { RunFolder } from '../store/folder.ts';
import { assumptionsOf } from './assumptions.ts';
import { drawFigures } from './pictures.ts';

export interface PlanFilesOptions {
  readonly scenarioFile: ScenarioFile;
  readonly planned: Planned;
  /** The resolved scenario. */
  readonly text: string;
  /** What was typed. */
  readonly command: string;
}

export async function writePlan(folder: RunFolder, options: PlanFilesOptions): Promise<void> {
  const { scenarioFile, planned, text, command } = options;
  folder.write('plan.json', `${JSON.stringify(planned, null, 2)}\n`);
  folder.write('scenario.yaml', text);
  const { drawn, written } = await drawFigures(folder, planFigures(planned));
  const page = planDocument({
    planned,
    command,
    scenario: text,
    description: scenarioFile.description,
    assumptions: assumptionsOf({ ...scenarioFile, cells: bought(scenarioFile) }),
  });
  folder.write('report.html', await renderReport(page, { drawn }));
  await written();
}

/** What may be bought in the place of what the file runs. */
function bought({ cells, planning }: ScenarioFile): ScenarioFile['cells'] {
  const fleet = (planning?.candidates ?? []).map((one) => ({ ...one, count: one.count.most }));
  return cells.map((cell) => ({ ...cell, scenario: { ...cell.scenario, fleet } }));
}
