/** The parts of a study's page in reading order: the findings, then what they rest on. */
import type { Estimate } from '../../../results.ts';
import type { Sensitivity } from '../result.ts';
import { columnTable, type PageColumn } from '../../../report/dataTable.ts';
import type { Figure } from '../../../report/figure.ts';
import { sortedColumn } from '../../../report/figureColumn.ts';
import { text } from '../../../report/format.ts';
import { markup, type Html } from '../../../report/html.ts';
import { scaleOf } from '../../../report/quantity.ts';
import { resultPage } from '../../../report/resultPage.ts';
import { note, section, type Opening, type PageInput, type ReportDocument } from '../../../report/section.ts';
import { claimColumns, nameColumns, shareColumn, variedColumns } from './columns.ts';
import { decisive } from './decisive.ts';
import { textColumn } from '../../../report/columns.ts';
import { shiftTable } from './shifts.ts';
import { studyFacts } from './text.ts';
import { alphaTables } from './alphaSection.ts';

interface StudyDocumentInput extends PageInput {
  readonly study: Sensitivity;
  readonly figures: readonly Figure[];
}

export function studyDocument(input: StudyDocumentInput): ReportDocument {
  const { study, figures } = input;
  const of = (...kinds: readonly string[]): readonly Figure[] =>
    figures.filter(({ name }) => kinds.some((kind) => name === kind || name.startsWith(`${kind}-`)));
  const opening: Opening = {
    answer: { text: study.answer ?? 'Nothing was found.', tone: 'neutral' },
    numbers: decisive(study),
    figure: (of('claims')[0] ?? of('indices')[0] ?? figures[0])?.name,
  };
  return resultPage(input, {
    title: `Sensitivity of ${study.scenario}`,
    facts: studyFacts(study),
    changes: study.changes,
    opening,
    sentences: study.sentences.map((text) => ({ text, tone: 'neutral' })),
    sections: [
      ...section('varied', 'What was varied', columnTable(variedColumns(study.inputs))),
      ...section('claims', 'Where the claims hold', claimed(study), of('claims')),
      ...section('shifts', 'What moving an input does', shiftTable(study)),
      ...section('shares', 'What the results depend on', shares(study), of('indices')),
      ...section('screening', 'Screening', screened(study), of('screening')),
      ...section('curves', 'One input at a time', null, of('curves')),
      ...section('maps', 'Two inputs at once', null, of('map', 'best')),
      ...section('alpha', 'Alpha, the weight of quality', alphaTables(study), of('alpha', 'region')),
    ],
  });
}

function claimed({ claims }: Sensitivity): Html | null {
  if (!claims || claims.claims.length === 0) return null;
  const read = note(
    `Judged at ${claims.points} points all over the ranges by paired 95 % intervals of ${claims.replications} replications; the interval is of the share that holds.`,
  );
  return markup`${read}${columnTable(claimColumns(claims.claims))}`;
}

/** A row per metric, input and cell. */
function shares(study: Sensitivity): Html | null {
  const { inputs, design, cells } = study;
  const rows = study.outputs.flatMap(({ metric, cell, indices }) =>
    (indices ?? []).flatMap((one, i) => (one ? [{ ...one, metric, cell, input: inputs[i]! }] : [])),
  );
  if (rows.length === 0) return null;
  const fixed = design.fixed.map((i) => inputs[i]!.name);
  const left =
    fixed.length === 0 ? '' : ` Without effect in the screening, and left out here: ${fixed.join(', ')}.`;
  const read = note(
    `Shares of the variance over all ranges (Sobol indices) from ${design.samples} rows, with 95 % intervals by resampling the rows: of the input by itself, and with all that it does jointly with others. An interval may end above 100 % or below 0 %: it is not cut off.${left}`,
  );
  return markup`${read}${foldedTable(nameColumns(cells, rows), [
    shareColumn('in all', rows, ({ total, total95 }) => [total, total95]),
    shareColumn('by itself', rows, ({ first, first95 }) => [first, first95]),
  ])}`;
}

/** A row per metric, input and cell; a metric's rows share one unit. */
function screened({ outputs, inputs, cells, design }: Sensitivity): Html | null {
  const rows = outputs.flatMap(({ metric, cell, screening }) => {
    const scale = scaleOf(
      metric,
      (screening ?? []).map(({ size }) => ({ mean: size, ci95: null })),
    );
    return (screening ?? []).map((one, i) => ({ ...one, scale, metric, cell, input: inputs[i]! }));
  });
  if (rows.length === 0) return null;
  const read = note(
    `What crossing an input's whole range does (Morris), over ${design.walks} walks: the mean size of the effect (mu*), and how much it varies from place to place (sigma).`,
  );
  const numbers = (heading: string, of: (row: (typeof rows)[number]) => Estimate): PageColumn =>
    sortedColumn(heading, '', rows, (row) => ({ body: text(of(row), row.scale), sort: of(row).mean }));
  return markup`${read}${foldedTable(nameColumns(cells, rows), [
    numbers('effect', ({ size, size95 }) => ({ mean: size, ci95: size95 })),
    numbers('spread', ({ spread, spread95 }) => ({
      mean: Number.isFinite(spread) ? spread : null,
      ci95: spread95,
    })),
    textColumn('unit', rows, ({ scale }) => scale.unit),
  ])}`;
}

/** All numbers of the figures below, folded. */
export function foldedTable(names: readonly PageColumn[], numbers: readonly PageColumn[]): Html {
  return markup`<details>
    <summary>As a table</summary>
    ${columnTable([...names, ...numbers], { names: names.length })}
  </details>`;
}
