/** The claims of a study as a part of a Markdown file, with their picture. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whereNot } from '../../../studies/sensitivity/sentences.ts';
import { claimColumns, variedColumns } from '../../../studies/sensitivity/report/cells.ts';
import type { Sensitivity } from '../../../studies/sensitivity/result.ts';
import { drawFigure } from '../../../render/figure.ts';
import type { Figure } from '../../../report/figure.ts';
import { markdownTable } from '../../../report/table.ts';
import { writeAtomically } from '../../../store/atomic.ts';
import { Fault } from '../../fault.ts';

export const BEGIN = '<!-- edgewise sensitivity: claims -->';
export const END = '<!-- edgewise sensitivity: end -->';

/** Writes the table between the marks of the file, the picture and the numbers behind it into `figures/` beside it. */
export async function writeClaims(
  file: string,
  study: Sensitivity,
  figures: readonly Figure[],
): Promise<void> {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `${BEGIN}\n${END}\n`;
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from)
    throw new Fault(`${file}: has no ${BEGIN} with ${END} after it: put them where the table goes`);
  const picture = figures.find(({ name }) => name === 'claims');
  const name = `${study.scenario}-claims`;
  const text = claimsMarkdown(study, `figures/${name}.svg`);
  writeAtomically(file, `${before.slice(0, from)}${BEGIN}\n\n${text}\n${before.slice(to)}`);
  if (!picture) return;
  const folder = join(dirname(file), 'figures');
  const { svg } = await drawFigure(picture.spec);
  writeAtomically(join(folder, `${name}.svg`), svg);
  const { inputs, claims, design, scenario, seed } = study;
  writeAtomically(
    join(folder, `${name}.json`),
    `${JSON.stringify({ scenario, seed, inputs, design, claims })}\n`,
  );
}

/** What was varied, how often each claim held, and where it did not. */
export function claimsMarkdown(
  { inputs, claims }: Pick<Sensitivity, 'inputs' | 'claims'>,
  picture: string,
): string {
  if (!claims) return '';
  return [
    `All of these were varied at once, over ${claims.points} points, each run ${claims.replications} times with the same seeds for every strategy:`,
    '',
    markdownTable(variedColumns(inputs)),
    '',
    markdownTable(claimColumns(claims.claims)),
    '',
    `![Where the claims hold](${picture})`,
    '',
    ...claims.claims.flatMap((claim) => whereNot(claim, inputs).map((said) => `- ${said}`)),
    '',
  ].join('\n');
}
