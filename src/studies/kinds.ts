/** All kinds of studies with stored results, in the order in which a folder is searched for them. */
import { CAPACITY } from './capacity/study.ts';
import { PLAN } from './plan/study.ts';
import { RUN } from './run/study.ts';
import { SENSITIVITY } from './sensitivity/study.ts';
import type { StudyKind } from './study.ts';
import { SWEEP } from './sweep/study.ts';

export const KINDS: readonly StudyKind<never>[] = [RUN, PLAN, SENSITIVITY, CAPACITY, SWEEP];

/** The files they write. */
export const LEFT: readonly string[] = KINDS.flatMap(({ file, tables = [] }) => [
  ...(file ? [file] : []),
  ...tables,
]);
