/** A validation as a Markdown page with figures. */
import type { Compiled } from '../../../calibration/compile.ts';
import { figure, type Figure } from '../../../report/figure.ts';
import { plain } from '../../../report/format.ts';
import { markdownTable } from '../../../report/table.ts';
import { EDGE } from '../../../report/palette.ts';
import { residualFigure } from '../../../report/residuals.ts';
import { stripChart } from '../../../report/stripChart.ts';
import type { TheoryRow, UnderLoad, Validation } from '../result.ts';
import { errorOf, validationBlocks } from './blocks.ts';

/** Profiles whose fits are drawn: for each board and engine the one with most measurements. */
const DRAWN: readonly string[] = [
  'agx-orin-64gb/deepseek-r1-llama-8b-bf16-vllm-maxn',
  'orin-nano-8gb/bonsai-8b-q1-llamacpp-25w',
];

const THEORY = 'validation-theory';
const LOADED = 'validation-under-load';
/** Figures that do not belong to a fit. */
const UNFITTED: ReadonlySet<string> = new Set([THEORY, LOADED]);

/** The figures of the page, by file name. */
export function validationFigures(found: Validation, { fits }: Compiled): Figure[] {
  const residuals = DRAWN.flatMap((name) => {
    const fit = fits.find(({ profile }) => profile.name === name);
    return fit ? [{ ...residualFigure(name, fit), name: `validation-${name.replaceAll('/', '-')}` }] : [];
  });
  return [theoryFigure(found.theory), ...found.underLoad.slice(0, 1).map(loadFigure), ...residuals];
}

/** The error of each queue, with its interval. */
function theoryFigure(rows: readonly TheoryRow[]): Figure {
  const names = rows.map(({ name, load }) => `${name}, load ${plain(load)}`);
  const dots = rows.map(({ theory, ci95, error }, i) => ({
    row: names[i]!,
    picture: '',
    part: 'error',
    mean: error * 100,
    low: (ci95[0] / theory - 1) * 100,
    high: (ci95[1] / theory - 1) * 100,
    says: `${names[i]}: ${errorOf(error, 2)} %`,
  }));
  const spec = stripChart({
    dots,
    parts: ['error'],
    rows: names,
    colours: names.map(() => EDGE),
    pictures: [''],
    title: 'Simulated above theory (%)',
  });
  return figure(THEORY, 'The simulator against queueing theory', spec, 'Whiskers: 95 % intervals');
}

/** The error of each profile under its server's load: the median run, and all of them. */
function loadFigure({ machine, rows: all }: UnderLoad): Figure {
  const names = all.map(({ profile }) => profile.replace(/^[^/]*\/|-vllm-default$/g, ''));
  const pictures = [...new Set(all.flatMap(({ errors }) => errors.map((one) => one.figure)))];
  const dots = all.flatMap(({ errors }, i) =>
    errors.map((one) => ({
      row: names[i]!,
      picture: one.figure,
      part: 'error',
      mean: one.middle * 100,
      low: Math.min(...one.signed) * 100,
      high: Math.max(...one.signed) * 100,
      says: `${names[i]}, ${one.figure}: ${one.signed.map((error) => errorOf(error)).join(', ')} %`,
    })),
  );
  const spec = stripChart({
    dots,
    parts: ['error'],
    rows: names,
    colours: names.map(() => EDGE),
    pictures,
    title: 'Simulated above measured (%)',
  });
  return figure(LOADED, machine, spec, 'Dot: the middle run; line: all runs');
}

/** `drawn`: names of the figures. */
export function validationMarkdown(found: Validation, drawn: readonly string[]): string {
  const picture = (name: string, says: string): string => `![${says}](figures/${name}.svg)`;
  const fits = drawn.filter((name) => !UNFITTED.has(name));
  const pictures = {
    theory: [picture(THEORY, 'How far the simulator is from theory, with 95 % intervals')],
    fits: fits.map((name) => picture(name, 'Predicted against measured, and residuals, of one profile')),
    loads: [
      picture(
        LOADED,
        'Errors of each profile of the DGX Spark under load: the median of its runs, and every run',
      ),
    ],
  };
  const parts = validationBlocks(found).flatMap((block): string[] => {
    if (typeof block === 'string') return [block];
    if ('heading' in block) return [`## ${block.heading}`];
    if ('columns' in block) return [markdownTable(block.columns)];
    if ('pictures' in block) return pictures[block.pictures];
    return [block.lines.map((line) => `- ${line}`).join('\n')];
  });
  return `${[
    '# Validation',
    'Written by `edgewise validate --doc docs/validation.md`; nothing here is edited by hand.',
    ...parts,
  ].join('\n\n')}\n`;
}
