import type { Replication } from '../results.ts';
import type { Failed } from './job.ts';

/**
 * The warnings of all replications, each once: those that differ in their numbers alone count as one and are shown
 * as first seen. How many had it is not said, so that cells with the same warning can share a line.
 */
export function mergeWarnings(
  replications: readonly Replication[],
  failures: readonly Failed[],
  late: string | null,
): string[] {
  const seen = new Map<string, { text: string; count: number }>();
  for (const { warnings } of replications)
    for (const text of new Set(warnings)) {
      const kind = text.replaceAll(/\d+(\.\d+)?/g, '#');
      const entry = seen.get(kind) ?? { text, count: 0 };
      entry.count++;
      seen.set(kind, entry);
    }
  const n = replications.length;
  const merged = [...seen.values()].map(({ text, count }) =>
    count >= n ? text : `${text} (not in every replication)`,
  );
  if (late !== null) merged.push(late);
  const errors = new Map<string, number>();
  for (const { error } of failures) errors.set(error, (errors.get(error) ?? 0) + 1);
  for (const [error, count] of errors)
    merged.push(`${count} ${count === 1 ? 'run' : 'runs'} failed: ${error}`);
  return merged;
}
