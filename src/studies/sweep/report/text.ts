/** The results of a sweep, complete or in progress, on a terminal and as a page. */
import { counted } from '../../../kernel/words.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import { plain, rounded } from '../../../report/format.ts';
import { textColumn } from '../../../report/columns.ts';
import { table, wrap } from '../../../report/table.ts';
import type { Sweep, SweptEffect } from '../result.ts';
import type { TextScreen } from '../../study.ts';
import { fileNames, nameColumns, shareColumn, variedColumns } from '../../sensitivity/report/cells.ts';
import { sweepSentences, sweepAnswer, sweepNumbers } from './answer.ts';
import { columnTable } from '../../../report/dataTable.ts';
import type { Figure } from '../../../report/figure.ts';
import { markup, type Html } from '../../../report/html.ts';
import { resultPage, note, section, type PageInput, type ReportDocument } from '../../../report/section.ts';
import { foldedTable } from '../../sensitivity/report/studyDocument.ts';

/** Size and progress in one line. */
function sweepFacts({ inputs, cells, runs, seed, version }: Sweep): string {
  const several = cells.length === 1 ? '' : `, ${cells.length} cells`;
  const left = runs.planned - runs.done;
  return `${counted(inputs.length, 'input')}${several}, ${counted(runs.done, 'run')}${left > 0 ? ` of ${plain(runs.planned)}` : ''}, seed ${seed}, edgewise ${version}`;
}

export function sweepText(sweep: Sweep, { columns: width, paint }: TextScreen): string {
  const { scenario, inputs, cells, metrics, outputs } = sweep;
  const head = `${paint(`Sweep of ${scenario}`, 'heading')}  ${paint(sweepFacts(sweep), 'quiet')}`;
  const names = fileNames(cells);
  const blocks = metrics.map((metric) => {
    const { long } = metricOf(metric);
    const about = outputs.filter((one) => one.metric === metric);
    const columns = [
      textColumn('', inputs, ({ name }) => name),
      ...about.map(({ cell, effects }) => ({
        heading: cells.length === 1 ? 'share' : names[cell]!,
        unit: '%',
        cells: effects.map(shareText),
      })),
    ];
    return `${paint(`${long}: share of its variance that an input explains by itself`, 'heading')}\n${table(columns, { width, keys: 1, paint })}`;
  });
  const note = wrap(
    '± is half of a 95 % interval. The rest up to 100 % is chance within a run, and interactions of inputs. Means over the range of each input are in the figures and in sweep.json.',
    width,
  );
  const told = sweepSentences(sweep).map((one) => `• ${wrap(one, width - 2, '  ')}`);
  const short = `${paint('In short', 'heading')}\n${told.join('\n')}`;
  return `${[head, ...blocks, note, short].join('\n\n')}\n`;
}

function shareText({ share, ci95 }: SweptEffect): readonly [string, string] {
  if (share === null) return ['–', ''];
  return [rounded(100 * share, 1), ci95 === null ? '' : `± ${rounded(50 * (ci95[1] - ci95[0]), 1)}`];
}

export function sweepDocument(sweep: Sweep, figures: readonly Figure[], input: PageInput): ReportDocument {
  const of = (kind: string): readonly Figure[] => figures.filter(({ name }) => name.startsWith(`${kind}-`));
  return resultPage(input, {
    title: `Sweep of ${sweep.scenario}`,
    facts: sweepFacts(sweep),
    opening: { answer: sweepAnswer(sweep), numbers: sweepNumbers(sweep), figure: figures[0]?.name },
    sentences: sweepSentences(sweep).map((text) => ({ text, tone: 'neutral' })),
    sections: [
      ...section('varied', 'What was varied', columnTable(variedColumns(sweep.inputs))),
      ...section('shares', 'What each input explains by itself', shares(sweep), of('shares')),
      ...section('means', 'Over the range of each input', null, of('means')),
    ],
  });
}

/** All numbers of the figures. */
function shares(sweep: Sweep): Html | null {
  const { inputs, outputs, cells } = sweep;
  const rows = outputs.flatMap(({ metric, cell, effects }) =>
    effects.flatMap(({ share, ci95 }, i) =>
      share === null ? [] : [{ metric, cell, input: inputs[i]!, share, ci95 }],
    ),
  );
  if (rows.length === 0) return null;
  const read = note(
    'The share of the variance over all ranges that an input explains by itself (first-order index, from given data), less what chance alone would explain; 95 % intervals from ten parts of the sample. What is left to 100 % is chance within a run, and what inputs do jointly.',
  );
  const share = shareColumn('by itself', rows, (row) => [row.share, row.ci95]);
  return markup`${read}${foldedTable(nameColumns(cells, rows), [share])}`;
}
