/** The paper's Figure 3, from the catalogue's profiles: nothing is simulated. */
import type { Catalogue } from '../../catalog/catalog.ts';
import { columnsOf, type ColumnOf } from '../../report/columns.ts';
import {
  FIGURE3_OUTPUT,
  FIGURE3_PROMPT,
  figure3,
  figure3Rows,
  READING_SPEED,
  type Figure3Row,
} from './report/figure.ts';
import { plain } from '../../report/format.ts';
import type { Sentence } from '../../report/section.ts';
import { table, wrap } from '../../report/table.ts';
import type { Study, StudyKind, TextScreen } from '../study.ts';
import { NOTHING } from '../words.ts';

/** For the largest model that both of two boards run: how much faster one is, and at what power. */
function answerOf(rows: readonly Figure3Row[]): Sentence | null {
  const known = rows.filter(({ tokensPerSecond, joules }) => tokensPerSecond !== null && joules !== null);
  const model = known.map((row) => row.model).findLast((name, i, all) => all.indexOf(name) < i);
  const [slow, fast] = known
    .filter((row) => row.model === model)
    .toSorted((a, b) => a.tokensPerSecond! - b.tokensPerSecond!);
  if (!slow || !fast) return null;
  const name = ({ board }: Figure3Row): string => board.replace(/^Jetson | \(.*\)$/g, '');
  return {
    text: `${model} writes ${plain(fast.tokensPerSecond!)} tokens a second on the ${name(fast)} and ${plain(slow.tokensPerSecond!)} on the ${name(slow)}, for ${plain(fast.joules!)} against ${plain(slow.joules!)} J per answer; people read about ${READING_SPEED}.`,
    tone: 'neutral',
  };
}

const FIGURE3: StudyKind<readonly Figure3Row[]> = {
  name: 'figure3',
  file: null,
  text: figure3Text,
  answer: answerOf,
};

/** The paper's Figure 3, computed from the profiles of a catalogue without simulation. */
export function figure3Study(catalogue: Catalogue): Study<readonly Figure3Row[]> {
  return {
    kind: FIGURE3,
    scenarioFile: null,
    ...NOTHING,
    conclude() {
      const figures = [figure3(catalogue)];
      return Promise.resolve({ result: figure3Rows(catalogue), holds: true, figures });
    },
  };
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

function figure3Text(rows: readonly Figure3Row[], { columns: width, paint }: TextScreen): string {
  return `${[
    `${paint('Figure 3', 'heading')}  ${paint(`one answer at a time, ${FIGURE3_PROMPT} tokens in and ${FIGURE3_OUTPUT} out`, 'quiet')}`,
    table(columnsOf(rows, COLUMNS), { width, keys: 2, paint }),
    wrap(
      `From the catalogue's profiles, measured by others, not by the authors of the paper; watts of the whole board are partly assumed. The Orin Nano is in its 25 W mode; Table I shows it in its original 15 W mode, which is slower and takes more energy for the same answer. People read about ${READING_SPEED} tokens a second. edgewise catalog NAME shows the sources of each profile.`,
      width,
    ),
  ].join('\n\n')}\n`;
}
