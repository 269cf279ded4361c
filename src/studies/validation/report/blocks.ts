/** The content of a validation in order, for screen and page, and the screen. */
import { given } from '../../../kernel/given.ts';
import type { SpeedUp, ValidationRow } from '../../../calibration/validate.ts';
import { columnsOf, type ColumnOf, textColumn } from '../../../report/columns.ts';
import { plain, rounded, text } from '../../../report/format.ts';
import { PREDICTED } from '../../../report/predictions.ts';
import { type Column, hanging, table, wrap } from '../../../report/table.ts';
import type { LoadError, TheoryRow, UnderLoad, Validation } from '../result.ts';
import type { TextScreen } from '../../study.ts';

/** A heading, a paragraph, a table, a list, or a place for figures, which only the page has. */
type ValidationBlock =
  | string
  | { readonly heading: string }
  | { readonly columns: readonly Column[]; readonly keys: number }
  /** The screen shows at most `most`. */
  | { readonly lines: readonly string[]; readonly most?: number }
  | { readonly pictures: 'theory' | 'fits' | 'loads' };

export function validationBlocks(found: Validation): ValidationBlock[] {
  const { theory, heldOut, underLoad, paper, speedUps } = found;
  const aimed = heldOut.filter(({ aim }) => aim !== null);
  return [
    { heading: 'Queueing theory' },
    'Queues with a known theoretical answer, simulated as scenarios: Poisson arrivals and the serial device, with answer lengths chosen to give the service times. Ten replications each, without the warm-up.',
    { columns: columnsOf(theory, THEORY), keys: 1 },
    { pictures: 'theory' },
    { heading: 'Measurements the fits did not see' },
    'A fifth of each dense grid is held out by a fixed rule. The aims are for the median error on dense grids: 5 % for the time to first token, 3 % for the decode speed, 10 % for the decode power. For servers measured under load, decode power is the mean watts of a whole test, predicted from the shares of its time with and without prompts being read, each test by a fit without it.',
    `${aimed.filter(({ holds }) => holds).length} of ${aimed.length} aims are met.`,
    { columns: columnsOf(heldOut, HELD_OUT), keys: 2 },
    'The row with the largest error in each grid, and its likely cause, judged from the measurements around it:',
    { lines: worstLines(found), most: 8 },
    { pictures: 'fits' },
    { heading: 'Real servers under load' },
    UNDER_LOAD,
    ...underLoad.flatMap((one): ValidationBlock[] => [
      `${one.machine}:`,
      { columns: loadTable(one), keys: 1 },
    ]),
    { pictures: 'loads' },
    { heading: 'Implausible profiles' },
    ODDITIES,
    { lines: oddityLines(found) },
    { heading: 'The paper' },
    'Energy per response, from the costs in Table I at 25 cents a kilowatt-hour:',
    { lines: paper.map(({ line }) => line) },
    { heading: 'Several streams together' },
    SPEED_UPS,
    { columns: columnsOf(speedUps, SPEED_UP), keys: 1 },
  ];
}

export const errorOf = (share: number, places = 1): string => rounded(share * 100, places);

const THEORY: readonly ColumnOf<TheoryRow>[] = [
  ['system', '', ({ name }) => name, 'left'],
  ['load', '%', ({ load }) => plain(load * 100)],
  ['figure', '', ({ figure }) => figure, 'left'],
  ['theory', '', ({ theory }) => plain(theory)],
  ['simulated', '', ({ simulated, ci95 }) => text({ mean: simulated, ci95 })],
  ['off by', '%', ({ error }) => errorOf(error, 2)],
  ['', '', ({ holds, margin }) => `${holds ? 'within' : 'beyond'} ${plain(margin * 100)} %`, 'left'],
];

const HELD_OUT: readonly ColumnOf<ValidationRow>[] = [
  ['profile', '', ({ profile }) => profile, 'left'],
  ['of', '', (row) => PREDICTED[row.quantity].name, 'left'],
  ['rows', '', ({ errors }) => plain(errors.count)],
  ['median', '%', ({ errors }) => errorOf(errors.median)],
  ['aim', '%', ({ aim, holds }) => (aim === null ? '' : aimText(aim, holds === true))],
  ['p95', '%', ({ errors }) => errorOf(errors.p95)],
  ['worst', '%', ({ errors }) => errorOf(errors.worst)],
];

const SPEED_UP: readonly ColumnOf<SpeedUp>[] = [
  ['profile', '', ({ profile }) => profile, 'left'],
  ['streams', '', ({ streams }) => plain(streams)],
  ['measured', 'x', ({ measured }) => plain(measured)],
  ['fitted', 'x', ({ fitted }) => plain(fitted)],
  ['unseen', 'x', ({ unseen }) => plain(unseen)],
  ['off by', '%', ({ unseenError }) => errorOf(unseenError)],
];

const aimText = (aim: number, holds: boolean): string => `${plain(aim * 100)}, ${holds ? 'holds' : 'fails'}`;

/** A table of one machine's profiles, with the medians over all runs in the last rows. */
export function loadTable({ rows, all }: UnderLoad): Column[] {
  const error = ({ median, worst }: LoadError): string => `${errorOf(median)} (${errorOf(worst)})`;
  const runs = rows.map((row) => row.runs);
  return [
    textColumn('profile', [...rows.map(({ profile }) => profile), 'all', 'aim'], String),
    { heading: 'runs', cells: [...runs.map(plain), plain(runs.reduce((sum, one) => sum + one, 0)), ''] },
    ...all.map((one, i): Column => ({
      heading: one.figure,
      unit: '%',
      cells: [...rows.map(({ errors }) => error(errors[i]!)), error(one), aimText(one.aim, one.holds)],
    })),
  ];
}

/** What is compared under load. */
const UNDER_LOAD =
  'The requests that real servers received under load are replayed in the simulator, with profiles calibrated on closed loops only: no profile was fitted to these runs. Errors are in per cent: the median over the runs, and the worst run in brackets. The aims are for the median. Watts are those of the GPU, read by its driver, averaged over all runs of a profile while it had work; the assumed rule for watts of the whole machine is not tested here.';

/** What the rows of several streams show, and what they do not. */
const SPEED_UPS =
  'Speed-up over one stream, from the step times of the profiles. Fitted: the profile was fitted to this row, one of two, so agreement proves nothing. Unseen: the prediction if no batch had been measured, from the share of a step that every further sequence is assumed to add (an assumption chosen with knowledge of such models), and its error.';

/** How implausible values are found. */
const ODDITIES =
  'Profiles that read their weights faster than the memory bandwidth allows, or at less than 30 % of it in the usual power mode; that read prompts faster than the stated compute of the chip allows; or that are slower than larger models on the same board.';

function oddityLines({ oddities }: Pick<Validation, 'oddities'>): string[] {
  return oddities.map(
    ({ profile, line, why }) => `${profile}: ${line} (${why ?? 'not explained: check its measurements'})`,
  );
}

/** The worst rows of the grids, the worst first, with the reasons. */
function worstLines({ heldOut }: Pick<Validation, 'heldOut'>): string[] {
  return heldOut
    .filter(({ aim }) => aim !== null)
    .sort((a, b) => Math.abs(b.worst.error) - Math.abs(a.worst.error))
    .map(({ profile, quantity: name, worst }) => {
      const { prompt, output, batch, predicted, measured, error, file, line, explanation } = worst;
      const lengths = given([
        prompt !== null && `${prompt} in`,
        output !== null && `${output} out`,
        batch > 1 && `batch ${batch}`,
      ]).join(', ');
      return `${profile}, ${PREDICTED[name].name} at ${lengths}: ${plain(predicted)} for ${plain(measured)} measured (${errorOf(error)} %): ${explanation} (${file}:${line})`;
    });
}

export function validationText(found: Validation, { columns: width, paint }: TextScreen): string {
  const parts = validationBlocks(found).flatMap((block): string[] => {
    if (typeof block === 'string') return [wrap(block, width)];
    if ('heading' in block) return [paint(block.heading, 'heading')];
    if ('columns' in block) return [table(block.columns, { width, keys: block.keys, paint })];
    if ('pictures' in block) return [];
    const lines = block.lines.slice(0, block.most);
    return [lines.map((line) => `- ${hanging(line, width, '  ')}`).join('\n')];
  });
  return `${parts.join('\n\n')}\n`;
}
