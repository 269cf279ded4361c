/** Alpha, on the page of a study. */
import { plain } from '../../../kernel/numbers.ts';
import { spoken } from '../../../report/axes.ts';
import { dataTable, numberColumn } from '../../../report/dataTable.ts';
import { type Html, markup } from '../../../report/html.ts';
import { note } from '../../../report/section.ts';
import type { Sensitivity } from '../result.ts';
import { cellNames, groupName } from './data.ts';

/** Where the best changes with alpha, and what the curves are made of. */
export function crossed({ alpha, cells }: Sensitivity): Html | null {
  const all = cellNames(cells);
  const answers = alpha.answers.filter(({ quality }) => quality !== null);
  if (answers.length === 0) return null;
  const of = (value: number | null, factor = 1) => ({
    body: value === null ? '–' : plain(value * factor),
    sort: value,
  });
  const crossings = alpha.contests.flatMap((contest) =>
    contest.crossings.map((one) => ({ ...one, contest })),
  );
  const changes = alpha.contests.every(({ stretches }) => stretches.length === 0)
    ? note(
        'Nothing can be compared over alpha: of edge and cloud, the quality of one alone is known, or one alone answers.',
      )
    : crossings.length === 0
      ? note("With the file's own values nothing that is best changes with alpha.")
      : dataTable({
          columns: [
            { heading: 'By' },
            { heading: 'among' },
            { heading: 'best below' },
            { heading: 'best above' },
            numberColumn('alpha'),
            numberColumn('cannot tell'),
          ],
          rows: crossings.map(({ alpha: at, before, after, unsure, contest }) => ({
            cells: [
              contest.measure === 'pcr' ? 'PCR' : 'U',
              [contest.between === 'platforms' ? 'edge, cloud and both' : 'cells', groupName(contest.where)]
                .filter(Boolean)
                .join(': '),
              spoken(before),
              spoken(after),
              of(at),
              unsure && unsure[1] - unsure[0] > 0.0005 ? `${plain(unsure[0])} to ${plain(unsure[1])}` : '–',
            ],
          })),
        });
  const read = note(
    "U = alpha Q + (1 - alpha) R and PCR = U per cent of cost weigh what the runs with the file's own values measured; no run is needed for another alpha.",
  );
  return markup`${read}${changes}${dataTable({
    names: 2,
    columns: [
      { heading: cells.length === 1 ? '' : 'Cell' },
      { heading: 'Answered by' },
      numberColumn('requests', '% of arrived'),
      numberColumn('quality', 'Q'),
      numberColumn('responsiveness', 'R'),
      numberColumn('cost', 'cents a response'),
    ],
    rows: answers.map(({ cell, platform, share, quality, responsiveness, costPerResponse }) => ({
      cells: [
        cells.length === 1 ? '' : all[cell]!,
        platform,
        of(share, 100),
        of(quality),
        of(responsiveness),
        of(costPerResponse, 100),
      ],
    })),
  })}`;
}
