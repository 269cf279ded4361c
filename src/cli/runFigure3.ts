/** Figure 3 as a table and a picture. */
import { join } from 'node:path';
import { shipped } from '../catalog/shipped.ts';
import {
  FIGURE3_OUTPUT,
  FIGURE3_PROMPT,
  figure3,
  figure3Rows,
  READING_SPEED,
  type Figure3Row,
} from '../report/figure3.ts';
import { plain } from '../report/format.ts';
import { table, wrap } from '../report/table.ts';
import { columnsOf, type ColumnOf } from './columns.ts';
import { DONE } from './fault.ts';
import { writeFigure } from './pictures.ts';
import type { Screen } from './terminal.ts';

export interface Figure3Options {
  readonly folder: string;
  readonly json: boolean;
}

const number = (value: number | null): string => (value === null ? '–' : plain(value));

const COLUMNS: readonly ColumnOf<Figure3Row>[] = [
  ['board', '', ({ board }) => board.replace(/^Jetson | \(.*\)$/g, ''), 'left'],
  ['model', '', ({ model }) => model, 'left'],
  ['speed', 'tokens/s', ({ tokensPerSecond }) => number(tokensPerSecond)],
  ['ttft', 's', ({ ttft }) => number(ttft)],
  ['power', 'W', ({ watts }) => number(watts)],
  ['energy', 'J', ({ joules }) => number(joules)],
  ['', '', ({ absent, fit }) => absent ?? fit ?? '', 'left'],
];

export async function runFigure3({ folder, json }: Figure3Options, screen: Screen): Promise<number> {
  const rows = figure3Rows(shipped);
  if (json) {
    screen.write(`${JSON.stringify(rows, null, 2)}\n`);
    return DONE;
  }
  await writeFigure(folder, figure3(shipped));
  const { columns: width, paint } = screen;
  screen.write(
    `${[
      `${paint('Figure 3', 'heading')}  ${paint(`one answer at a time, ${FIGURE3_PROMPT} tokens in and ${FIGURE3_OUTPUT} out`, 'quiet')}`,
      table(columnsOf(rows, COLUMNS), { width, keys: 2, paint }),
      wrap(
        `From the catalogue's profiles, measured by others, not by the authors of the paper; watts of the whole board are partly assumed. One reads about ${READING_SPEED} tokens a second. edgewise catalog NAME has the sources of each.`,
        width,
      ),
      `${paint('Files', 'heading')}  ${join(folder, 'figure3.svg')}, figure3.png, figure3.vl.json`,
    ].join('\n\n')}\n`,
  );
  return DONE;
}
