/** The figures of a run and its page, into its folder. */
import { join } from 'node:path';
import { drawFigure, rasterize, renderFigure, type Drawn } from '../render/figure.ts';
import { renderReport } from '../render/report.ts';
import { reportDocument } from '../report/document.ts';
import type { Figure } from '../report/figure.ts';
import type { Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { writeAtomically } from '../store/atomic.ts';
import type { RunFolder } from '../store/folder.ts';
import { assumptionsOf } from './assumptions.ts';

export interface PicturesOptions {
  readonly scenarioFile: ScenarioFile;
  readonly summary: Summary;
  readonly figures: readonly Figure[];
  /** The resolved scenario. */
  readonly text: string;
  /** What was typed. */
  readonly command: string;
}

/** Each figure as SVG, PNG and Vega-Lite; all of them in report.html. */
export async function writePictures(folder: RunFolder, options: PicturesOptions): Promise<void> {
  const { scenarioFile, summary, figures, text, command } = options;
  const { drawn, written } = await drawFigures(folder, figures);
  const page = reportDocument({
    summary,
    figures,
    command,
    scenario: text,
    description: scenarioFile.description,
    assumptions: assumptionsOf(scenarioFile),
  });
  folder.write('report.html', await renderReport(page, { drawn }));
  await written();
}

/** Every figure as SVG, PNG and Vega-Lite; as drawn for a page by name, while `written` waits for the PNGs. */
export async function drawFigures(
  folder: RunFolder,
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
