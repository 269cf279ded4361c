/** What a scenario gave when it was last looked at, and what it gives now. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../src/cli/scenarioFile.ts';
import { version } from '../../src/cli/package.ts';
import { inProcess } from '../../src/executors/inProcess.ts';
import { experiment } from '../../src/experiment/experiment.ts';
import { runJob } from '../../src/experiment/runJob.ts';
import type { Estimate, Summary } from '../../src/results.ts';
import { sources } from '../../src/store/sources.ts';

export const SCENARIOS: string = join(import.meta.dirname, '../../scenarios');

export async function summaryOf(name: string, set: readonly string[] = []): Promise<Summary> {
  const { plan, base } = load(join(SCENARIOS, `${name}.yaml`), {
    set,
    vary: [],
    seed: undefined,
    replications: undefined,
  });
  const executor = inProcess((job) => runJob(job, { source: sources(base) }));
  for await (const step of experiment(plan, { executor, version: version() }))
    if (step.kind === 'outcome') {
      if (step.outcome.failures.length > 0) throw new Error(step.outcome.failures[0]!.error);
      return step.outcome.summary;
    }
  throw new Error('no outcome');
}

/** The bytes of summary.json. */
export const bytesOf = (summary: Summary): string => `${JSON.stringify(summary, null, 2)}\n`;

/**
 * What is kept: a digest of every byte of summary.json, and beside it, so that a change can be read, the figures of
 * every cell to the digit. Comparisons, rankings and devices are under the digest alone.
 */
export function recordOf(summary: Summary): string {
  const cells = summary.cells.map(
    ({ vary, replications, verdict, offeredLoad, warnings, metrics, reasons }) => ({
      vary,
      replications,
      verdict,
      offeredLoad,
      warnings,
      metrics: shortened(metrics),
      reasons: shortened(reasons),
    }),
  );
  const expectations = summary.expectations.map(({ text, outcome }) => `${outcome}: ${text}`);
  const digest = createHash('sha256').update(bytesOf(summary)).digest('hex');
  return `${JSON.stringify({ digest, expectations, cells }, null, 1)}\n`;
}

/** An estimate on one line: mean, and the ends of its interval. */
function shortened(figures: Readonly<Record<string, Estimate>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { mean, ci95 }]) => [
      name,
      ci95 ? `${mean} [${ci95[0]}, ${ci95[1]}]` : `${mean}`,
    ]),
  );
}

/** The record as it was; written anew when that is asked for. */
export function recorded(name: string, now: string): string {
  const file = join(import.meta.dirname, 'recorded', `${name}.json`);
  if (process.env['UPDATE_RECORDED']) writeFileSync(file, now);
  return existsSync(file) ? readFileSync(file, 'utf8') : 'no record: make it with UPDATE_RECORDED=1';
}
