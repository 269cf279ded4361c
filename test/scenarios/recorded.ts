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
import { differences } from './differences.ts';

export const SCENARIOS: string = join(import.meta.dirname, '../../scenarios');

export async function summaryOf(name: string, set: readonly string[] = []): Promise<Summary> {
  const as = { set };
  const { scenarioFile, base } = load(join(SCENARIOS, `${name}.yaml`), as, 'world');
  const executor = inProcess((job) => runJob(job, { source: sources(base) }));
  for await (const step of experiment(scenarioFile, { executor, version: version() }))
    if (step.kind === 'outcome') {
      if (step.outcome.failures.length > 0) throw new Error(step.outcome.failures[0]!.error);
      return step.outcome.summary;
    }
  throw new Error('no outcome');
}

/** The bytes of summary.json. */
export const bytesOf = (summary: Summary): string => `${JSON.stringify(summary, null, 2)}\n`;

/** Devices of a cell that are recorded one by one. */
const DEVICES = 24;

/** A digest of every byte of summary.json, and beside it, so that a change can be read, its figures to the digit. */
export function recordOf(summary: Summary): string {
  const { expectations, comparisons, rankings = [], overall = [] } = summary;
  const cells = summary.cells.map(
    ({ vary, replications, verdict, offeredLoad, warnings, metrics, reasons, devices }) => ({
      vary,
      replications,
      verdict,
      offeredLoad,
      warnings,
      metrics: shortened(metrics),
      reasons: shortened(reasons),
      devices: Object.fromEntries(
        devices.slice(0, DEVICES).map(({ name, ...figures }) => [
          name,
          Object.entries(figures)
            .map(
              ([figure, estimate]) => `${figure} ${typeof estimate === 'string' ? estimate : estimate.mean}`,
            )
            .join(', '),
        ]),
      ),
    }),
  );
  const record = {
    digest: createHash('sha256').update(bytesOf(summary)).digest('hex'),
    expectations: expectations.map(({ text, outcome }) => `${outcome}: ${text}`),
    comparisons: comparisons.map(({ text }) => text),
    overall: overall.map(({ text }) => text),
    rankings: rankings.map(
      ({ metric, where, places }) =>
        `${metric} ${JSON.stringify(where)}: ${places.map(({ label, best, worst }) => `${label} ${best}-${worst}`).join(', ')}`,
    ),
    cells,
  };
  return `${JSON.stringify(record, null, 1)}\n`;
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

/** What differs from the record, line by line; the record is written anew, and the lines are printed, when that is asked for. */
export function differsFromRecord(name: string, now: string): readonly string[] {
  const file = join(import.meta.dirname, 'recorded', `${name}.json`);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const found = before === null ? ['there is no record of it'] : differences(before, now);
  if (!process.env['UPDATE_RECORDED']) return found;
  if (found.length > 0) console.log([`${name}:`, ...found.map((line) => `  ${line}`)].join('\n'));
  writeFileSync(file, now);
  return [];
}
