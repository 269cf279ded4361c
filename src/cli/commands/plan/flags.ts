/** What `plan` takes beside what every run takes: each is a value of the file's plan section, written there. */
import type { Typed } from '../../command.ts';
import { readFlags } from '../../flags/readFlags.ts';

/** As `--set` would have them. Throws every mistake there is in them at once. */
export function planSettings(typed: Typed): readonly string[] {
  const { growth, mostRuns, mostRequests } = readFlags(typed, (read) => ({
    growth: read.one(
      'growth',
      'factors above 0 with commas between them, for instance 1,1.5,2',
      (written) => {
        const factors = written.split(',').map(numberIn);
        return factors.every((factor) => factor > 0) ? `[${factors.join()}]` : undefined;
      },
    ),
    mostRuns: read.whole('most-runs', 8),
    mostRequests: read.one('most-requests', 'a number above 0, for instance 1e8', (written) => {
      const number = numberIn(written);
      return number > 0 ? number : undefined;
    }),
  }));
  return Object.entries({ growth, mostRuns, mostRequests }).flatMap(([name, value]) =>
    value === undefined ? [] : [`plan.${name}=${value}`],
  );
}

/** NaN where it is none, or has no end. */
function numberIn(written: string): number {
  const number = written.trim() === '' ? NaN : Number(written);
  return number < Infinity ? number : NaN;
}
