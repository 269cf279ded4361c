/** The sweep as a kind of study: its files, and how results are shown, in progress or complete. */
import type { Sweep } from './result.ts';
import type { StudyKind } from '../study.ts';
import { sweepAnswer } from './report/answer.ts';
import { sweepText } from './report/text.ts';

export const SWEEP: StudyKind<Sweep> = {
  name: 'sweep',
  file: 'sweep.json',
  schema: 'edgewise.sweep/2',
  text: sweepText,
  answer: sweepAnswer,
};
