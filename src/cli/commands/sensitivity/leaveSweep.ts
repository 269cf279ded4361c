/** What a sweep leaves for people when it is over. */
import { renderReport } from '../../../render/report.ts';
import type { SweepFolder } from '../../../store/sweepFolder.ts';
import { assumptionsOf } from '../../../studies/assumptions.ts';
import { sweepDocument } from '../../../studies/sweep/report/text.ts';
import { sweepFigures } from '../../../studies/sweep/report/figures.ts';
import type { Sweep } from '../../../studies/sweep/result.ts';
import { drawFigures } from '../../figures.ts';
import type { Loaded } from '../../scenarioFile.ts';

/** The page, its figures and the scenario, beside what was written on the way. */
export async function leaveSweep(
  folder: SweepFolder,
  sweep: Sweep,
  { scenarioFile, textFor }: Loaded,
  command: string,
): Promise<void> {
  const figures = sweepFigures(sweep);
  const scenario = textFor(folder.path);
  const { description, cells } = scenarioFile;
  folder.write('scenario.yaml', scenario);
  const { drawn, written } = await drawFigures(figures, (name, content) =>
    folder.write(`figures/${name}`, content),
  );
  const assumptions = assumptionsOf(cells);
  const document = sweepDocument(sweep, figures, { command, scenario, description, assumptions });
  folder.write('report.html', await renderReport(document, { drawn }));
  await written();
}
