/** What a study leaves in its folder: its result, its tables, its figures and its page. */
import { join } from 'node:path';
import { drawFigure, rasterize, renderFigure, type Drawn } from '../../render/figure.ts';
import { renderReport } from '../../render/report.ts';
import type { Figure } from '../../report/figure.ts';
import type { Summary } from '../../results.ts';
import { writeAtomically } from '../../store/atomic.ts';
import type { RunFolder } from '../../store/folder.ts';
import type { Conclusion } from '../../studies/study.ts';
import type { StudyOrder } from './order.ts';
import type { RunFlags } from '../flags/flags.ts';

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
    if (!json) for (const one of figures) await writeFigure(path, one);
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
  const { drawn, written } = await drawFigures(folder, figures);
  const { description } = scenarioFile;
  if (page) {
    const document = page({ command, scenario, description, assumptions });
    folder.write('report.html', await renderReport(document, { drawn }));
  }
  await written();
}

/** Every figure as SVG, PNG and Vega-Lite; as drawn for a page by name, while `written` waits for the PNGs. */
export async function drawFigures(
  folder: { write(name: string, content: string | Uint8Array): void },
  figures: readonly Figure[],
): Promise<{ readonly drawn: ReadonlyMap<string, Drawn>; readonly written: () => Promise<void> }> {
  const drawn = new Map<string, Drawn>();
  const made: [name: string, png: Promise<Uint8Array>][] = [];
  for (const { name, spec } of figures) {
    const { svg, vega } = await drawFigure(spec);
    drawn.set(name, { svg, vega });
    // Made while the next figure is drawn; what goes wrong with it is heard when it is waited for.
    const png = rasterize(svg);
    png.catch(() => undefined);
    made.push([name, png]);
    folder.write(`figures/${name}.svg`, svg);
    folder.write(`figures/${name}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
  }
  const written = async (): Promise<void> => {
    for (const [name, png] of made) folder.write(`figures/${name}.png`, await png);
  };
  return { drawn, written };
}

/** One figure as SVG, PNG and Vega-Lite in a folder of its own choosing. */
export async function writeFigure(folder: string, { name, spec }: Figure): Promise<void> {
  const { svg, png } = await renderFigure(spec);
  writeAtomically(join(folder, `${name}.svg`), svg);
  writeAtomically(join(folder, `${name}.png`), png);
  writeAtomically(join(folder, `${name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
}
