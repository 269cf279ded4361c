/** The tables of a validation on a screen. */
import { plain, rounded, text } from '../../../report/format.ts';
import type { SpeedUp, ValidationRow } from '../../../calibration/validate.ts';
import { table, textColumn, wrap, type Column } from '../../../report/table.ts';
import { columnsOf, type ColumnOf } from '../../../report/columns.ts';
import type { LoadError, TheoryRow, UnderLoad, Validation } from '../result.ts';
import type { TextScreen } from '../../study.ts';

const QUANTITIES: Readonly<Record<string, string>> = {
  ttft: 'first token',
  speed: 'decode speed',
  decodeWatts: 'decode power',
  prefillWatts: 'prefill power',
};

export const quantity = (name: string): string => QUANTITIES[name] ?? name;

export const errorOf = (share: number, places = 1): string => rounded(share * 100, places);

export const THEORY: readonly ColumnOf<TheoryRow>[] = [
  ['system', '', ({ name }) => name, 'left'],
  ['load', '%', ({ load }) => plain(load * 100)],
  ['figure', '', ({ figure }) => figure, 'left'],
  ['theory', '', ({ theory }) => plain(theory)],
  ['simulated', '', ({ simulated, ci95 }) => text({ mean: simulated, ci95 })],
  ['off by', '%', ({ error }) => errorOf(error, 2)],
  ['', '', ({ holds, margin }) => `${holds ? 'within' : 'beyond'} ${plain(margin * 100)} %`, 'left'],
];

export const HELD_OUT: readonly ColumnOf<ValidationRow>[] = [
  ['profile', '', ({ profile }) => profile, 'left'],
  ['of', '', (row) => quantity(row.quantity), 'left'],
  ['rows', '', ({ errors }) => plain(errors.count)],
  ['median', '%', ({ errors }) => errorOf(errors.median)],
  ['aim', '%', ({ aim }) => (aim === null ? '' : plain(aim * 100))],
  ['p95', '%', ({ errors }) => errorOf(errors.p95)],
  ['worst', '%', ({ errors }) => errorOf(errors.worst)],
];

export const SPEED_UP: readonly ColumnOf<SpeedUp>[] = [
  ['profile', '', ({ profile }) => profile, 'left'],
  ['streams', '', ({ streams }) => plain(streams)],
  ['measured', 'x', ({ measured }) => plain(measured)],
  ['fitted', 'x', ({ fitted }) => plain(fitted)],
  ['unseen', 'x', ({ unseen }) => plain(unseen)],
  ['off by', '%', ({ unseenError }) => errorOf(unseenError)],
];

/** A table of one machine's profiles, with the medians over all runs in its last rows. */
export function loadTable({ rows, all }: UnderLoad): Column[] {
  const error = ({ median, worst }: LoadError): string => `${errorOf(median)} (${errorOf(worst)})`;
  const runs = rows.map((row) => row.runs);
  return [
    textColumn('profile', [...rows.map(({ profile }) => profile), 'all', 'aim'], String),
    { heading: 'runs', cells: [...runs.map(plain), plain(runs.reduce((sum, one) => sum + one, 0)), ''] },
    ...all.map((one, i): Column => ({
      heading: one.figure,
      unit: '%',
      cells: [
        ...rows.map(({ errors }) => error(errors[i]!)),
        error(one),
        `${plain(one.aim * 100)}, ${one.holds ? 'holds' : 'fails'}`,
      ],
    })),
  ];
}

/** What is compared under load. */
export const UNDER_LOAD =
  'The requests that real servers received under load are replayed in the simulator, with profiles calibrated on closed loops only: no profile was fitted to these runs. Errors are in per cent: the median over the runs, and the worst run in brackets. The aims are for the median. Watts are those of the GPU, read by its driver, averaged over all runs of a profile while it had work; the assumed rule for watts of the whole machine is not tested here.';

/** What the rows of several streams show, and what not. */
export const SPEED_UPS =
  'Speed-up over one stream, from the step times of the profiles. Fitted: the profile was fitted to this row, one of two, so agreement proves nothing. Unseen: the prediction if no batch had been measured, from the share of a step that every further sequence is assumed to add (an assumption chosen with knowledge of such models), and its error.';

export function validationText(found: Validation, screen: TextScreen): string {
  const { columns: width, paint } = screen;
  const { theory, heldOut, underLoad, paper, speedUps } = found;
  const bullets = (lines: readonly string[]): string =>
    lines.map((line) => `- ${wrap(line, width - 2).replaceAll('\n', '\n  ')}`).join('\n');
  const aimed = heldOut.filter(({ aim }) => aim !== null);
  const parts = [
    paint('Queueing theory', 'heading'),
    table(columnsOf(theory, THEORY), { width, keys: 1, paint }),
    `${paint('Measurements the fits did not see', 'heading')}  ${paint('errors of the predictions; aims are for the median', 'quiet')}`,
    table(columnsOf(heldOut, HELD_OUT), { width, keys: 2, paint }),
    `${aimed.filter(({ holds }) => holds).length} of ${aimed.length} aims for the dense grids are met (median errors). The rows with the largest errors:`,
    bullets(worstLines(found).slice(0, 8)),
    paint('Real servers under load', 'heading'),
    wrap(UNDER_LOAD, width),
    ...underLoad.flatMap((one) => [one.machine, table(loadTable(one), { width, keys: 1, paint })]),
    paint('Implausible profiles', 'heading'),
    wrap(ODDITIES, width),
    bullets(oddityLines(found)),
    paint('The paper', 'heading'),
    bullets(paper.map(({ line }) => line)),
    paint('Several streams together', 'heading'),
    wrap(SPEED_UPS, width),
    table(columnsOf(speedUps, SPEED_UP), { width, keys: 1, paint }),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What of the catalogue is looked for. */
export const ODDITIES =
  'Profiles that read their weights faster than the memory bandwidth allows, or at less than 30 % of it in the usual power mode; that read prompts faster than the stated compute of the chip allows; or that are slower than larger models on the same board.';

export function oddityLines({ oddities }: Pick<Validation, 'oddities'>): string[] {
  return oddities.map(
    ({ profile, line, why }) => `${profile}: ${line} (${why ?? 'not explained: check its measurements'})`,
  );
}

/** The worst rows of the grids, the worst first, with why. */
export function worstLines({ heldOut }: Pick<Validation, 'heldOut'>): string[] {
  return heldOut
    .filter(({ aim }) => aim !== null)
    .sort((a, b) => Math.abs(b.worst.error) - Math.abs(a.worst.error))
    .map(({ profile, quantity: name, worst }) => {
      const { prompt, output, batch, predicted, measured, error, file, line, explanation } = worst;
      const lengths = [
        ...(prompt === null ? [] : [`${prompt} in`]),
        ...(output === null ? [] : [`${output} out`]),
        ...(batch > 1 ? [`batch ${batch}`] : []),
      ].join(', ');
      return `${profile}, ${quantity(name)} at ${lengths}: ${plain(predicted)} for ${plain(measured)} measured (${errorOf(error)} %): ${explanation} (${file}:${line})`;
    });
}
