/** What options changed of a file, and what it expects that can no longer be looked at. */
import { list } from '../kernel/words.ts';
import type { Summary } from '../results.ts';
import type { LeftOut } from '../expected.ts';
import { quiet } from './format.ts';

type Changed = Pick<Summary, 'changes' | 'leftOut'> & {
  readonly expectations?: readonly unknown[];
};

/** A line for each change, and one for all expectations that are left out. */
export function changedLines({ changes = [], leftOut = [], expectations = [] }: Changed): string[] {
  return [
    ...changes.map(quiet),
    ...(leftOut.length > 0 ? [leftOutLine(leftOut, leftOut.length + expectations.length)] : []),
  ];
}

/** "4 of 8 expectations are left out: weighted is not compared (strategy)". */
export function leftOutLine(leftOut: readonly LeftOut[], total: number): string {
  const values = new Map<string, Set<string>>();
  for (const { missing } of leftOut)
    for (const [path, labels] of Object.entries(missing)) {
      const known = values.get(path) ?? new Set();
      labels.forEach((label) => known.add(String(label)));
      values.set(path, known);
    }
  const names = [...values].map(([path, labels]) => `${list([...labels])} (${path})`);
  const one = [...values.values()].reduce((sum, { size }) => sum + size, 0) === 1;
  const who =
    total === 1
      ? 'The expectation is'
      : leftOut.length === 1
        ? `1 of ${total} expectations is`
        : leftOut.length === total
          ? `All ${total} expectations are`
          : `${leftOut.length} of ${total} expectations are`;
  return `${who} left out: ${quiet(list(names))} ${one ? 'is' : 'are'} not compared`;
}
