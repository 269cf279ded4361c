/** A profile that was fitted to measurements, as a page: how near it comes, what it was fitted to, what it takes for granted. */
import type { Calibrated } from '../calibration/calibrate.ts';
import { relativeError } from '../calibration/errorSummary.ts';
import type { Prediction } from '../calibration/predict.ts';
import { trustSentence } from '../calibration/verdict.ts';
import type { Profile } from '../catalog/profile.ts';
import { percent } from '../kernel/numbers.ts';
import { decodeSeconds, prefillSeconds } from '../kernel/pace.ts';
import { counted } from '../kernel/words.ts';
import { columnTable, type PageColumn } from './dataTable.ts';
import { numberColumn, sortedColumn, textColumn } from './columns.ts';
import { plain } from './format.ts';
import { errorColumns, PREDICTED } from './predictions.ts';
import type { Figure } from './figure.ts';
import { markup, type Html } from './html.ts';
import {
  resultPage,
  note,
  section,
  type Opening,
  type PageInput,
  type ReportDocument,
  type Sentence,
} from './section.ts';

/** What its numbers are given for. */
const PROMPT = 100;
const OUTPUT = 225;
/** Rows that are shown; the files have the rest. */
const MOST_ROWS = 200;

export function calibratedDocument(calibrated: Calibrated, figure: Figure, input: PageInput): ReportDocument {
  const { profile, rows, verdict } = calibrated;
  const { sources, assumptions } = profile;
  const opening = openingOf(profile, figure);
  const sentences: Sentence[] = [
    opening.answer,
    ...verdict.trust.map((text): Sentence => ({ text: `May be trusted for ${text}.`, tone: 'good' })),
    ...verdict.doubt.map((text): Sentence => ({ text: `Uncertain: ${text}.`, tone: 'unsure' })),
  ];
  const taken = [
    ...assumptions.map((text) => ({ text })),
    ...sources.filter(({ text }) => text !== '').map(({ text, licence }) => ({ text, licence })),
  ];
  return resultPage(
    { ...input, assumptions: taken },
    {
      title: `${profile.name}: how near the fit comes`,
      facts: `${counted(rows.length, 'measured row')}, a ${profile.fit} fit`,
      opening,
      sentences,
      sections: [
        ...section('figures', 'Measured against fitted', null, [figure]),
        ...section('errors', 'Errors of the fit', errors(profile)),
        ...section('power', 'Power', power(profile)),
        ...section('rows', 'Every row, measured and fitted', everyRow(calibrated)),
      ],
    },
  );
}

/** How near it comes, and what it says of an answer. */
function openingOf(profile: Profile, figure: Figure): Opening {
  const { pace, power } = profile;
  return {
    answer: { text: trustSentence(profile), tone: 'neutral' },
    numbers: [
      {
        label: `First token, ${PROMPT} tokens in`,
        value: `${plain(prefillSeconds(pace, PROMPT))} s`,
      },
      {
        label: `Decode speed, ${OUTPUT} tokens out`,
        value: `${plain((OUTPUT - 1) / decodeSeconds(pace, PROMPT, OUTPUT))} tokens/s`,
      },
      {
        label: 'Writing an answer',
        value: `${plain(power.decode)} W`,
        detail: `${plain(power.idle)} W idle`,
      },
    ],
    figure: figure.name,
  };
}

function errors(profile: Profile): Html | null {
  const columns = errorColumns(profile);
  return (
    columns &&
    markup`${note('Without their sign. What a fit says of rows that it was fitted to flatters it.')}${columnTable(columns, { names: 2 })}`
  );
}

function power({
  power: { idle, prefill, decode, decodePerSequence },
  powerScope,
  powerRule,
}: Profile): Html {
  const rows = [
    ['it waits', idle],
    ['it reads a prompt', prefill],
    ['it writes an answer', decode],
    ['each further sequence', decodePerSequence],
  ] as const;
  const columns = [
    textColumn('while', rows, ([when]) => when),
    numberColumn('whole board', 'W', rows, ([, watts]) => watts),
  ];
  return markup`${columnTable(columns)}${note(`Power scope: ${powerScope === '' ? 'not said' : powerScope}; ${powerRule}.`)}`;
}

function everyRow({ inSample, heldOut }: Calibrated): Html | null {
  const all = [
    ...inSample.map((one) => ({ one, how: 'fitted' })),
    ...heldOut.map((one) => ({ one, how: 'held out' })),
  ];
  if (all.length === 0) return null;
  const rows = all.slice(0, MOST_ROWS);
  const amount = (heading: string, of: (one: Prediction) => number): PageColumn =>
    sortedColumn(heading, '', rows, ({ one }) => ({
      body: `${plain(of(one))} ${PREDICTED[one.quantity].unit}`,
      sort: of(one),
    }));
  const signed = (error: number): string => `${error < 0 ? '-' : '+'}${percent(Math.abs(error), 2)}`;
  const columns = [
    textColumn('what', rows, ({ one }) => PREDICTED[one.quantity].name),
    textColumn('row', rows, ({ how }) => how),
    numberColumn('prompt', 'tokens', rows, ({ one }) => one.row.prompt),
    numberColumn('output', 'tokens', rows, ({ one }) => one.row.output),
    numberColumn('batch', 'sequences', rows, ({ one }) => one.row.batch),
    amount('measured', ({ measured }) => measured),
    amount('fitted', ({ predicted }) => predicted),
    numberColumn('error', '', rows, ({ one }) => relativeError(one), signed),
  ];
  const left = all.length - rows.length;
  return markup`${columnTable(columns, { names: 2 })}${left > 0 ? note(`${counted(left, 'more row')} ${left === 1 ? 'is' : 'are'} in the files that were read.`) : null}`;
}
