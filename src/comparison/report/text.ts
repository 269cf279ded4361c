/** A comparison as a screen and a page show it. */
import type { Compared, ComparedFigure } from '../result.ts';
import { columnsOf, textColumn, numberColumn, sortedColumn } from '../../report/columns.ts';
import { columnTable, DIFFERS } from '../../report/dataTable.ts';
import type { Figure } from '../../report/figure.ts';
import { plain } from '../../report/format.ts';
import { markup, type Html } from '../../report/html.ts';
import {
  resultPage,
  note,
  type Opening,
  type PageInput,
  type ReportDocument,
  section,
  type Sentence,
  toned,
} from '../../report/section.ts';
import { table, hanging, wrap, type TextArea, unpainted, type TextCell } from '../../report/table.ts';

const TONES: Readonly<Record<Compared['verdict']['outcome'], Sentence['tone']>> = {
  close: 'good',
  fair: 'unsure',
  off: 'bad',
};

export function comparedText(compared: Compared, { width, paint = unpainted }: TextArea): string {
  const { log, scenario, requests, seconds, figures, verdict, explained, notes } = compared;
  const word = verdict.text.slice(0, verdict.text.indexOf(':'));
  const parts = [
    `${paint(log, 'heading')}  ${paint(`${plain(requests)} requests in ${spanText(seconds)}, beside ${scenario}`, 'quiet')}`,
    table(
      columnsOf(
        figures,
        COLUMNS.map(([heading, of, sort]) => [heading, '', of, sort ? undefined : 'left']),
      ),
      { width, keys: 1, paint },
    ),
    paint(wrap(`${PER}${figures.some(isOutside) ? ` ${OUTSIDE}` : ''}`, width), 'quiet'),
    `${toned(word, TONES[verdict.outcome], paint)}${wrap(verdict.text, width).slice(word.length)}`,
    ...(explained === '' ? [] : [wrap(explained, width)]),
    ...(notes.length === 0 ? [] : [notes.map((text) => `- ${hanging(text, width, '  ')}`).join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Whether the model would not have it so. */
const isOutside = ({ real, model95 }: ComparedFigure): boolean =>
  model95 !== null && (real < model95[0] || real > model95[1]);

const OUTSIDE = `${DIFFERS}: the real figure lies outside the model's 95 %.`;
/** `4.49 days`. */
function spanText(seconds: number): string {
  const [length, unit] =
    seconds >= 2 * 86_400
      ? [86_400, 'days']
      : seconds >= 7200
        ? [3600, 'hours']
        : seconds >= 120
          ? [60, 'minutes']
          : [1, 's'];
  return `${plain(Number((seconds / length).toPrecision(3)))} ${unit}`;
}

const PER = 'per 1 %: how much the simulated figure moves for 1 % of service time at this load.';

function movesText(moves: number | null): string {
  return moves === null ? '–' : `${Number(moves.toPrecision(2))} %`;
}

/** Seconds, or a share in percent. */
function value(figure: string, amount: number): string {
  return figure.includes('.') ? `${plain(amount)} s` : `${plain(amount * 100)} %`;
}

function signed(error: number | null): string {
  if (error === null) return '–';
  const percent = plain(Math.abs(error * 100));
  return `${error < 0 ? '-' : '+'}${percent} %`;
}

function range({ figure, model95 }: ComparedFigure): string {
  if (model95 === null) return '–';
  const [low, high] = model95;
  return figure.includes('.')
    ? `${plain(low)} to ${plain(high)} s`
    : `${plain(low * 100)} to ${plain(high * 100)} %`;
}

/** Heading, what it says of a figure, and by what a page sorts where that is a number. */
const COLUMNS: readonly (readonly [
  heading: string,
  of: (one: ComparedFigure) => TextCell,
  sort?: (one: ComparedFigure) => number | null,
])[] = [
  ['figure', ({ figure }) => figure],
  ['real', ({ figure, real }) => value(figure, real), ({ real }) => real],
  ['simulated', ({ figure, simulated }) => value(figure, simulated), ({ simulated }) => simulated],
  ['error', (one) => [signed(one.error), isOutside(one) ? DIFFERS : ''], ({ error }) => error],
  ["model's 95 %", range, ({ model95 }) => model95?.[0] ?? null],
  ['per 1 %', ({ moves }) => movesText(moves), ({ moves }) => moves],
];

/** How near it comes, in a sentence. */
export const comparedAnswer = ({ verdict: { answer, outcome } }: Compared): Sentence => ({
  text: answer,
  tone: TONES[outcome],
});

/** The figures that decide whether it is near. */
const SHOWN: ReadonlySet<string> = new Set(['ttft.p50', 'e2e.p50']);

export function comparedDocument(
  compared: Compared,
  figures: readonly Figure[],
  input: PageInput,
): ReportDocument {
  const { log, scenario, requests, seconds, verdict, explained, notes } = compared;
  const sentences: Sentence[] = [
    comparedAnswer(compared),
    { text: verdict.text.slice(verdict.answer.length + 1), tone: 'neutral' },
    ...(explained === '' ? [] : [{ text: explained, tone: 'neutral' as const }]),
    ...notes.map((text): Sentence => ({ text, tone: 'unsure' })),
  ];
  const opening: Opening = {
    answer: sentences[0]!,
    numbers: compared.figures
      .filter(({ figure }) => SHOWN.has(figure))
      .map(({ figure, real, simulated, error }) => ({
        label: `${figure}, real and simulated`,
        value: `${value(figure, real)}, ${value(figure, simulated)}`,
        detail: signed(error),
      })),
    figure: figures[0]?.name,
  };
  return resultPage(input, {
    title: `${log} and ${scenario}`,
    facts: `${plain(requests)} requests in ${spanText(seconds)}, the same in both`,
    opening,
    sentences,
    sections: [
      ...section('figures', 'Figures', null, figures),
      ...section('errors', 'Errors', errors(compared)),
      ...section('explained', 'What would explain them', explanations(compared)),
    ],
  });
}

function errors({ figures }: Compared): Html {
  return markup`${note(`Over the answered requests of each. The interval contains the simulated figure for 95 % of the profiles' coefficients within their uncertainty. Per 1 %: how much the figure moves for 1 % of service time at this load.${figures.some(isOutside) ? ` ${OUTSIDE}` : ''}`)}${columnTable(
    COLUMNS.map(([heading, of, sort]) => {
      const body = (one: ComparedFigure): string => [of(one)].flat().join('\u00a0').trimEnd();
      return sort
        ? sortedColumn(heading, '', figures, (one) => ({ body: body(one), sort: sort(one) }))
        : textColumn(heading, figures, body);
    }),
  )}`;
}

function explanations({ explanations: all }: Compared): Html | null {
  if (all.length === 0) return null;
  return markup`${note('One property is changed at a time, by the amount that brings the latencies closest to the real ones. The table shows the remaining mean absolute error.')}${columnTable(
    [
      textColumn('thing', all, ({ what }) => what),
      textColumn('change', all, ({ text }) => text),
      numberColumn(
        'mean error left',
        '%',
        all,
        ({ left }) => left,
        (left) => plain(left * 100),
      ),
    ],
  )}`;
}
