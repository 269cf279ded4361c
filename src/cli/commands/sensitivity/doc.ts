/** The claims of a study as a part of a Markdown file, with their picture. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { amountText } from '../../../kernel/amount.ts';
import { whereNot } from '../../../studies/sensitivity/sentences.ts';
import { percent } from '../../../kernel/numbers.ts';
import type { Sensitivity } from '../../../studies/sensitivity/result.ts';
import { drawFigure } from '../../../render/figure.ts';
import type { Figure } from '../../../report/figure.ts';
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
  const rows = claims.claims.map(({ text, shares, holds95: [low, high] }) => [
    text,
    percent(shares.holds, 2),
    `${Math.round(low * 100)} to ${Math.round(high * 100)}`,
    percent(shares.even, 2),
    percent(shares.undecided, 2),
    percent(shares.fails, 2),
  ]);
  const varied = inputs.map(({ name, path, low, high, base, unit, logarithmic, whole }) => [
    name,
    `\`${path}\``,
    amountText(base, unit),
    `${amountText(low, unit)} to ${amountText(high, unit)}${logarithmic ? ', by ratios' : ''}${whole ? ', whole numbers' : ''}`,
  ]);
  return [
    `All of these were varied at once, over ${claims.points} points, each run ${claims.replications} times with the same seeds for every strategy:`,
    '',
    ...markdownTable([['assumption', 'in the file', 'its value there', 'range'], ...varied]),
    '',
    ...markdownTable([
      ['claim', 'holds', '95 % interval, %', 'no difference', 'cannot tell', 'fails'],
      ...rows,
    ]),
    '',
    `![Where the claims hold](${picture})`,
    '',
    ...claims.claims.flatMap((claim) => whereNot(claim, inputs).map((said) => `- ${said}`)),
    '',
  ].join('\n');
}

/** Lined up, as it is read in the file itself. */
function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(3, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}
