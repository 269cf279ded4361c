/** What is printed of a study, when it is made and when it is shown again: its text, where its files are, and its answer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REQUEST_FORMS, requestFile } from '../../store/requestForm.ts';
import type { Conclusion, StudyKind } from '../../studies/study.ts';
import { filesLine, lastly } from '../terminal/lastly.ts';
import type { Screen } from '../terminal/terminal.ts';

export function frame<Result>(
  kind: StudyKind<Result>,
  {
    result,
    text,
    figures,
  }: Pick<Conclusion<Result>, 'result' | 'text'> & Partial<Pick<Conclusion<Result>, 'figures'>>,
  folder: string,
  { json, tenants }: { readonly json: boolean; readonly tenants: boolean },
  out: Screen,
): void {
  if (json) {
    out.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const place = { folder, ...(tenants && { tenants }) };
  out.write(text?.(out, place) ?? kind.text(result, out, place));
  const pictures =
    kind.file === null ? (figures ?? []).flatMap(({ name }) => ENDINGS.map((end) => `${name}${end}`)) : [];
  const [first, ...others] = [...pictures, ...namesOf(kind)].filter((name) => existsSync(join(folder, name)));
  if (first !== undefined) out.write(`\n${filesLine([join(folder, first), ...others], out)}`);
  const answer = kind.answer(result);
  if (answer) out.write(lastly(answer, out));
}

/** Of every picture. */
const ENDINGS: readonly string[] = ['.svg', '.png', '.vl.json'];

/** All that may be in a folder for people to look at, in the order in which it is named. */
function namesOf({ file, tables = [] }: StudyKind<unknown>): string[] {
  if (file === null) return [];
  return ['report.html', file, ...tables, 'figures/', 'scenario.yaml', ...REQUEST_FORMS.map(requestFile)];
}
