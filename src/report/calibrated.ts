/** A profile that was fitted to measurements, as a page: how near it comes, what it was fitted to, what it takes for granted. */
import type { Calibrated } from '../calibration/calibrate.ts';
import { relativeError } from '../calibration/errorSummary.ts';
import type { Quantity } from '../calibration/measurement.ts';
import type { Prediction } from '../calibration/predict.ts';
import { trustSentence } from '../calibration/verdict.ts';
import type { ErrorSummary, Errors, Profile } from '../catalog/profile.ts';
import { percent } from '../kernel/numbers.ts';
import { decodeSeconds, prefillSeconds } from '../kernel/pace.ts';
import { counted } from '../kernel/words.ts';
import { dataTable, type DataRow } from './dataTable.ts';
import { plain } from './format.ts';
import type { Figure } from './figure.ts';
import { markup, type Html } from './html.ts';
import { resultPage } from './resultPage.ts';
import {
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

const PREDICTED: readonly (readonly [keyof Errors, string])[] = [
  ['ttft', 'first token'],
  ['decodeSpeed', 'decode speed'],
  ['decodePower', 'decode power'],
  ['prefillPower', 'prefill power'],
];

const MEASURED: Readonly<Record<Quantity, readonly [name: string, unit: string]>> = {
  ttft: ['first token', 's'],
  speed: ['decode speed', 'tokens/s'],
  decodeWatts: ['decode power', 'W'],
  prefillWatts: ['prefill power', 'W'],
};

export interface CalibratedPage extends PageInput {
  readonly calibrated: Calibrated;
  readonly figure: Figure;
}

export function calibratedDocument({ calibrated, figure, ...input }: CalibratedPage): ReportDocument {
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

function errors({ errors: { inSample, crossValidated, heldOut } }: Profile): Html | null {
  const kinds = [
    ['those it was fitted to', inSample],
    ['each left out in turn', crossValidated],
    ['held out', heldOut],
  ] as const;
  const found = PREDICTED.flatMap(([quantity, name]) =>
    kinds.flatMap(([how, all]) => {
      const one = all?.[quantity];
      return one ? [{ name, how, one }] : [];
    }),
  );
  if (found.length === 0) return null;
  const share = (value: number): { readonly body: string; readonly sort: number } => ({
    body: percent(value, 2),
    sort: value,
  });
  const row = (name: string, how: string, one: ErrorSummary): DataRow => ({
    cells: [name, how, String(one.count), share(one.median), share(one.p95), share(one.worst)],
  });
  return markup`${note('Absolute errors. On rows used in the fit they are too small.')}${dataTable({
    columns: [
      { heading: 'prediction of' },
      { heading: 'rows', kind: 'text' },
      { heading: 'number', kind: 'number' },
      { heading: 'median', kind: 'number' },
      { heading: 'p95', kind: 'number' },
      { heading: 'worst', kind: 'number' },
    ],
    rows: found.map(({ name, how, one }) => row(name, how, one)),
    names: 2,
  })}`;
}

function power({
  power: { idle, prefill, decode, decodePerSequence },
  powerScope,
  powerRule,
}: Profile): Html {
  return markup`${dataTable({
    columns: [{ heading: 'while' }, { heading: 'whole board', unit: 'W', kind: 'number' }],
    rows: [
      { cells: ['it waits', plain(idle)] },
      { cells: ['it reads a prompt', plain(prefill)] },
      { cells: ['it writes an answer', plain(decode)] },
      { cells: ['each further sequence', plain(decodePerSequence)] },
    ],
  })}${note(`Power scope: ${powerScope === '' ? 'not said' : powerScope}; ${powerRule}.`)}`;
}

function everyRow({ inSample, heldOut }: Calibrated): Html | null {
  const all = [
    ...inSample.map((one) => ({ one, how: 'fitted' })),
    ...heldOut.map((one) => ({ one, how: 'held out' })),
  ];
  if (all.length === 0) return null;
  const length = (tokens: number | null): { readonly body: string; readonly sort: number | null } => ({
    body: tokens === null ? '–' : plain(tokens),
    sort: tokens,
  });
  const row = ({ row: of, quantity, measured, predicted }: Prediction, how: string): DataRow => {
    const [name, unit] = MEASURED[quantity];
    const error = relativeError({ measured, predicted });
    return {
      cells: [
        name,
        how,
        length(of.prompt),
        length(of.output),
        length(of.batch),
        { body: `${plain(measured)} ${unit}`, sort: measured },
        { body: `${plain(predicted)} ${unit}`, sort: predicted },
        { body: `${error < 0 ? '-' : '+'}${percent(Math.abs(error), 2)}`, sort: error },
      ],
    };
  };
  const left = all.length - MOST_ROWS;
  return markup`${dataTable({
    columns: [
      { heading: 'what' },
      { heading: 'row', kind: 'text' },
      { heading: 'prompt', unit: 'tokens', kind: 'number' },
      { heading: 'output', unit: 'tokens', kind: 'number' },
      { heading: 'batch', unit: 'sequences', kind: 'number' },
      { heading: 'measured', kind: 'number' },
      { heading: 'fitted', kind: 'number' },
      { heading: 'error', kind: 'number' },
    ],
    rows: all.slice(0, MOST_ROWS).map(({ one, how }) => row(one, how)),
    names: 2,
  })}${left > 0 ? note(`${counted(left, 'more row')} ${left === 1 ? 'is' : 'are'} in the files that were read.`) : null}`;
}
