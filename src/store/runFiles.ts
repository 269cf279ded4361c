/** Creates the files of a run, for a folder or for the downloads of a page. */
import type { Findings } from '../experiment/findings.ts';
import type { Series, Summary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { tableOf } from './csvText.ts';
import { groupsTable, regionsTable, runsTable, seriesOf, seriesTable } from './tables.ts';

/** A file's name and content, for large files line by line. */
export type RunFile = readonly [name: string, content: string | Iterable<string>];

/**
 * runs.csv, series.csv, tenants.csv and priorities.csv where they have figures, scenario.yaml and summary.json: the
 * bytes that `edgewise run` writes.
 */
export function* runFiles(
  scenarioFile: ScenarioFile,
  { summary, findings }: { readonly summary: Summary; readonly findings: Findings },
): Generator<RunFile> {
  yield ['runs.csv', runsTable(scenarioFile, findings)];
  yield ['series.csv', seriesTable(scenarioFile, findings)];
  for (const of of ['tenants', 'priorities'] as const) {
    const table = groupsTable(scenarioFile, findings, of);
    if (table) yield [`${of}.csv`, table];
  }
  const regions = regionsTable(scenarioFile, findings);
  if (regions) yield ['regions.csv', regions];
  yield ['scenario.yaml', scenarioFile.text];
  yield ['summary.json', `${JSON.stringify(summary, null, 2)}\n`];
}

/** Parses a `summary.json`. Throws a one-line RangeError if it is something else. */
export function summaryOf(text: string, name: string = 'summary.json'): Summary {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError(`${name}: is not JSON`);
  }
  const { schema, cells } = (value ?? {}) as Partial<Summary>;
  if (schema !== 'edgewise.summary/1' || !Array.isArray(cells))
    throw new RangeError(`${name}: is no summary of a run: its schema is not edgewise.summary/1`);
  return value as Summary;
}

/** The time series of each cell in the text of a `series.csv`. */
export function seriesFrom(text: string, name: string = 'series.csv'): Series[][] {
  return seriesOf(tableOf(text, name));
}
