/** The parts of a sweep's page. */
import { columnTable } from '../../../report/dataTable.ts';
import type { Figure } from '../../../report/figure.ts';
import { markup, type Html } from '../../../report/html.ts';
import { resultPage } from '../../../report/resultPage.ts';
import { note, section, type PageInput, type ReportDocument } from '../../../report/section.ts';
import { nameColumns, shareColumn, variedColumns } from '../../sensitivity/report/columns.ts';
import { foldedTable } from '../../sensitivity/report/document.ts';
import type { Sweep } from '../result.ts';
import { sweepAnswer, sweepNumbers, sweepSentences } from './answer.ts';
import { sweepFacts } from './text.ts';

interface SweepDocumentInput extends PageInput {
  readonly sweep: Sweep;
  readonly figures: readonly Figure[];
}

export function sweepDocument(input: SweepDocumentInput): ReportDocument {
  const { sweep, figures } = input;
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
