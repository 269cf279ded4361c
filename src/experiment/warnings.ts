import type { Estimate, Replication } from '../results.ts';
import { known, percent, plain } from '../kernel/numbers.ts';
import { counted } from '../kernel/words.ts';
import { sometimes } from '../metrics/warnings.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Failed } from './job.ts';

/** Requests refused because they exceed the context length: how many, and the length. */
export function tooLong(
  { fleet, cloud }: Pick<Scenario, 'fleet' | 'cloud'>,
  metrics: Readonly<Record<string, Estimate>>,
  reasons: Readonly<Record<string, Estimate>>,
): string[] {
  const { mean = null, ci95 = null } = reasons['contextLimit'] ?? {};
  const arrived = metrics['arrived']?.mean;
  if (mean === null || !(mean > 0) || !arrived) return [];
  const models = [...fleet.filter(({ count }) => count > 0), ...(cloud ? [cloud] : [])].map(
    ({ profile }) => profile,
  );
  const contexts = new Map(models.map(({ name, context }) => [name, context]));
  const takes = [...contexts].map(([name, context]) => `${name} takes ${plain(context)}`);
  const count = known(mean, ci95 ? (ci95[1] - ci95[0]) / 2 : 0);
  return [
    `${count} requests of a run (${percent(mean / arrived, 2)}) were refused as longer, prompt and answer together, than the context of the model they came to: ${takes.join(', ')} tokens`,
  ];
}

/**
 * The warnings of all replications, each once, in order of first occurrence. Their numbers are left out, so that cells
 * with the same warning can share a line.
 */
export function mergeWarnings(
  replications: readonly Replication[],
  failures: readonly Failed[],
  late: string | null,
): string[] {
  const seen = new Map<string, { text: string; count: number }>();
  for (const { warnings } of replications)
    for (const { code, about, text } of warnings) {
      const key = `${code} ${about}`;
      const entry = seen.get(key) ?? { text, count: 0 };
      entry.count++;
      seen.set(key, entry);
    }
  const n = replications.length;
  const merged = [...seen.values()].map(({ text, count }) => (count >= n ? text : sometimes(text)));
  if (late !== null) merged.push(late);
  const errors = new Map<string, number>();
  for (const { error } of failures) errors.set(error, (errors.get(error) ?? 0) + 1);
  for (const [error, count] of errors) merged.push(`${counted(count, 'run')} failed: ${error}`);
  return merged;
}

/** Drops the warning about few requests in a run: only the total over all runs matters for attainment. */
export function lasting(one: Replication): Replication {
  return { ...one, warnings: one.warnings.filter(({ code }) => code !== 'few') };
}
