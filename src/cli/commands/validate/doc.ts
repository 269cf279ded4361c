/** A validation as a Markdown page, its pictures into figures/ beside it. */
import { dirname, join } from 'node:path';
import type { Compiled } from '../../../calibration/compile.ts';
import { drawFigure } from '../../../render/figure.ts';
import { writeAtomically } from '../../../store/atomic.ts';
import { validationFigures, validationMarkdown } from '../../../studies/validation/report/page.ts';
import type { Validation } from '../../../studies/validation/result.ts';

export async function writeValidation(file: string, found: Validation, compiled: Compiled): Promise<void> {
  const folder = join(dirname(file), 'figures');
  const figures = validationFigures(found, compiled);
  for (const { name, spec } of figures)
    writeAtomically(join(folder, `${name}.svg`), (await drawFigure(spec)).svg);
  const drawn = figures.map(({ name }) => name);
  writeAtomically(file, validationMarkdown(found, drawn));
}
