/** A validation as a Markdown page, its pictures into figures/ beside it. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Compiled } from '../../../calibration/compile.ts';
import { drawFigure } from '../../../render/figure.ts';
import { makeFolder, writeAtomically } from '../../../store/atomic.ts';
import { guarded } from '../../../store/storeError.ts';
import { validationFigures, validationMarkdown } from '../../../studies/validation/report/page.ts';
import type { Validation } from '../../../studies/validation/result.ts';

const figuresBeside = (file: string): string => join(dirname(file), 'figures');

/** Throws now, and not after a minute of runs, where the page could not be written. */
export function writable(file: string): void {
  guarded('cannot be written', file, () => {
    const folder = figuresBeside(file);
    makeFolder(folder);
    for (const place of [folder, dirname(file), ...(existsSync(file) ? [file] : [])])
      accessSync(place, constants.W_OK);
  });
}

export async function writeValidation(file: string, found: Validation, compiled: Compiled): Promise<void> {
  const folder = figuresBeside(file);
  const figures = validationFigures(found, compiled);
  for (const { name, spec } of figures)
    writeAtomically(join(folder, `${name}.svg`), (await drawFigure(spec)).svg);
  const drawn = figures.map(({ name }) => name);
  writeAtomically(file, validationMarkdown(found, drawn));
}
