/** The parts of a study's page in reading order: its answer and key numbers, the findings, then what they rest on. */
import type { Estimate } from '../../../results.ts';
import type { Sensitivity, Output } from '../result.ts';
import { columnTable, type PageColumn } from '../../../report/dataTable.ts';
import type { Figure } from '../../../report/figure.ts';
import { sortedColumn, textColumn, numberColumn } from '../../../report/columns.ts';
import { text, scaleOf, PERCENT } from '../../../report/format.ts';
import { markup, type Html } from '../../../report/html.ts';
import {
  resultPage,
  note,
  section,
  type Opening,
  type PageInput,
  type ReportDocument,
  type Decisive,
} from '../../../report/section.ts';
import { claimColumns, nameColumns, shareColumn, variedColumns, cellNames, groupName } from './cells.ts';
import { shiftTable, shiftText } from './shifts.ts';
import { studyFacts } from './text.ts';
import { plain } from '../../../kernel/numbers.ts';
import { spoken } from '../../../report/axes.ts';
import { amountText } from '../../../kernel/amount.ts';
import { metricOf } from '../../../metrics/definitions.ts';

export function studyDocument(
  study: Sensitivity,
  figures: readonly Figure[],
  input: PageInput,
): ReportDocument {
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

/** Where the best changes with alpha, and the means behind the curves. */
function alphaTables({ alpha, cells }: Sensitivity): Html | null {
  const names = cellNames(cells);
  const answers = alpha.answers.filter(({ quality }) => quality !== null);
  if (answers.length === 0) return null;
  const read = note(
    "U = alpha Q + (1 - alpha) R and PCR = U per cent of cost weigh what the runs with the file's own values measured; no run is needed for another alpha.",
  );
  const hundred = (value: number): string => plain(value * 100);
  const who = [
    ...(cells.length === 1 ? [] : [textColumn('Cell', answers, ({ cell }) => names[cell]!)]),
    textColumn('Answered by', answers, ({ platform }) => platform),
  ];
  const what = [
    numberColumn('requests', '% of arrived', answers, ({ share }) => share, hundred),
    numberColumn('quality', 'Q', answers, ({ quality }) => quality),
    numberColumn('responsiveness', 'R', answers, ({ responsiveness }) => responsiveness),
    numberColumn('cost', 'cents a response', answers, ({ costPerResponse }) => costPerResponse, hundred),
  ];
  return markup`${read}${changes(alpha)}${columnTable([...who, ...what], { names: who.length })}`;
}

function changes({ contests }: Sensitivity['alpha']): Html {
  if (contests.every(({ stretches }) => stretches.length === 0))
    return note(
      'Nothing can be compared over alpha: of edge and cloud, the quality of one alone is known, or one alone answers.',
    );
  const rows = contests.flatMap(({ crossings, ...of }) => crossings.map((one) => ({ ...one, ...of })));
  if (rows.length === 0) return note("With the file's own values nothing that is best changes with alpha.");
  return columnTable([
    textColumn('By', rows, ({ measure }) => (measure === 'pcr' ? 'PCR' : 'U')),
    textColumn('among', rows, ({ between, where }) =>
      [between === 'platforms' ? 'edge, cloud and both' : 'cells', groupName(where)]
        .filter(Boolean)
        .join(': '),
    ),
    textColumn('best below', rows, ({ before }) => spoken(before)),
    textColumn('best above', rows, ({ after }) => spoken(after)),
    numberColumn('alpha', '', rows, (row) => row.alpha),
    sortedColumn('undecided', '', rows, ({ unsure }) => {
      const [low, high] = unsure ?? [0, 0];
      return high - low > 0.0005
        ? { body: `${plain(low)} to ${plain(high)}`, sort: low }
        : { body: '–', sort: null };
    }),
  ]);
}

const NUMBERS = 3;

function decisive(study: Sensitivity): Decisive[] {
  const first = study.outputs.flatMap((output) => moved(study, output) ?? byScreening(study, output) ?? []);
  const claimed = claims(study);
  // Several claims leave no room for inputs; a single one does.
  if (claimed.length + first.length > 0) return [...claimed, ...first].slice(0, NUMBERS);
  return study.outputs.slice(0, NUMBERS).map((output) => {
    const { metric, base } = output;
    const scale = scaleOf(metric, [base]);
    return {
      label: `${named(study, output)}, as the file has it`,
      value: `${text(base, scale)} ${scale.unit}`.trim(),
    };
  });
}

function claims({ claims: sampled }: Sensitivity): Decisive[] {
  return (sampled?.claims ?? [])
    .toSorted((a, b) => a.shares.holds - b.shares.holds)
    .slice(0, NUMBERS)
    .map(({ text: label, shares: { holds, fails }, holds95 }) => ({
      label,
      value: `holds in ${text({ mean: holds, ci95: holds95 }, PERCENT)} %`,
      detail: `fails in ${text({ mean: fails, ci95: null }, PERCENT)} %`,
    }));
}

const named = ({ cells }: Sensitivity, { metric, cell }: Output): string =>
  `${metricOf(metric).long}${cells.length === 1 ? '' : ` (${cellNames(cells)[cell]!})`}`;

/** The shares of variance that inputs explain. */
function moved(study: Sensitivity, output: Output): Decisive[] | null {
  const { shifts, indices, metric } = output;
  const known = study.inputs.flatMap((input, i) => {
    const shift = shifts?.[i];
    return shift ? [{ input, shift, total: indices?.[i]?.total ?? 0 }] : [];
  });
  if (known.length === 0) return null;
  return known
    .toSorted((a, b) => b.total - a.total)
    .slice(0, NUMBERS)
    .map(({ input, shift }) => ({
      label: `${named(study, output)}, by ${input.name}`,
      value: shiftText(input, metric, { ...shift, turn: null }),
      detail: `${amountText(shift.from, input.unit)} to ${amountText(shift.to, input.unit)}`,
    }));
}

function byScreening(study: Sensitivity, output: Output): Decisive[] | null {
  const { screening, metric } = output;
  if (screening === null) return null;
  const scale = scaleOf(
    metric,
    screening.map(({ size }) => ({ mean: size, ci95: null })),
  );
  return study.inputs
    .map((input, i) => ({ input, effect: screening[i]! }))
    .toSorted((a, b) => b.effect.size - a.effect.size)
    .slice(0, NUMBERS)
    .map(({ input, effect: { size, size95 } }) => ({
      label: `${named(study, output)}, by ${input.name}`,
      value: `${text({ mean: size, ci95: size95 }, scale)} ${scale.unit}`.trim(),
      detail: 'mean size of its effect',
    }));
}
