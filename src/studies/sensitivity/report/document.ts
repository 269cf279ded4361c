/** The parts of a study's page, in the order in which they are read: what it says, then what that rests on. */
import { metricOf } from '../../../metrics/definitions.ts';
import { amountText } from '../../../kernel/amount.ts';
import type { Input, Interval, Output, Sensitivity } from '../result.ts';
import {
  dataTable,
  numberColumn,
  type DataColumn,
  type DataTableOptions,
} from '../../../report/dataTable.ts';
import type { Figure } from '../../../report/figure.ts';
import { PERCENT, plain, text } from '../../../report/format.ts';
import { markup, type Html } from '../../../report/html.ts';
import { scaleOf } from '../../../report/quantity.ts';
import { resultPage } from '../../../report/resultPage.ts';
import { note, section, type Opening, type PageInput, type ReportDocument } from '../../../report/section.ts';
import { cellNames } from './data.ts';
import { decisive } from './decisive.ts';
import { shiftTable } from './shifts.ts';
import { crossed } from './alphaSection.ts';

export interface StudyDocumentInput extends PageInput {
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
    facts: facts(study),
    changes: study.changes,
    opening,
    sentences: study.sentences.map((text) => ({ text, tone: 'neutral' })),
    sections: [
      ...section('varied', 'What was varied', varied(study.inputs)),
      ...section('claims', 'Where the claims hold', claimed(study), of('claims')),
      ...section('shifts', 'What moving an input does', shiftTable(study)),
      ...section('shares', 'What the results depend on', shares(study), of('indices')),
      ...section('screening', 'Screening', screened(study), of('screening')),
      ...section('curves', 'One input at a time', null, of('curves')),
      ...section('maps', 'Two inputs at once', null, of('map', 'best')),
      ...section('alpha', 'Alpha, the weight of quality', crossed(study), of('alpha', 'region')),
    ],
  });
}

function facts({ cells, design, seed, version }: Sensitivity): string {
  const several = cells.length === 1 ? '' : `, ${cells.length} cells`;
  const failed = design.failed === 0 ? '' : `, ${design.failed} of them failed and left out`;
  return `${plain(design.points)} points${several}, ${plain(design.runs)} runs${failed}, seed ${seed}, edgewise ${version}`;
}

export function varied(inputs: readonly Input[]): Html {
  const drawn = ({ logarithmic, whole }: Input): string =>
    [logarithmic ? 'by ratios' : 'evenly', whole ? 'whole numbers' : ''].filter(Boolean).join(', ');
  return dataTable({
    columns: [
      { heading: 'Input' },
      { heading: 'in the file' },
      { heading: 'its value there' },
      { heading: 'range' },
      { heading: 'drawn' },
    ],
    rows: inputs.map((input) => ({
      cells: [
        input.name,
        input.path,
        amountText(input.base, input.unit),
        `${amountText(input.low, input.unit)} to ${amountText(input.high, input.unit)}`,
        drawn(input),
      ],
    })),
  });
}

function claimed({ claims }: Sensitivity): Html | null {
  if (!claims || claims.claims.length === 0) return null;
  const share = (value: number, ci95: Interval | null = null) => ({
    body: text({ mean: value, ci95 }, PERCENT),
    sort: value,
  });
  const read = note(
    `Judged at ${claims.points} points all over the ranges by paired 95 % intervals of ${claims.replications} replications; the interval is of the share that holds.`,
  );
  return markup`${read}${dataTable({
    columns: [
      { heading: 'Claim' },
      ...['holds', 'no difference', 'cannot tell', 'fails'].map((one) => numberColumn(one, '%')),
    ],
    rows: claims.claims.map(({ text: claim, shares: { holds, even, undecided, fails }, holds95 }) => ({
      cells: [claim, share(holds, holds95), share(even), share(undecided), share(fails)],
    })),
  })}`;
}

/** A row for every figure, input and cell. */
function shares(study: Sensitivity): Html | null {
  const outputs = study.outputs.filter(({ indices }) => indices !== null);
  if (outputs.length === 0) return null;
  const { inputs, design } = study;
  const fixed = design.fixed.map((i) => inputs[i]!.name);
  const left =
    fixed.length === 0 ? '' : ` Without effect in the screening, and left out here: ${fixed.join(', ')}.`;
  const read = note(
    `Shares of the variance over all ranges (Sobol indices) from ${design.samples} rows, with 95 % intervals by resampling the rows: of the input by itself, and with all that it does jointly with others. An interval may end above 100 % or below 0 %: it is not cut off.${left}`,
  );
  const share = (mean: number, ci95: Interval | null) => ({
    body: text({ mean: Math.min(1, mean), ci95 }, PERCENT),
    sort: mean,
  });
  return markup`${read}${folded({
    names: 3,
    columns: [
      ...names(study),
      numberColumn('in all', '% of variance'),
      numberColumn('by itself', '% of variance'),
    ],
    rows: outputs.flatMap((output) =>
      output.indices!.flatMap((one, i) =>
        one
          ? [
              {
                cells: [
                  ...named(study, output, i),
                  share(one.total, one.total95),
                  share(one.first, one.first95),
                ],
              },
            ]
          : [],
      ),
    ),
  })}`;
}

function screened(study: Sensitivity): Html | null {
  const outputs = study.outputs.filter(({ screening }) => screening !== null);
  if (outputs.length === 0) return null;
  const read = note(
    `What crossing an input's whole range does (Morris), over ${study.design.walks} walks: the mean size of the effect (mu*), and how much it varies from place to place (sigma).`,
  );
  return markup`${read}${folded({
    names: 3,
    columns: [...names(study), numberColumn('effect'), numberColumn('spread'), { heading: 'unit' }],
    rows: outputs.flatMap((output) => {
      const scale = scaleOf(
        output.metric,
        output.screening!.map(({ size }) => ({ mean: size, ci95: null })),
      );
      return output.screening!.map(({ size, size95, spread, spread95 }, i) => ({
        cells: [
          ...named(study, output, i),
          { body: text({ mean: size, ci95: size95 }, scale), sort: size },
          {
            body: text({ mean: Number.isFinite(spread) ? spread : null, ci95: spread95 }, scale),
            sort: Number.isFinite(spread) ? spread : null,
          },
          scale.unit,
        ],
      }));
    }),
  })}`;
}

/** All the numbers of the pictures below, for who wants them. */
function folded(options: DataTableOptions): Html {
  return markup`<details>
    <summary>As a table</summary>
    ${dataTable(options)}
  </details>`;
}

function names({ cells }: Sensitivity): DataColumn[] {
  return [{ heading: 'Figure' }, { heading: 'Input' }, { heading: cells.length === 1 ? '' : 'Cell' }];
}

function named({ cells, inputs }: Sensitivity, { metric, cell }: Output, input: number): string[] {
  return [metricOf(metric).long, inputs[input]!.name, cells.length === 1 ? '' : cellNames(cells)[cell]!];
}
