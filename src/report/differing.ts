/** In which figures the values that one chooses between differ for certain: their columns are picked out by a sign. */
import type { Summary } from '../results.ts';
import { axes } from './axes.ts';
import { mainAxis } from './inShort.ts';

/** A comparison that says so for certain. */
const CERTAIN: ReadonlySet<string> = new Set(['better', 'worse', 'higher', 'lower']);

/** None where all that are shown differ, as that picks out nothing. */
export function differing(summary: Summary, names: readonly string[]): ReadonlySet<string> {
  const axis = mainAxis(summary);
  const found = summary.comparisons.filter(
    (one) => CERTAIN.has(one.verdict) && axis !== undefined && one.cell[axis] !== one.baseline[axis],
  );
  const all = new Set(found.map(({ metric }) => metric));
  return names.every((name) => all.has(name)) ? new Set() : all;
}

/** What the sign says. */
export function differsWords(summary: Summary): string {
  const by = axes(summary.cells).find(({ path }) => path === mainAxis(summary))?.name;
  return `in some row the figure differs from that of the first ${by}, with 95 % confidence. Elsewhere the difference is undecided, or was not compared.`;
}
