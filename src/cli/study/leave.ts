/** What a study leaves in its folder: its result, its tables, its figures and its page. */
import { renderReport } from '../../render/report.ts';
import type { Summary } from '../../results.ts';
import type { RunFolder } from '../../store/folder.ts';
import type { Conclusion } from '../../studies/study.ts';
import { drawFigures, into } from '../figures.ts';
import type { StudyOrder } from './order.ts';
import type { RunFlags } from '../flags/runFlags.ts';

/** `folder` is none where nothing is kept: pictures then lie alone, and are not made for who wants JSON. */
export async function leave<Result>(
  { study, loaded, command }: StudyOrder<Result>,
  path: string,
  folder: RunFolder | null,
  { result, figures, tables = [], findings, page }: Conclusion<Result>,
  { json }: RunFlags,
): Promise<void> {
  const { kind, scenarioFile, assumptions = [] } = study;
  if (!folder || !loaded || !scenarioFile) {
    if (!json) await (await drawFigures(figures, into(path))).written();
    return;
  }
  const scenario = loaded.textFor(path);
  if (findings)
    folder.writeResults({ ...scenarioFile, text: scenario }, { summary: result as Summary, findings });
  else {
    for (const [name, content] of tables) folder.write(name, content);
    folder.write(kind.file!, `${JSON.stringify(result, null, 2)}\n`);
    folder.write('scenario.yaml', scenario);
  }
  const { drawn, written } = await drawFigures(figures, (name, content) =>
    folder.write(`figures/${name}`, content),
  );
  const { description } = scenarioFile;
  if (page) {
    const document = page({ command, scenario, description, assumptions });
    folder.write('report.html', await renderReport(document, { drawn }));
  }
  await written();
}
