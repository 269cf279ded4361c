/** The section about alpha on a study's page. */
import { plain } from '../../../kernel/numbers.ts';
import { spoken } from '../../../report/axes.ts';
import { columnTable } from '../../../report/dataTable.ts';
import { numberColumn, sortedColumn } from '../../../report/figureColumn.ts';
import { type Html, markup } from '../../../report/html.ts';
import { note } from '../../../report/section.ts';
import { textColumn } from '../../../report/columns.ts';
import type { Sensitivity } from '../result.ts';
import { cellNames, groupName } from './cells.ts';

/** Where the best changes with alpha, and the means behind the curves. */
export function alphaTables({ alpha, cells }: Sensitivity): Html | null {
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
