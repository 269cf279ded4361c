/** What a sweep is called and how it is shown, while it goes and when it is over. */
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
